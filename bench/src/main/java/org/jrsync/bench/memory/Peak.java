package org.jrsync.bench.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program and the most memory that it took: the proportional set size of all its processes
 * together, looked at again and again, so that pages which they share count once.
 *
 * @param kib the peak
 * @param seconds from its start to its end
 */
record Peak(long kib, double seconds) {
  private static final long LOOK_MILLIS = 20;

  /**
   * Runs a program to its end.
   *
   * @throws IOException when it does not end well
   */
  static Peak of(List<String> command) throws IOException, InterruptedException {
    long started = System.nanoTime();
    Process program =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long peak = 0;
    do {
      try (Stream<ProcessHandle> below = program.descendants()) {
        List<Long> all = below.map(ProcessHandle::pid).toList();
        long now = pss(program.pid());
        for (long pid : all) {
          now += pss(pid);
        }
        peak = Math.max(peak, now);
      }
    } while (!program.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    if (program.exitValue() != 0) {
      throw new IOException(command + " ended with code " + program.exitValue());
    }
    return new Peak(peak, (System.nanoTime() - started) / 1e9);
  }

  /** In KiB; 0 for a process that is gone. */
  private static long pss(long pid) {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc/" + pid, "smaps_rollup"), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0;
    }
  }
}
