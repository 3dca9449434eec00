package org.jrsync.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.engine.options.OptionFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents in the checkout are those that the option tables give. */
class DocumentsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w*Test\\b");

  @Test
  void documentsAreUpToDate() throws IOException {
    for (Map.Entry<String, String> document : Documents.of(ROOT).entrySet()) {
      boolean options = Set.of(Documents.OPTIONS, Documents.PARAMETERS).contains(document.getKey());
      String there = Files.readString(ROOT.resolve(document.getKey()));
      // Every new test may change the column of tests: it only has to be true.
      assertThat(options ? withoutTests(there) : there)
          .as("%s is out of date: run docs/generate", document.getKey())
          .isEqualTo(options ? withoutTests(document.getValue()) : document.getValue());
    }
  }

  private static String withoutTests(String table) {
    return table
        .lines()
        .map(line -> line.startsWith("| ") ? line.replaceFirst("[^|]*\\|$", "") : line)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void everyTestThatIsNamedExistsAndUsesItsOption() throws IOException {
    TestIndex index = TestIndex.of(ROOT);
    Set<String> classes = testClasses();
    int named = 0;
    for (String line : Files.readAllLines(ROOT.resolve(Documents.OPTIONS))) {
      if (line.startsWith("| `")) {
        List<String> tests = found(TEST, line.substring(line.lastIndexOf('|', line.length() - 2)));
        List<String> names =
            found(Pattern.compile("-[^`=|]+"), line.substring(0, line.indexOf(" | ")));
        assertThat(tests).as(line).isSubsetOf(classes).isSubsetOf(index.of(names));
        named += tests.size();
      }
    }
    assertThat(named).isGreaterThan(100);
  }

  @Test
  void everyParameterIsTestedAndInTheListAndOnItsPage() throws IOException {
    String list = Files.readString(ROOT.resolve(Documents.PARAMETERS));
    String page = Files.readString(ROOT.resolve("docs/man/jrsyncd.conf.5"));
    TestIndex index = TestIndex.of(ROOT);
    for (Parameter p : Parameter.values()) {
      String row = "\n| `" + p.label() + "` | ";
      assertThat(list).contains(row);
      String line = list.substring(list.indexOf(row) + 1).lines().findFirst().orElseThrow();
      assertThat(found(TEST, line.substring(line.lastIndexOf('|', line.length() - 2))))
          .as(line)
          .isNotEmpty()
          .isSubsetOf(index.ofParameter(p));
      assertThat(page).contains("\\fB" + p.label().replace("-", "\\-") + "\\fR");
    }
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group()).toList();
  }

  private static Set<String> testClasses() throws IOException {
    Set<String> classes = new TreeSet<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve("src/test/java");
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            files.forEach(
                file -> classes.add(file.getFileName().toString().replaceFirst("\\.java$", "")));
          }
        }
      }
    }
    return classes;
  }

  @Test
  void everyOptionIsInTheListAndOnTheManPage() throws IOException {
    List<String> names = new ArrayList<>();
    Stream.concat(OptionFamily.ofTransfers().stream(), OptionFamily.ofDaemon().stream())
        .forEach(family -> {
          names.addAll(family.names());
          names.addAll(family.off());
        });
    String list = Files.readString(ROOT.resolve(Documents.OPTIONS));
    String page = Files.readString(ROOT.resolve("docs/man/jrsync.1"));
    for (String name : names) {
      assertThat(list).containsPattern("[|,] `" + name + "[`=]");
      assertThat(page).contains("\\fB" + name.replace("-", "\\-"));
    }
  }

  @Test
  void manPagesHaveNoFlawsAndNoMarkupIsLeftInThem(@TempDir Path folder) throws Exception {
    assertThat(shown(folder, "jrsync.1"))
        .contains("--delete-during, --del", "FILTER RULES", "jrsync serve");
    assertThat(shown(folder, "jrsyncd.conf.5")).contains("max connections per host", "&include");
    assertThat(shown(folder, "jrsyncd.8")).contains("--check-config", "USR2");
  }

  private static String shown(Path folder, String name) throws Exception {
    Path page = ROOT.resolve("docs/man/" + name);
    Path work = Files.createDirectory(folder.resolve(name));
    String shown = Tool.output(work, page, "groff", "-man", "-ww", "-Tascii", "-P-cbou");
    assertThat(shown).doesNotContain("{", "== ").doesNotContainPattern("(?m)^ *=");
    return shown;
  }
}
