package org.jrsync.bench.scale.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * On what and of what is measured, for {@code machine.txt}: lines of a name, a colon and a text.
 */
public final class Machine {

  /** The file's name. */
  public static final String FILE = "machine.txt";

  private Machine() {}

  /** Writes the file. */
  static void write(Path folder, Path jrsync, Path upstream)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    lines.add("date: " + LocalDate.now(ZoneId.systemDefault()));
    lines.add("jrsync: " + Programs.version(jrsync) + commit(jrsync));
    lines.add("upstream: rsync " + Programs.version(upstream));
    lines.add("JDK: " + System.getProperty("java.vm.name") + " " + Runtime.version());
    lines.add(
        "processors: "
            + Runtime.getRuntime().availableProcessors()
            + " of "
            + line("/proc/cpuinfo", "model name"));
    lines.add("memory: " + line("/proc/meminfo", "MemTotal"));
    lines.add("system: Linux " + first("/proc/sys/kernel/osrelease"));
    lines.add("somaxconn: " + first("/proc/sys/net/core/somaxconn"));
    lines.add("open files: " + limit("/proc/self/limits", "Max open files"));
    lines.add("load before: " + first("/proc/loadavg"));
    Files.write(folder.resolve(FILE), lines);
  }

  private static String commit(Path jrsync) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder(
                "git", "-C", String.valueOf(jrsync.getParent()), "rev-parse", "--short", "HEAD")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String commit = new String(git.getInputStream().readNBytes(64), ISO_8859_1).strip();
    git.waitFor();
    return commit.isEmpty() ? "" : ", commit " + commit;
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file), ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String first(String file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "unknown" : lines.getFirst().strip();
  }

  /** What stands behind the colon of the first line that begins so. */
  private static String line(String file, String start) {
    for (String line : lines(file)) {
      if (line.startsWith(start)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "unknown";
  }

  /** How many files a process may have open here, which a JVM makes its own limit. */
  static int openFiles() {
    String[] words = limit("/proc/self/limits", "Max open files").split(" ", -1);
    try {
      return words.length < 2 ? Integer.MAX_VALUE : Integer.parseInt(words[1]);
    } catch (NumberFormatException e) {
      // Unlimited, or unknown.
      return Integer.MAX_VALUE;
    }
  }

  private static String limit(String file, String start) {
    for (String line : lines(file)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(start.toLowerCase(Locale.ROOT))) {
        return line.substring(start.length()).strip().replaceAll(" +", " ");
      }
    }
    return "unknown";
  }
}
