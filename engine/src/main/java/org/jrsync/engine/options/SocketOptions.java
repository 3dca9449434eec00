package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import org.jrsync.posix.Errno;
import org.jrsync.posix.SocketSetting;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code socket options} and {@code --sockopts}, a list such as {@code
 * SO_KEEPALIVE,SO_SNDBUF=65536}. Those that cannot be had are told of and left out, as with rsync.
 */
public final class SocketOptions {

  private static final String SEPARATORS = " \t,";
  private static final int LOW_DELAY = 0x10;
  private static final int THROUGHPUT = 0x08;

  private final List<Entry> entries;

  private record Entry(String name, SocketSetting option, int value) {}

  /** A socket that options are set on. */
  @FunctionalInterface
  public interface Target {
    /** Sets one; 0 or the errno. */
    int set(SocketSetting setting, int value);
  }

  private SocketOptions(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Reads a list.
   *
   * @param problems told of each option that there is not
   */
  public static SocketOptions parse(String text, Consumer<String> problems) {
    List<Entry> entries = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text, SEPARATORS);
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      int equals = token.indexOf('=');
      String name = equals < 0 ? token : token.substring(0, equals);
      SocketSetting setting = setting(name);
      if (setting == null) {
        problems.accept("Unknown socket option " + name);
        continue;
      }
      int value = equals < 0 ? 1 : NumberArgument.leading(Bytes.of(token.substring(equals + 1)));
      if (setting.equals(SocketSetting.TYPE_OF_SERVICE)) {
        value = name.equals("IPTOS_LOWDELAY") ? LOW_DELAY : THROUGHPUT;
        if (equals >= 0) {
          problems.accept("syntax error -- " + name + " does not take a value");
        }
      }
      entries.add(new Entry(name, setting, value));
    }
    return new SocketOptions(entries);
  }

  private static @Nullable SocketSetting setting(String name) {
    return switch (name) {
      case "SO_KEEPALIVE" -> SocketSetting.KEEP_ALIVE;
      case "SO_REUSEADDR" -> SocketSetting.REUSE_ADDRESS;
      case "SO_BROADCAST" -> SocketSetting.BROADCAST;
      case "TCP_NODELAY" -> SocketSetting.NO_DELAY;
      case "IPTOS_LOWDELAY", "IPTOS_THROUGHPUT" -> SocketSetting.TYPE_OF_SERVICE;
      case "SO_SNDBUF" -> SocketSetting.SEND_BUFFER;
      case "SO_RCVBUF" -> SocketSetting.RECEIVE_BUFFER;
      case "SO_SNDLOWAT" -> SocketSetting.SEND_LOW_WATER;
      case "SO_RCVLOWAT" -> SocketSetting.RECEIVE_LOW_WATER;
      case "SO_SNDTIMEO" -> SocketSetting.SEND_TIMEOUT;
      case "SO_RCVTIMEO" -> SocketSetting.RECEIVE_TIMEOUT;
      default -> null;
    };
  }

  /**
   * Reads a list and sets each option at once, so that complaints come in the list's order.
   *
   * @param unknown told of each option that there is not
   * @param refused told of each that the system refuses
   */
  public static void set(
      String text, Target socket, Consumer<String> unknown, Consumer<String> refused) {
    StringTokenizer tokens = new StringTokenizer(text, SEPARATORS);
    while (tokens.hasMoreTokens()) {
      parse(tokens.nextToken(), unknown).apply(socket, refused);
    }
  }

  /**
   * Sets them.
   *
   * @param problems told of each that the system refuses
   */
  public void apply(Target socket, Consumer<String> problems) {
    for (Entry entry : entries) {
      int errno = socket.set(entry.option(), entry.value());
      if (errno != 0) {
        problems.accept(
            "failed to set socket option "
                + entry.name()
                + ": "
                + Errno.message(errno)
                + " ("
                + errno
                + ")");
      }
    }
  }
}
