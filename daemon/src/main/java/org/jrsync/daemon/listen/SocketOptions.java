package org.jrsync.daemon.listen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.posix.Errno;
import org.jrsync.posix.SocketHandle;
import org.jrsync.posix.SocketSetting;

/**
 * The options of {@code socket options} and {@code --sockopts}, a list such as {@code
 * SO_KEEPALIVE,SO_SNDBUF=65536}, for accepted connections.
 */
public final class SocketOptions {

  private static final int LOW_DELAY = 0x10;
  private static final int THROUGHPUT = 0x08;

  private final List<Setting> settings;

  private record Setting(String name, SocketSetting option, int value) {}

  private SocketOptions(List<Setting> settings) {
    this.settings = settings;
  }

  /**
   * Reads a list. As with rsync, clients are served without the options that cannot be had.
   *
   * @param log told of each of those
   */
  public static SocketOptions parse(String text, Consumer<String> log) {
    List<Setting> settings = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text, " \t,");
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      int equals = token.indexOf('=');
      String name = equals < 0 ? token : token.substring(0, equals);
      try {
        Setting setting = setting(name, equals < 0 ? 1 : number(token, equals + 1));
        settings.add(setting);
      } catch (ConfigException e) {
        log.accept(e.getMessage());
      }
    }
    return new SocketOptions(settings);
  }

  private static int number(String token, int from) {
    try {
      return Integer.parseInt(token, from, token.length(), 10);
    } catch (NumberFormatException e) {
      throw new ConfigException("socket option without a number: " + token);
    }
  }

  private static Setting setting(String name, int value) {
    SocketSetting option =
        switch (name.toUpperCase(Locale.ROOT)) {
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
          default -> throw new ConfigException("Unknown socket option " + name);
        };
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "IPTOS_LOWDELAY" -> new Setting(name, option, LOW_DELAY);
      case "IPTOS_THROUGHPUT" -> new Setting(name, option, THROUGHPUT);
      default -> new Setting(name, option, value);
    };
  }

  /**
   * Sets them.
   *
   * @param log told of each that the system refuses
   */
  void apply(SocketHandle socket, Consumer<String> log) {
    for (Setting setting : settings) {
      int errno = socket.set(setting.option(), setting.value());
      if (errno != 0) {
        log.accept(
            "failed to set socket option "
                + setting.name()
                + ": "
                + Errno.message(errno)
                + " ("
                + errno
                + ")");
      }
    }
  }
}
