package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.HostSpec;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.report.TextBuilder;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/** Tells how the client reaches its server: {@code --debug=cmd} and {@code --debug=connect}. */
final class ConnectionTrace {
  private static final String PLAIN_CHARACTERS = ",.-_=+@/";

  private final Reporter reporter;
  private final int commands;
  private final int connections;

  ConnectionTrace(Options options, Reporter reporter) {
    this.reporter = reporter;
    this.commands = options.debug(Debug.CMD);
    this.connections = options.debug(Debug.CONNECT);
  }

  /**
   * A server is about to be started.
   *
   * @param shell the remote shell's command line, null for a local copy
   * @param host where the server runs, null for a local copy
   * @param path the first path that it is asked for
   * @param words what is executed
   */
  void command(byte @Nullable [] shell, @Nullable HostSpec host, byte[] path, List<byte[]> words) {
    if (commands >= 2) {
      TextBuilder text = new TextBuilder();
      append(text.text("cmd="), shell);
      append(text.text(" machine="), host == null ? null : host.host());
      append(text.text(" user="), host == null ? null : host.user());
      text.text(" path=").bytes(path).text("\n");
      reporter.report(MessageCode.INFO, text.toBytes());
      TextBuilder list = new TextBuilder();
      for (int i = 0; i < words.size(); i++) {
        list.text("cmd[").number(i).text("]=").bytes(words.get(i)).text(" ");
      }
      reporter.report(MessageCode.CLIENT, list.text("\n").toBytes());
    }
    if (host != null) {
      words("opening connection using:", words);
    }
  }

  private static void append(TextBuilder text, byte @Nullable [] value) {
    if (value == null) {
      text.text("<NULL>");
    } else {
      text.bytes(value);
    }
  }

  /** A server is about to be sent these arguments, behind a name for it. */
  void secludedArguments(List<byte[]> words) {
    if (!words.isEmpty()) {
      words("protected args:", words.subList(1, words.size()));
    }
  }

  /** A daemon is about to be sent these arguments. */
  void daemonArguments(List<byte[]> words) {
    words("sending daemon args:", words);
  }

  private void words(String what, List<byte[]> words) {
    if (commands < 1) {
      return;
    }
    TextBuilder text = new TextBuilder();
    text.text(what).text(" ");
    for (byte[] word : words) {
      if (isPlain(word)) {
        text.bytes(word).text(" ");
      } else {
        text.text("\"").bytes(word).text("\" ");
      }
    }
    text.text(" (").number(words.size()).text(" args)\n");
    reporter.report(MessageCode.CLIENT, text.toBytes());
  }

  private static boolean isPlain(byte[] word) {
    for (byte b : word) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || PLAIN_CHARACTERS.indexOf(b) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  /**
   * A daemon is about to be connected to.
   *
   * @param program the command line that stands for the connection, null for TCP
   */
  void connecting(byte[] host, int port, byte @Nullable [] program) {
    if (connections >= 1) {
      TextBuilder text = new TextBuilder();
      text.text(program == null ? "" : "Using RSYNC_CONNECT_PROG instead of ")
          .text("opening tcp connection to ")
          .bytes(host)
          .text(" port ")
          .number(port)
          .text("\n");
      reporter.report(MessageCode.INFO, text.toBytes());
    }
    if (program != null && commands >= 1) {
      TextBuilder text = new TextBuilder();
      text.text("Running socket program: \"").bytes(program).text("\"\n");
      reporter.report(MessageCode.INFO, text.toBytes());
    }
  }

  /** A proxy is about to be connected to. */
  void proxied(String host, String port) {
    if (connections >= 1) {
      String text = "connection via http proxy " + host + " port " + port + "\n";
      reporter.report(MessageCode.INFO, text.getBytes(ISO_8859_1));
    }
  }

  /** The connection stands. */
  void connected(String host, String address) {
    if (connections >= 2) {
      String text = "Connected to " + host + " (" + address + ")\n";
      reporter.report(MessageCode.INFO, text.getBytes(ISO_8859_1));
    }
  }
}
