package org.jrsync.engine.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.jrsync.engine.filter.FilterTesting.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random rules over small random trees: the same names survive as with the installed rsync. */
class FilterDifferentialTest {
  private static final Path RSYNC = Path.of("/usr/bin/rsync");
  private static final int CASES = 60;
  private static final String[] NAMES = {
    "a", "b", "c", "foo", "bar", "foo.c", "x.o", "core", "ab", "A", ".hid", "a b", "d-1"
  };
  private static final String[] PARTS = {
    "a", "b", "c", "foo", "bar", "foo.c", "x.o", "*", "**", "?", "***", "/", "/", "*.c", "[a-c]",
    "*o", "core", "A", "d-1", "**/", ".hid"
  };
  private static final String[] RULES = {
    "- ",
    "+ ",
    "-! ",
    "-/ ",
    "+/ ",
    "exclude ",
    "include,! ",
    "H ",
    "S ",
    "P ",
    "R ",
    "-s ",
    "+r ",
    "hide ",
    "show ",
    "protect,! ",
    "-p "
  };

  @TempDir Path scratch;

  @Test
  void plainRulesLeaveTheSameNamesAsRsync() throws Exception {
    compare(1, false);
  }

  @Test
  void perDirectoryMergeFilesLeaveTheSameNamesAsRsync() throws Exception {
    compare(2, true);
  }

  private void compare(long seed, boolean merges) throws Exception {
    assumeThat(RSYNC).as("needs rsync at %s", RSYNC).isExecutable();
    Random random = new Random(seed);
    int kept = 0;
    for (int i = 0; i < CASES; i++) {
      Path root = scratch.resolve("t" + i + "/w/src");
      plant(root, 3, random, merges);
      List<String> options = options(random, merges);
      Set<String> expected = rsync(root, options);
      Set<String> actual = walk(root, options);
      assertThat(actual)
          .as("seed %d case %d: %s in %s", seed, i, options, root)
          .isEqualTo(expected);
      kept += expected.size();
    }
    assertThat(kept).isGreaterThan(CASES);
  }

  private static void plant(Path directory, int depth, Random random, boolean merges)
      throws IOException {
    Files.createDirectories(directory);
    for (int n = random.nextInt(1, 6); n > 0; n--) {
      Path child = directory.resolve(NAMES[random.nextInt(NAMES.length)]);
      if (depth > 0 && random.nextInt(100) < 55) {
        if (!Files.isRegularFile(child)) {
          plant(child, depth - 1, random, merges);
        }
      } else if (!Files.exists(child)) {
        Files.createFile(child);
      }
    }
    if (merges && random.nextBoolean()) {
      StringBuilder rules = new StringBuilder();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        rules.append(random.nextInt(8) == 0 ? "!" : rule(random)).append('\n');
      }
      Files.writeString(directory.resolve(".rules"), rules);
    }
  }

  private static List<String> options(Random random, boolean merges) {
    List<String> options = new ArrayList<>();
    if (merges) {
      String[] merge = {": .rules", ":n .rules", ":e .rules", ": /.rules", "dir-merge,- .rules"};
      options.add("--filter=" + merge[random.nextInt(merge.length)]);
    }
    for (int n = random.nextInt(1, 6); n > 0; n--) {
      switch (random.nextInt(3)) {
        case 0 -> options.add("--filter=" + rule(random));
        case 1 ->
            options.add("--exclude=" + (random.nextInt(4) == 0 ? "+ " : "") + pattern(random));
        default ->
            options.add("--include=" + (random.nextInt(4) == 0 ? "- " : "") + pattern(random));
      }
    }
    if (random.nextInt(3) == 0) {
      options.add("--exclude=*");
    }
    return options;
  }

  private static String rule(Random random) {
    return RULES[random.nextInt(RULES.length)] + pattern(random);
  }

  private static String pattern(Random random) {
    StringBuilder pattern = new StringBuilder(random.nextInt(5) == 0 ? "/" : "");
    for (int n = random.nextInt(1, 5); n > 0; n--) {
      pattern.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return pattern.append(random.nextInt(5) == 0 ? "/" : "").toString();
  }

  private Set<String> rsync(Path root, List<String> options) throws Exception {
    List<String> command = new ArrayList<>(List.of(RSYNC.toString(), "-rn", "--out-format=%n"));
    command.addAll(options);
    command.add(root + "/");
    command.add(scratch + "/none/");
    Process process =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
    Set<String> names = new TreeSet<>();
    String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    for (String line : output.lines().toList()) {
      String name = line.endsWith("/") ? line.substring(0, line.length() - 1) : line;
      if (!name.isEmpty() && !name.equals(".") && !line.startsWith("created directory")) {
        names.add(name);
      }
    }
    assertThat(process.waitFor()).as("%s: %s", command, names).isZero();
    return names;
  }

  private static Set<String> walk(Path root, List<String> options) throws IOException {
    FilterParser parser = FilterTesting.parser();
    for (String option : options) {
      byte[] value = bytes(option.substring(option.indexOf('=') + 1));
      switch (option.charAt(2)) {
        case 'f' -> parser.filter(value);
        case 'e' -> parser.exclude(value);
        default -> parser.include(value);
      }
    }
    RuleFiles files = path -> Files.readAllBytes(Path.of(new String(path, ISO_8859_1)));
    FilterScope scope =
        FilterScope.open(
            parser.buildSided(false),
            FilterSide.SENDER,
            bytes(root.toString().substring(1)),
            files,
            false,
            "sender",
            text -> {
              throw new AssertionError(text);
            });
    Set<String> names = new TreeSet<>();
    walk(root, "", scope, names);
    return names;
  }

  private static void walk(Path directory, String path, FilterScope above, Set<String> names)
      throws IOException {
    FilterScope scope = above.enter(bytes(path));
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.toList()) {
        String name = (path.isEmpty() ? "" : path + "/") + child.getFileName();
        boolean isDirectory = Files.isDirectory(child);
        if (!scope.excludes(bytes(name), isDirectory)) {
          names.add(name);
          if (isDirectory) {
            walk(child, name, scope, names);
          }
        }
      }
    }
  }
}
