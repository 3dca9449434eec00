package org.jrsync.daemon.log;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A line of the log that may be due thousands of times a second and is written now and then. */
public final class RareLine {

  private final long interval;
  private long last;
  private long left;
  private boolean written;

  /**
   * @param interval nanoseconds between two lines
   */
  public RareLine(long interval) {
    this.interval = interval;
  }

  /** Writes the line, unless one was written a moment ago; nothing that fails here matters. */
  public void tell(Consumer<String> log, Supplier<String> line) {
    try {
      String text = text(line);
      if (text != null) {
        log.accept(text);
      }
    } catch (Throwable e) {
      // As with a full disk or no memory: what was to be told goes on all the same.
      return;
    }
  }

  private synchronized @Nullable String text(Supplier<String> line) {
    long now = System.nanoTime();
    if (written && now - last < interval) {
      left++;
      return null;
    }
    String more = left == 0 ? "" : " (and " + left + " more of these)";
    written = true;
    last = now;
    left = 0;
    return line.get() + more;
  }
}
