package org.jrsync.interop.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used so far.
 *
 * @param mostMib the most memory that it ever had at once, in MiB
 * @param processorSeconds of all its threads
 */
record ProcessUse(long mostMib, double processorSeconds) {
  /** {@code USER_HZ}, which is 100 for every program. */
  private static final double TICKS = 100;

  /** What follows the name in {@code stat}, whose first field is the third. */
  private static final int USER_TIME = 14 - 3;

  static ProcessUse of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    String status = Files.readString(process.resolve("status"), ISO_8859_1);
    int at = status.indexOf("VmHWM:") + 6;
    String kib = status.substring(at, status.indexOf("kB", at)).strip();
    String stat = Files.readString(process.resolve("stat"), ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
    return new ProcessUse(Long.parseLong(kib) / 1024, ticks / TICKS);
  }
}
