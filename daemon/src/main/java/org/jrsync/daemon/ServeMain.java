package org.jrsync.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.SingleModule;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.session.TransferRequest;
import org.jrsync.daemon.session.TransferResult;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.engine.report.EscapedText;
import org.jrsync.posix.AddressText;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Signals;
import org.jrsync.posix.Users;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * {@code jrsync serve DIR}: one directory for everybody on this host, or on an address that was
 * asked for, without any configuration.
 */
public final class ServeMain {

  /** The port that is tried first when none is asked for. */
  private static final int USUAL_PORT = 8730;

  /** What a URL and a shell take without quoting, besides letters and digits. */
  private static final String PUNCTUATION = "-_.";

  private static final String USAGE =
      """
      Usage: jrsync serve [--port N] [--name MODULE] [--writable] [--address A] DIR

      Serves DIR to rsync clients until Ctrl-C. Whoever can connect, every user of this host at
      least, can read all of it, and with --writable change it. Files are read and written as
      yourself; where root serves, as the owner of DIR.
        --port N        port to listen on (default 8730, or any free one)
        --name MODULE   name in the URL (default: the directory's own)
        --writable      clients may change the files too
        --address A     address to listen on (default 127.0.0.1; 0.0.0.0 for the whole network)
      """;

  private final PrintStream out;
  private final PrintStream err;
  private final EscapedText escape;
  private final LogSink mistakes = new Mistakes();

  /** While the usual port is tried, whose failure is no news. */
  private volatile boolean portMayBeTaken;

  private String address = "127.0.0.1";
  private int port = -1;
  private @Nullable String name;
  private boolean writable;
  private @Nullable String directory;

  private ServeMain(PrintStream out, PrintStream err, EscapedText escape) {
    this.out = out;
    this.err = err;
    this.escape = escape;
  }

  /**
   * Serves until Ctrl-C or a TERM signal.
   *
   * @param arguments what follows {@code serve}
   * @param escape makes what clients send fit for the terminal
   * @return the exit status of the process
   */
  public static int run(
      List<byte[]> arguments, PrintStream out, PrintStream err, EscapedText escape) {
    ServeMain main = new ServeMain(out, err, escape);
    try {
      return main.read(arguments) ? main.serve() : 0;
    } catch (RsyncException e) {
      err.println("jrsync serve: " + e.getMessage());
      return e.exitStatus();
    }
  }

  /** Takes the command line in; false when only help was wanted. */
  private boolean read(List<byte[]> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = text(arguments.get(i));
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String option = equals < 0 ? word : word.substring(0, equals);
      switch (option) {
        case "--help", "-h" -> {
          out.print(USAGE);
          return false;
        }
        case "--writable" -> writable = true;
        case "--port", "--name", "--address" -> {
          String value;
          if (equals >= 0) {
            value = word.substring(equals + 1);
          } else if (++i < arguments.size()) {
            value = text(arguments.get(i));
          } else {
            throw wrong(option + " needs a value");
          }
          set(option, value);
        }
        default -> {
          if (word.startsWith("-") && word.length() > 1) {
            throw wrong("unknown option " + word);
          }
          if (directory != null) {
            throw wrong("one directory only, please");
          }
          if (word.isEmpty()) {
            throw wrong("an empty name is no directory");
          }
          directory = word;
        }
      }
    }
    if (directory == null) {
      throw wrong("which directory?");
    }
    return true;
  }

  private void set(String option, String value) {
    switch (option) {
      case "--port" -> port = port(value);
      case "--name" -> name = value;
      default -> address = value;
    }
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong("no port: " + value);
  }

  private static RsyncException wrong(String problem) {
    return new RsyncException(ExitCode.SYNTAX, problem + "\n\n" + USAGE.stripTrailing());
  }

  private int serve() {
    CountDownLatch ended = new CountDownLatch(1);
    Signals.handle("INT", ended::countDown);
    Signals.handle("TERM", ended::countDown);
    String path = directory == null ? "." : directory;
    FileStat owner = checked(path);
    String module = moduleName(path);
    DaemonConfig config =
        SingleModule.of(module, path, path, writable, Users.effectiveUser() == 0 ? owner : null);
    try (ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
        Daemon daemon = bind(config, operator)) {
      daemon.start();
      announce(path, owner, module, daemon);
      ended.await();
      daemon.stop(Duration.ofSeconds(1));
      out.println("Stopped.");
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.SIGNAL.code();
    }
  }

  private static FileStat checked(String path) {
    try (ConfinedTree tree =
        ConfinedTree.open(path.getBytes(StandardCharsets.ISO_8859_1), Policy.BENEATH)) {
      FileStat stat = new FileStat();
      tree.lstat(new byte[0], stat);
      return stat;
    } catch (PosixException e) {
      throw new RsyncException(ExitCode.FILE_SELECT, path + ": " + Errno.message(e.errno()), e);
    }
  }

  /** The name asked for, or the directory's own where a URL and a shell can carry it. */
  private String moduleName(String path) {
    String wanted = name;
    if (wanted != null) {
      if (!isPlain(wanted)) {
        throw wrong("not a module's name (letters, digits and " + PUNCTUATION + "): " + wanted);
      }
      return wanted;
    }
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    String last = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    if (last.equals(".") || last.equals("..")) {
      last = realName(path);
    }
    return isPlain(last) ? last : "files";
  }

  /** What a directory is called that was named by a dot. */
  private static String realName(String path) {
    try {
      Path real = Path.of(path).toRealPath().getFileName();
      return real == null ? "" : real.toString();
    } catch (IOException | InvalidPathException e) {
      return "";
    }
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && PUNCTUATION.indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty() && !name.startsWith(".") && !name.startsWith("-");
  }

  private Daemon bind(DaemonConfig config, ConfinedTree operator) {
    if (port >= 0) {
      return daemon(config, operator, port);
    }
    try {
      portMayBeTaken = true;
      return daemon(config, operator, USUAL_PORT);
    } catch (RsyncException taken) {
      portMayBeTaken = false;
      return daemon(config, operator, 0);
    } finally {
      portMayBeTaken = false;
    }
  }

  private Daemon daemon(DaemonConfig config, ConfinedTree operator, int at) {
    return new Daemon(
        () -> config,
        ListenSockets.bind(
            address,
            at,
            config.listenBacklog(),
            line -> {
              if (!portMayBeTaken) {
                tell(line);
              }
            }),
        Daemon.services(() -> config, operator, module -> mistakes, SessionOverrides.NONE),
        this::ended,
        (writer, line) -> tell(line));
  }

  private void announce(String path, FileStat owner, String module, Daemon daemon) {
    InetAddress bound = daemon.address();
    String host = bound.isAnyLocalAddress() ? hostName() : AddressText.of(bound);
    String url =
        "rsync://"
            + (bound instanceof Inet6Address && host.indexOf(':') >= 0 ? "[" + host + "]" : host)
            + ":"
            + daemon.port()
            + "/"
            + module
            + "/";
    out.println(
        "Serving " + path + (writable ? " (read and write)" : " (read only)") + " at " + url);
    out.println("Pull it with:  rsync -av " + url + " " + module + "/");
    if (Users.effectiveUser() == 0 && owner.uid() == 0) {
      out.println("Whoever can connect reads" + (writable ? " and writes" : "") + " as root.");
    }
    if (writable) {
      out.println("Push into it with:  rsync -av FILES " + url);
    }
    out.println("Ctrl-C ends it.");
    out.flush();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private void ended(
      String peer, @Nullable TransferRequest request, @Nullable TransferResult result) {
    StringBuilder line = new StringBuilder(peer);
    if (request == null) {
      line.append(": no transfer");
    } else {
      line.append(request.wantsFiles() ? " pulls " : " pushes ").append(request.files());
      if (result == null) {
        line.append(": broken off");
      } else {
        line.append(": ")
            .append(result.sent())
            .append(" bytes sent, ")
            .append(result.received())
            .append(" received, ")
            .append(result.exitStatus() == 0 ? "ok" : "exit code " + result.exitStatus());
      }
    }
    synchronized (this) {
      out.println(escape.of(line.toString()));
      out.flush();
    }
  }

  /** Of the daemon's log, this program's user wants to know only what should not happen. */
  private final class Mistakes implements LogSink {
    @Override
    public void line(long writer, String text) {}

    @Override
    public void internalError(long writer, String text) {
      tell(text);
    }
  }

  private void tell(String line) {
    err.println(escape.of(line));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
