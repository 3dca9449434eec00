package org.jrsync.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of upstream's security fixes in docs/security.md. */
class SecurityDocumentTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
  private static final Pattern IDENTIFIER = Pattern.compile("CVE-\\d{4}-\\d+");

  /** Every identifier in upstream's release notes of 3.4.0 through 3.5.1. */
  private static final List<String> IDENTIFIERS =
      List.of(
          "CVE-2024-12084 CVE-2024-12085 CVE-2024-12086 CVE-2024-12087 CVE-2024-12088",
          "CVE-2024-12747 CVE-2026-29518 CVE-2026-43617 CVE-2026-43618 CVE-2026-43619",
          "CVE-2026-43620 CVE-2026-45232 CVE-2026-53783 CVE-2026-53784 CVE-2026-53785",
          "CVE-2026-53786 CVE-2026-53788 CVE-2026-53789 CVE-2026-53790 CVE-2026-53791",
          "CVE-2026-53792 CVE-2026-53793 CVE-2026-53794 CVE-2026-53795 CVE-2026-53796",
          "CVE-2026-53797 CVE-2026-53798 CVE-2026-53799 CVE-2026-53800 CVE-2026-53801",
          "CVE-2026-53802 CVE-2026-53803 CVE-2026-70452 CVE-2026-70453 CVE-2026-70454",
          "CVE-2026-70455 CVE-2026-70456 CVE-2026-70457 CVE-2026-70458 CVE-2026-70459",
          "CVE-2026-70460 CVE-2026-70461 CVE-2026-70462 CVE-2026-70463 CVE-2026-70464");

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
              String name = file.getFileName().toString().replace(".java", "");
              sources.merge(name, Files.readString(file), String::concat);
            }
          }
        }
      }
    }
    return sources;
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> sources = testSources();
    int named = 0;
    for (String line : Files.readAllLines(ROOT.resolve("docs/security.md"))) {
      Matcher test = NAMED.matcher(line);
      while (test.find()) {
        assertThat(sources).as(line).containsKey(test.group(1));
        if (test.group(2) != null) {
          assertThat(sources.get(test.group(1))).as(line).contains("void " + test.group(2) + "(");
        }
        named++;
      }
    }
    assertThat(named).isGreaterThan(90);
  }

  @Test
  void everyFixHasARowWithATest() throws IOException {
    TreeSet<String> found = new TreeSet<>();
    List<String> lines = Files.readAllLines(ROOT.resolve("docs/security.md"));
    int start = lines.indexOf("## What upstream had to mend");
    assertThat(start).isNotNegative();
    for (String line : lines.subList(start, lines.size())) {
      if (line.startsWith("| ") && !line.startsWith("| fix |") && !line.startsWith("| ---")) {
        assertThat(line.startsWith("| **") || NAMED.matcher(line).find()).as(line).isTrue();
        IDENTIFIER.matcher(line).results().forEach(match -> found.add(match.group()));
      }
    }
    TreeSet<String> all = new TreeSet<>();
    IDENTIFIERS.forEach(line -> all.addAll(List.of(line.split(" "))));
    assertThat(found).isEqualTo(all);
  }
}
