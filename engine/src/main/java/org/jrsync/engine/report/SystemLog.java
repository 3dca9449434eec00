package org.jrsync.engine.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.UnixDatagram;

/**
 * The log of the system, to which each line is a datagram, {@code <30>Jan 31 09:05:00 rsyncd[12]:
 * text}, as the C library's {@code syslog} sends it. A line is lost where nobody takes it. What
 * could steer a terminal is escaped as in a log file. Safe for any thread.
 *
 * <p>Source of the form: syslog(3), and RFC 3164 section 4.1 but for the host's name.
 */
public final class SystemLog {
  /** How urgent a line is, by the number that RFC 3164 has for it. */
  public enum Severity {
    WARNING(4),
    INFO(6);

    private final int number;

    Severity(int number) {
      this.number = number;
    }
  }

  /** What rsync calls itself there unless told otherwise. */
  public static final String TAG = "rsyncd";

  private static final String SOCKET = "/dev/log";

  /** How long to wait for the system to take a line: whoever writes may hold up others. */
  private static final int PATIENCE_MILLIS = 20;

  /** After a line that was not taken, none waits for so long. */
  private static final long HASTE_NANOS = 5_000_000_000L;

  /** Characters of a line; the rest is left out, as by most programs that take lines. */
  private static final int MAX_TEXT = 8_192;

  /** When lines may wait again, for all logs of the process, and how many had no room. */
  private static volatile long waitsFrom = System.nanoTime();

  private static final AtomicLong LOST = new AtomicLong();

  /** The facilities' names at their numbers; 12 to 15 have none here. */
  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "",
          "",
          "",
          "",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");

  private static final int USER = 1;
  private static final int DAEMON = 3;
  private static final int SEVERITY_BITS = 3;

  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private final byte[] socket;
  private final ZoneId zone = ZoneId.systemDefault();
  private final String tag;
  private final int facility;

  /**
   * @param socket the absolute path of the socket that takes the lines
   * @param tag bytes (ISO-8859-1)
   * @param facility 0 to 23
   */
  public SystemLog(String socket, String tag, int facility) {
    this.socket = socket.getBytes(ISO_8859_1);
    this.tag = tag;
    this.facility = facility;
  }

  /** This system's. */
  public static SystemLog of(String tag, int facility) {
    return new SystemLog(SOCKET, tag, facility);
  }

  /** This system's, where no tag and no facility are named. */
  public static SystemLog usual() {
    return of(TAG, DAEMON);
  }

  /**
   * The number of a facility.
   *
   * @param text its name, or the number that the C library has for it, which is eight times this
   *     one. What is neither is {@code user}, as is the kernel's, which the C library keeps from
   *     programs.
   */
  public static int facility(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.equals("security")) {
      return FACILITIES.indexOf("auth");
    }
    int found = name.isEmpty() ? -1 : FACILITIES.indexOf(name);
    if (found < 0) {
      found = ofNumber(name);
    }
    return found <= 0 ? USER : found;
  }

  /** Whether a text is the name of a facility, in lower case. */
  public static boolean isFacility(String name) {
    return name.equals("security") || (!name.isEmpty() && FACILITIES.contains(name));
  }

  private static int ofNumber(String text) {
    try {
      int number = Integer.parseInt(text);
      int facility = number >> SEVERITY_BITS;
      boolean whole = facility << SEVERITY_BITS == number;
      // The C library keeps seven bits of it.
      return whole && facility < 1 << 7 ? facility : USER;
    } catch (NumberFormatException e) {
      return USER;
    }
  }

  /**
   * Writes one line.
   *
   * @param writer a session's number or a process id
   * @param text bytes of the line (ISO-8859-1), without a line end
   */
  public void line(Severity severity, long writer, String text) {
    long lost = LOST.getAndSet(0);
    if (lost > 0 && !send(Severity.WARNING, writer, lost + " lines had no room here")) {
      LOST.addAndGet(lost - 1); // The line about them counted itself.
    }
    boolean _ = send(severity, writer, text);
  }

  private boolean send(Severity severity, long writer, String text) {
    long now = System.nanoTime();
    int patience = now - waitsFrom < 0 ? 0 : PATIENCE_MILLIS;
    try {
      UnixDatagram.send(socket, entry(Instant.now(), severity, writer, text), patience);
      return true;
    } catch (PosixException e) {
      // There is nowhere else to tell of it, and the run does not depend on its log.
      if (e.errno() == Errno.EAGAIN) {
        LOST.incrementAndGet();
        waitsFrom = patience > 0 ? now + HASTE_NANOS : waitsFrom;
      }
      return false;
    }
  }

  byte[] entry(Instant when, Severity severity, long writer, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 48);
    LocalDateTime local = LocalDateTime.ofInstant(when, zone);
    String day = (local.getDayOfMonth() < 10 ? " " : "") + local.getDayOfMonth();
    put(out, "<" + (facility << SEVERITY_BITS | severity.number) + ">");
    put(out, MONTHS[local.getMonthValue() - 1] + " " + day + " ");
    LogLine.time(out, local);
    put(out, " ");
    LogLine.escape(out, tag);
    put(out, "[" + writer + "]: ");
    LogLine.escape(out, text.substring(0, Math.min(text.length(), MAX_TEXT)));
    out.write('\n');
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(ISO_8859_1));
  }
}
