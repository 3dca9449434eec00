package org.jrsync.bench.scale.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrsync.posix.Signals;

/**
 * How long a daemon's sessions waited for their thread, from accept to the first step, as the
 * daemon tells in its log after USR2: a line with {@code start delay} and, behind it, {@code p99}
 * and a time such as {@code 120 us}.
 */
public final class StartDelay {

  private static final Pattern LINE =
      Pattern.compile(
          "start delay.*?\\bp99\\b[^0-9]{0,4}([0-9.]+) ?(ns|us|µs|\u00c2\u00b5s|ms|s)\\b");
  private static final long WAIT_MILLIS = 2_000;

  private StartDelay() {}

  /**
   * Asks a daemon.
   *
   * @return microseconds, {@link Double#NaN} where it has no such figure
   */
  public static double p99Micros(BenchDaemon daemon) throws IOException, InterruptedException {
    if (!daemon.handles(Signals.USR2)) {
      return Double.NaN;
    }
    long before = Files.exists(daemon.log()) ? Files.size(daemon.log()) : 0;
    daemon.signal(Signals.USR2);
    long end = System.nanoTime() + WAIT_MILLIS * 1_000_000;
    while (System.nanoTime() - end < 0) {
      byte[] log = Files.readAllBytes(daemon.log());
      double found = parse(new String(log, (int) before, log.length - (int) before, ISO_8859_1));
      if (!Double.isNaN(found)) {
        return found;
      }
      Thread.sleep(50);
    }
    return Double.NaN;
  }

  /** The last figure in a text, in microseconds. */
  static double parse(String log) {
    double micros = Double.NaN;
    Matcher matcher = LINE.matcher(log);
    while (matcher.find()) {
      String unit = String.valueOf(matcher.group(2));
      double factor =
          switch (unit) {
            case "ns" -> 1e-3;
            case "ms" -> 1e3;
            case "s" -> 1e6;
            default -> 1;
          };
      micros = Double.parseDouble(String.valueOf(matcher.group(1))) * factor;
    }
    return micros;
  }
}
