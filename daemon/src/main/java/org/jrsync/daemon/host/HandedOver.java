package org.jrsync.daemon.host;

import java.io.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jrsync.posix.Descriptors;
import org.jrsync.posix.ListeningSocket;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that listen already when the daemon starts: systemd's, from descriptor 3 upwards, of
 * which {@code LISTEN_FDS} tells how many there are and {@code LISTEN_PID} for whom
 * (sd_listen_fds(3)); or the one on the standard input that inetd gives to a service of its kind
 * {@code wait}.
 */
public final class HandedOver {

  private static final int FIRST = 3;

  private final @Nullable String pid;
  private final String count;
  private final boolean standardInput;

  private HandedOver(@Nullable String pid, String count, boolean standardInput) {
    this.pid = pid;
    this.count = count;
    this.standardInput = standardInput;
  }

  /**
   * Looks what there is.
   *
   * @param env the environment
   * @param self this process's number; variables that are meant for another are passed over
   */
  public static HandedOver find(Function<String, @Nullable String> env, long self) {
    String pid = env.apply("LISTEN_PID");
    String count = env.apply("LISTEN_FDS");
    if (pid != null && count != null && (!isNumber(pid) || pid.equals(Long.toString(self)))) {
      return new HandedOver(pid, count, false);
    }
    return new HandedOver(null, "", ListeningSocket.listens(0));
  }

  /** Whether the daemon is to bind sockets of its own. */
  public boolean isEmpty() {
    return pid == null && !standardInput;
  }

  /**
   * The descriptors. One on the standard input has a number of its own from now on, and the
   * standard streams that led to it lead nowhere.
   *
   * @throws RsyncException with {@link ExitCode#SOCKET_IO} when the variables make no sense
   */
  public List<Integer> descriptors() {
    if (standardInput) {
      return List.of(moveStandardInput());
    }
    List<Integer> all = new ArrayList<>();
    String given = pid;
    if (given != null) {
      number("LISTEN_PID", given);
      int end = FIRST + number("LISTEN_FDS", count);
      for (int fd = FIRST; fd < end; fd++) {
        if (!ListeningSocket.listens(fd)) {
          throw new RsyncException(
              ExitCode.SOCKET_IO,
              "LISTEN_FDS="
                  + count
                  + ": descriptor "
                  + fd
                  + " is no socket that listens for internet connections");
        }
        all.add(fd);
      }
    }
    return all;
  }

  private static int moveStandardInput() {
    int fd = Descriptors.duplicate(0);
    FileDescriptor[] standard = {FileDescriptor.in, FileDescriptor.out, FileDescriptor.err};
    for (int i = 0; i < standard.length; i++) {
      // Left open, they would take connections that nobody accepts once the daemon stops.
      if (ListeningSocket.listens(i)) {
        Inetd.silence(standard[i]);
      }
    }
    return fd;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static int number(String name, String value) {
    try {
      int number = isNumber(value) ? Integer.parseInt(value) : 0;
      if (number > 0 && number <= Integer.MAX_VALUE - FIRST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Too large is as wrong as no number.
    }
    throw new RsyncException(ExitCode.SOCKET_IO, name + "=" + value + ": not a number above 0");
  }
}
