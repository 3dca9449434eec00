package org.jrsync.daemon.listen;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import org.jrsync.daemon.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code socket options} and {@code --sockopts}, a list such as {@code
 * SO_KEEPALIVE,SO_SNDBUF=65536}, for accepted connections.
 */
public final class SocketOptions {

  private static final int LOW_DELAY = 0x10;
  private static final int THROUGHPUT = 0x08;

  private final List<Setting<?>> settings;

  private record Setting<T>(SocketOption<T> option, T value) {
    void apply(Socket socket) throws IOException {
      socket.setOption(option, value);
    }
  }

  private SocketOptions(List<Setting<?>> settings) {
    this.settings = settings;
  }

  /**
   * Reads a list. As with rsync, clients are served without the options that cannot be had.
   *
   * @param log told of each of those
   */
  public static SocketOptions parse(String text, Consumer<String> log) {
    List<Setting<?>> settings = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text, " \t,");
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      int equals = token.indexOf('=');
      String name = equals < 0 ? token : token.substring(0, equals);
      try {
        Setting<?> setting = setting(name, equals < 0 ? 1 : number(token, equals + 1));
        if (setting != null) {
          settings.add(setting);
        }
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

  /** Null for an option that means nothing to a connection. */
  private static @Nullable Setting<?> setting(String name, int value) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "SO_KEEPALIVE" -> new Setting<>(StandardSocketOptions.SO_KEEPALIVE, value != 0);
      case "SO_REUSEADDR" -> new Setting<>(StandardSocketOptions.SO_REUSEADDR, value != 0);
      case "TCP_NODELAY" -> new Setting<>(StandardSocketOptions.TCP_NODELAY, value != 0);
      case "IPTOS_LOWDELAY" -> new Setting<>(StandardSocketOptions.IP_TOS, LOW_DELAY);
      case "IPTOS_THROUGHPUT" -> new Setting<>(StandardSocketOptions.IP_TOS, THROUGHPUT);
      case "SO_SNDBUF" -> new Setting<>(StandardSocketOptions.SO_SNDBUF, value);
      case "SO_RCVBUF" -> new Setting<>(StandardSocketOptions.SO_RCVBUF, value);
      case "SO_BROADCAST" -> null;
      case "SO_SNDLOWAT", "SO_RCVLOWAT", "SO_SNDTIMEO", "SO_RCVTIMEO" ->
          throw new ConfigException(
              "the socket option " + name + " is not supported by this version");
      default -> throw new ConfigException("Unknown socket option " + name);
    };
  }

  void apply(Socket socket) throws IOException {
    for (Setting<?> setting : settings) {
      setting.apply(socket);
    }
  }
}
