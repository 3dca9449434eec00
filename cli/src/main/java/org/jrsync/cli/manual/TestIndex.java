package org.jrsync.cli.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrsync.engine.options.OptionFamily;

/**
 * Which test classes use which options: found by the words in the string literals of their sources.
 * A long name counts wherever it stands in one. Letters count in literals that begin with a dash,
 * and only where all of a bundle are options, since other programs have letters, too.
 */
final class TestIndex {

  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");
  private static final Pattern LITERAL =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
  private static final Pattern LONG =
      Pattern.compile("(?<![\\w/.-])(?:-M)?(--[A-Za-z0-9](?:[\\w-]*\\w)?)");
  private static final Pattern BUNDLE = Pattern.compile("(?<![\\w/.-])-([A-Za-z0-9@]+)");

  /** Tests of the grammar alone, which do not run what they read. */
  private static final String GRAMMAR = "org/jrsync/engine/options";

  /** Tests of the texts about options, which name all of them. */
  private static final String TEXTS = "org/jrsync/cli/manual";

  /** For each option name as it is typed, the classes that use it with the number of times. */
  private final Map<String, Map<String, Integer>> uses = new HashMap<>();

  /** For each class, how often it names any option. */
  private final Map<String, Integer> totals = new HashMap<>();

  private final Set<String> grammar = new HashSet<>();
  private final Set<String> letters = new HashSet<>();
  private final Set<String> lettersWithArgument = new HashSet<>();

  private TestIndex() {
    for (OptionFamily family : OptionFamily.ofTransfers()) {
      for (String name : family.names()) {
        if (name.length() == 2) {
          (family.takesArgument() ? lettersWithArgument : letters).add(name);
        }
      }
    }
  }

  /** Reads the test sources of a checkout. */
  static TestIndex of(Path root) {
    TestIndex index = new TestIndex();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.sorted().toList()) {
        Path sources = module.resolve("src/test/java");
        if (Files.isDirectory(sources)) {
          index.module(sources);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return index;
  }

  private void module(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
        String folder = sources.relativize(file.getParent()).toString();
        if (!folder.equals(TEXTS)) {
          String name = file.getFileName().toString().replace(".java", "");
          if (folder.equals(GRAMMAR)) {
            grammar.add(name);
          }
          read(name, Files.readString(file));
        }
      }
    }
  }

  private void read(String test, String source) {
    Matcher literals = LITERAL.matcher(COMMENT.matcher(source).replaceAll(""));
    while (literals.find()) {
      String text = literals.group().replaceAll("^\"+|\"+$", "").strip();
      LONG.matcher(text).results().forEach(match -> add(test, match.group(1)));
      if (text.startsWith("-")) {
        BUNDLE.matcher(text).results().forEach(match -> bundle(test, match.group(1)));
      }
    }
  }

  private void bundle(String test, String bundle) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < bundle.length(); i++) {
      String letter = "-" + bundle.charAt(i);
      if (lettersWithArgument.contains(letter)) {
        found.add(letter);
        break;
      }
      if (!letters.contains(letter)) {
        return;
      }
      found.add(letter);
    }
    found.forEach(letter -> add(test, letter));
  }

  private void add(String test, String name) {
    uses.computeIfAbsent(name, key -> new TreeMap<>()).merge(test, 1, Integer::sum);
    totals.merge(test, 1, Integer::sum);
  }

  /**
   * The classes that use one of some names. First come those that are most about them: whose share
   * of these names among all that they use is large, as is their number. Tests of the grammar alone
   * come last.
   */
  List<String> of(List<String> names) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String name : names) {
      uses.getOrDefault(name, Map.of())
          .forEach((test, count) -> counts.merge(test, count, Integer::sum));
    }
    List<String> tests = new ArrayList<>(counts.keySet());
    tests.sort(
        Comparator.comparing(this::isGrammar)
            .thenComparingDouble((String test) -> -weight(test, counts.getOrDefault(test, 0))));
    return tests;
  }

  private double weight(String test, int count) {
    return count / Math.sqrt(totals.getOrDefault(test, 1));
  }

  /** Whether a class tests the grammar of options alone. */
  boolean isGrammar(String test) {
    return grammar.contains(test);
  }
}
