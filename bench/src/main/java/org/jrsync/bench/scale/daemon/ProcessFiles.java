package org.jrsync.bench.scale.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the system tells of a process in {@code /proc}. A process that is gone uses nothing. */
final class ProcessFiles {

  /** {@code USER_HZ}, the ticks a second of {@code /proc/PID/stat}, is 100 for every program. */
  private static final double TICKS_PER_SECOND = 100;

  /** The first of the process's user and system time, and those of its children. */
  private static final int USER_TIME = 14;

  private static final int TIMES = 4;

  /** Numbers of fields as proc(5) has them. */
  private static final int STATE = 3;

  private static final int SESSION = 6;

  private ProcessFiles() {}

  private static Path of(long pid, String file) {
    return Path.of("/proc/" + pid, file);
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(of(pid, file), ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** The numbers of a process's children that have not been waited for. */
  static List<Long> children(long pid) {
    List<Long> children = new ArrayList<>();
    for (String word : read(pid, "task/" + pid + "/children").split(" ", -1)) {
      if (!word.isBlank()) {
        children.add(Long.valueOf(word.strip()));
      }
    }
    return children;
  }

  /** Whether the process is there and has not ended. */
  static boolean isRunning(long pid) {
    String[] fields = stat(pid);
    return fields.length > 0 && !fields[0].equals("Z") && !fields[0].equals("X");
  }

  /** The fields of {@code /proc/PID/stat} from {@link #STATE} on; empty for no process. */
  private static String[] stat(long pid) {
    String text = read(pid, "stat");
    int afterName = text.lastIndexOf(')') + 2;
    return afterName < 2 ? new String[0] : text.substring(afterName).split(" ", -1);
  }

  /** The number of the session that a process belongs to, 0 where there is no such process. */
  static long session(long pid) {
    String[] fields = stat(pid);
    return fields.length == 0 ? 0 : Long.parseLong(fields[SESSION - STATE]);
  }

  /** All processes of a session that have not ended. */
  static List<Long> ofSession(long session) {
    return all().stream().filter(pid -> session(pid) == session && isRunning(pid)).toList();
  }

  private static List<Long> all() {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path entry : entries) {
        pids.add(Long.valueOf(entry.getFileName() + ""));
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return pids;
    }
    return pids;
  }

  /** Processor time in seconds, of the process and of the children that it has waited for. */
  static double processorSeconds(long pid) {
    String[] fields = stat(pid);
    if (fields.length == 0) {
      return 0;
    }
    long ticks = 0;
    for (int i = 0; i < TIMES; i++) {
      ticks += Long.parseLong(fields[USER_TIME - STATE + i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Proportional set size in KiB. */
  static long pssKib(long pid) {
    return number(read(pid, "smaps_rollup"), "Pss:");
  }

  /** Virtual size in KiB. */
  static long virtualKib(long pid) {
    return number(read(pid, "status"), "VmSize:");
  }

  /** Number of threads. */
  static long threads(long pid) {
    return number(read(pid, "status"), "Threads:");
  }

  /** Number of threads of all processes of a user. */
  static long threadsOfUser(int uid) {
    long threads = 0;
    for (long pid : all()) {
      String status = read(pid, "status");
      if (number(status, "Uid:") == uid) {
        threads += number(status, "Threads:");
      }
    }
    return threads;
  }

  /** Whether the process has a handler of its own for a signal. */
  static boolean handles(long pid, int signal) {
    String text = read(pid, "status").toLowerCase(Locale.ROOT);
    int at = text.indexOf("\nsigcgt:");
    if (at < 0) {
      return false;
    }
    String mask = text.substring(at + 8, text.indexOf('\n', at + 1)).strip();
    return (Long.parseUnsignedLong(mask, 16) >>> (signal - 1) & 1) != 0;
  }

  /** Number of open descriptors. */
  static long descriptors(long pid) {
    long count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(of(pid, "fd"))) {
      for (Path entry : entries) {
        count += entry.getNameCount() > 0 ? 1 : 0;
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return count;
    }
    return count;
  }

  private static long number(String text, String name) {
    int at = text.startsWith(name) ? 0 : text.indexOf("\n" + name) + 1;
    if (!text.startsWith(name, at)) {
      return 0;
    }
    int end = at + name.length();
    while (end < text.length() && text.charAt(end) <= ' ') {
      end++;
    }
    int start = end;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return start == end ? 0 : Long.parseLong(text, start, end, 10);
  }
}
