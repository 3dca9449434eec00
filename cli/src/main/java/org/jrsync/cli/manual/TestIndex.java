package org.jrsync.cli.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.engine.options.OptionFamily;

/**
 * Which test classes use which options: found by the words in the string literals of their sources,
 * in the command lines of the resources that they name ({@code x.lines}), and in the sources beside
 * a test class that is the only one in its folder. A long name counts wherever it stands. Letters
 * count in literals that begin with a dash and in command lines, and only where all of a bundle are
 * options, since other programs have letters, too.
 */
final class TestIndex {

  private static final Pattern LONG =
      Pattern.compile("(?<![\\w/.-])(?:-M)?(--[A-Za-z0-9](?:[\\w-]*\\w)?)");
  private static final Pattern BUNDLE = Pattern.compile("(?<![\\w/.-])-([A-Za-z0-9@]+)");

  private static final Pattern BETWEEN_COMMANDS = Pattern.compile("[;|&]+");

  /** The beginning of a command that runs rsync, with variables perhaps. */
  private static final Pattern RSYNC = Pattern.compile("\\s*(?:\\w+=\\S*\\s+)*rsync\\s");

  /** A word of letters in a command line. */
  private static final Pattern LETTERS = Pattern.compile("(?<=\\s)-([A-Za-z0-9@]+)(?=\\s|$)");

  /** How many tests a list names. */
  private static final int SHOWN = 4;

  /** A line of a configuration, in a literal. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?m)(?:^|\\\\n)[ \\t]*([A-Za-z][A-Za-z _-]*?)([ \\t]*)=");

  /** The section of a module, in a literal. */
  private static final Pattern SECTION = Pattern.compile("(?m)(?:^|\\\\n)[ \\t]*\\[[^\\]\\n]+\\]");

  /** Tests of the grammar alone, which do not run what they read. */
  private static final String GRAMMAR = "org/jrsync/engine/options";

  /** Tests of the texts about options, which name all of them. */
  private static final String TEXTS = "org/jrsync/cli/manual";

  /** For each option name as it is typed, the classes that use it with the number of times. */
  private final Map<String, Map<String, Integer>> uses = new HashMap<>();

  /** The same for each parameter of the daemon's configuration. */
  private final Map<Parameter, Map<String, Integer>> settings = new EnumMap<>(Parameter.class);

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
      for (Path folder : files.filter(Files::isDirectory).toList()) {
        if (!sources.relativize(folder).toString().equals(TEXTS)) {
          folder(sources, folder);
        }
      }
    }
  }

  private void folder(Path sources, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.filter(path -> path.toString().endsWith(".java")).toList();
      List<Path> tests =
          all.stream().filter(path -> path.toString().endsWith("Test.java")).toList();
      for (Path source : tests.size() == 1 ? all : tests) {
        Path test = tests.size() == 1 ? tests.getFirst() : source;
        String name = test.getFileName().toString().replace(".java", "");
        if (sources.relativize(folder).toString().equals(GRAMMAR)) {
          grammar.add(name);
        }
        Path resources = sources.resolveSibling("resources").resolve(sources.relativize(folder));
        read(name, Files.readString(source), resources);
      }
    }
  }

  private void read(String test, String source, Path resources) throws IOException {
    for (String literal : JavaLiterals.of(source).toList()) {
      String text = literal.strip();
      LONG.matcher(text).results().forEach(match -> add(test, match.group(1)));
      configuration(test, text);
      if (text.startsWith("-")) {
        BUNDLE.matcher(text).results().forEach(match -> bundle(test, match.group(1)));
      } else if (text.endsWith(".lines") && Files.isRegularFile(resources.resolve(text))) {
        Files.readAllLines(resources.resolve(text)).forEach(line -> line(test, line));
      }
    }
  }

  private void line(String test, String line) {
    if (line.startsWith("#")) {
      return;
    }
    BETWEEN_COMMANDS
        .splitAsStream(line)
        .filter(command -> RSYNC.matcher(command).lookingAt())
        .forEach(command -> {
          LONG.matcher(command).results().forEach(match -> add(test, match.group(1)));
          LETTERS.matcher(command).results().forEach(match -> bundle(test, match.group(1)));
        });
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

  /**
   * Counts the parameters of a configuration. Without blanks around the equals sign a line may be a
   * shell's, or an option's argument, so it counts only in a text that has a module's section.
   */
  private void configuration(String test, String text) {
    boolean hasSection = SECTION.matcher(text).find();
    Matcher lines = PARAMETER.matcher(text);
    while (lines.find()) {
      Parameter set = Parameter.named(lines.group(1));
      if (set != null && (hasSection || !lines.group(2).isEmpty())) {
        settings.computeIfAbsent(set, key -> new TreeMap<>()).merge(test, 1, Integer::sum);
      }
    }
  }

  /** The classes that set a parameter in a configuration, those first that do so most often. */
  List<String> ofParameter(Parameter set) {
    Map<String, Integer> counts = settings.getOrDefault(set, Map.of());
    List<String> tests = new ArrayList<>(counts.keySet());
    tests.sort(Comparator.comparingInt((String test) -> -counts.getOrDefault(test, 0)));
    return tests;
  }

  /** The first few of some classes, as a list shows them. */
  static String shown(List<String> tests) {
    if (tests.isEmpty()) {
      return "**no test**";
    }
    String first = String.join(", ", tests.subList(0, Math.min(SHOWN, tests.size())));
    return tests.size() > SHOWN ? first + " and " + (tests.size() - SHOWN) + " more" : first;
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
