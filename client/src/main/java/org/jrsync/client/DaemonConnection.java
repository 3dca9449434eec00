package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.jrsync.engine.options.ConnectionOptions;
import org.jrsync.engine.options.Environment;
import org.jrsync.posix.ChildProcess;
import org.jrsync.posix.Descriptors;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.FdOutputStream;
import org.jrsync.posix.LoopbackPair;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Spawn;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.StreamTransport;
import org.jspecify.annotations.Nullable;

/** Connects to a daemon: by TCP, or through the program that RSYNC_CONNECT_PROG names. */
final class DaemonConnection {
  private static final int STDERR = 2;

  private DaemonConnection() {}

  /**
   * Connects.
   *
   * @param cancellation told of each socket before it is connected
   */
  static ServerConnection open(
      ConnectionOptions connection,
      Environment environment,
      Role role,
      byte[] host,
      int port,
      ConnectionTrace trace,
      Cancellation cancellation) {
    byte @Nullable [] program = environment.get("RSYNC_CONNECT_PROG");
    if (program != null && program.length > 0) {
      byte[] command = withHost(program, host);
      trace.connecting(host, port, command);
      return byProgram(command);
    }
    trace.connecting(host, port, null);
    if (environment.get("RSYNC_PROXY") != null) {
      throw new RsyncException(
          ExitCode.UNSUPPORTED, "rsync: RSYNC_PROXY is not supported yet by jrsync");
    }
    return byTcp(connection, role, new String(host, ISO_8859_1), port, trace, cancellation);
  }

  private static ServerConnection byTcp(
      ConnectionOptions connection,
      Role role,
      String host,
      int port,
      ConnectionTrace trace,
      Cancellation cancellation) {
    StringBuilder failures = new StringBuilder();
    for (InetAddress address : resolve(host, port)) {
      try {
        Socket socket = connect(connection, address, port, cancellation);
        socket.setTcpNoDelay(true);
        trace.connected(host, address.getHostAddress());
        return ServerConnection.of(StreamTransport.of(socket), ServerEnd.ELSEWHERE);
      } catch (IOException e) {
        failures
            .append(failures.isEmpty() ? "" : "\n")
            .append("rsync: [")
            .append(role.text())
            .append("] failed to connect to ")
            .append(host)
            .append(" (")
            .append(address.getHostAddress())
            .append("): ")
            .append(reason(e));
      }
    }
    throw new RsyncException(ExitCode.SOCKET_IO, failures.toString());
  }

  private static InetAddress[] resolve(String host, int port) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new RsyncException(
          ExitCode.SOCKET_IO,
          "rsync: getaddrinfo: " + host + " " + port + ": Name or service not known",
          e);
    }
  }

  private static Socket connect(
      ConnectionOptions connection, InetAddress address, int port, Cancellation cancellation)
      throws IOException {
    Socket socket = new Socket();
    cancellation.hold(socket);
    try {
      byte @Nullable [] local = connection.address();
      if (local != null) {
        socket.bind(new InetSocketAddress(new String(local, ISO_8859_1), 0));
      }
      socket.connect(new InetSocketAddress(address, port), connection.connectTimeout() * 1000);
      return socket;
    } catch (SocketTimeoutException e) {
      socket.close();
      throw new RsyncException(ExitCode.CON_TIMEOUT, "rsync: connection timed out", e);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static String reason(IOException e) {
    String text = e.getMessage() == null ? "" : e.getMessage();
    if (text.contains("refused")) {
      return "Connection refused (111)";
    }
    if (text.contains("unreachable")) {
      return "Network is unreachable (101)";
    }
    return text;
  }

  /** The program's standard input and output are one end of a socket pair. */
  private static ServerConnection byProgram(byte[] command) {
    int[] pair = LoopbackPair.open();
    ChildProcess child;
    try {
      child =
          new Spawn(ascii("/bin/sh"), ascii("-c"), command)
              .stdin(pair[1])
              .stdout(pair[1])
              .stderr(STDERR)
              .start();
    } catch (PosixException e) {
      Descriptors.close(pair[0]);
      throw new RsyncException(
          ExitCode.IPC, "rsync: cannot run the connect program: " + Errno.message(e.errno()), e);
    } finally {
      Descriptors.close(pair[1]);
    }
    FdInputStream in = new FdInputStream(pair[0]);
    FdOutputStream out = new FdOutputStream(Descriptors.duplicate(pair[0]));
    StreamTransport transport =
        new StreamTransport(
            in,
            out,
            in::setTimeoutMillis,
            out::shutdownOutput,
            () -> {
              out.close();
              in.close();
            });
    return ServerConnection.of(transport, ServerEnd.ofConnection(child));
  }

  /** Replaces {@code %H} by the host and {@code %%} by a percent sign. */
  private static byte[] withHost(byte[] program, byte[] host) {
    for (byte b : host) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '.'
              || b == '-'
              || b == '_'
              || b == ':';
      if (!plain) {
        throw new RsyncException(
            ExitCode.SYNTAX, "the host name has characters that RSYNC_CONNECT_PROG cannot take");
      }
    }
    java.io.ByteArrayOutputStream command = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < program.length; i++) {
      if (program[i] == '%' && i + 1 < program.length && program[i + 1] == 'H') {
        command.writeBytes(host);
        i++;
      } else if (program[i] == '%' && i + 1 < program.length && program[i + 1] == '%') {
        command.write('%');
        i++;
      } else {
        command.write(program[i]);
      }
    }
    return command.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
