package org.jrsync.bench.scale.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrsync.posix.Signals;

/**
 * How long a daemon's sessions waited for their thread, from accept to the first step, as the
 * daemon tells in its log after USR2: a line with {@code start delay} and three times in seconds,
 * of which the second is the 99th percentile.
 */
public final class StartDelay {

  private static final Pattern LINE = Pattern.compile("start delay [0-9.]+/([0-9]+\\.[0-9]{6})/");
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
      micros = Double.parseDouble(String.valueOf(matcher.group(1))) * 1e6;
    }
    return micros;
  }
}
