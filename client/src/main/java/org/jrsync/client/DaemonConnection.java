package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jrsync.engine.options.ConnectionOptions;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.IpVersion;
import org.jrsync.engine.options.SocketOptions;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.AddressText;
import org.jrsync.posix.Errno;
import org.jrsync.posix.OutgoingSocket;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.SocketSetting;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a daemon: by TCP, perhaps by way of a web proxy, or through the program that
 * RSYNC_CONNECT_PROG names.
 */
final class DaemonConnection {
  private static final int LAST_PORT = 65535;

  private final ConnectionOptions options;
  private final Role role;
  private final Reporter reporter;
  private final ConnectionTrace trace;
  private final Cancellation cancellation;

  /**
   * @param role this side's, for messages
   * @param cancellation told of each socket before it is connected
   */
  DaemonConnection(
      ConnectionOptions options,
      Role role,
      Reporter reporter,
      ConnectionTrace trace,
      Cancellation cancellation) {
    this.options = options;
    this.role = role;
    this.reporter = reporter;
    this.trace = trace;
    this.cancellation = cancellation;
  }

  /**
   * Connects.
   *
   * @throws RsyncException with what has not been reported yet of why it cannot
   */
  ServerConnection open(Environment environment, byte[] host, int port) {
    byte @Nullable [] program = environment.get("RSYNC_CONNECT_PROG");
    if (program != null) {
      byte[] command = ConnectProgram.command(program, host);
      trace.connecting(host, port, command);
      return ConnectProgram.start(command, environment);
    }
    trace.connecting(host, port, null);
    byte @Nullable [] variable = environment.get("RSYNC_PROXY");
    if (variable == null || variable.length == 0) {
      return byTcp(new String(host, ISO_8859_1), port, null, host, port);
    }
    HttpProxy proxy = HttpProxy.parse(variable);
    trace.proxied(proxy.host(), proxy.port());
    return byTcp(proxy.host(), portOf(proxy), proxy, host, port);
  }

  private static int portOf(HttpProxy proxy) {
    try {
      return proxy.port().isEmpty() ? 0 : Integer.parseInt(proxy.port());
    } catch (NumberFormatException e) {
      throw noPort(proxy.host(), proxy.port());
    }
  }

  private static RsyncException noPort(String host, String port) {
    return unresolved(host, port, "Servname not supported for ai_socktype");
  }

  private static RsyncException unresolved(String host, String port, String reason) {
    return new RsyncException(
        ExitCode.SOCKET_IO, "rsync: getaddrinfo: " + host + " " + port + ": " + reason);
  }

  /**
   * Tries the addresses of a host until one does.
   *
   * @param proxy what runs there, null for the daemon itself
   */
  private ServerConnection byTcp(
      String host, int port, @Nullable HttpProxy proxy, byte[] daemon, int daemonPort) {
    StringBuilder failures = new StringBuilder();
    for (InetAddress address : resolve(host, port)) {
      int fd;
      try (OutgoingSocket socket = OutgoingSocket.to(address)) {
        cancellation.hold(socket::close);
        fd = connect(socket, address, port);
      } catch (NoAddressException e) {
        continue;
      } catch (PosixException e) {
        failures.append(failure(host, address, e.errno()));
        continue;
      }
      SocketStreams streams = SocketStreams.of(fd);
      cancellation.hold(streams::close);
      if (proxy == null || opensWay(proxy, streams, daemon, daemonPort)) {
        trace.connected(host, AddressText.of(address));
        return streams.connection(ServerEnd.ELSEWHERE);
      }
      streams.close();
    }
    throw new RsyncException(ExitCode.SOCKET_IO, failures.toString().strip());
  }

  private List<InetAddress> resolve(String host, int port) {
    if (port < 0 || port > LAST_PORT) {
      throw noPort(host, String.valueOf(port));
    }
    try {
      List<InetAddress> found = IpVersion.only(options.ipVersion(), lookUp(host));
      if (found.isEmpty()) {
        throw unresolved(host, String.valueOf(port), "Address family for hostname not supported");
      }
      return found;
    } catch (UnknownHostException e) {
      throw unresolved(host, String.valueOf(port), "Name or service not known");
    }
  }

  /** The addresses of a host. An empty name is nobody's, where Java takes it for this machine. */
  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    if (host.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return InetAddress.getAllByName(host);
  }

  private int connect(OutgoingSocket socket, InetAddress address, int port)
      throws NoAddressException {
    byte @Nullable [] local = options.address();
    if (local != null) {
      bind(socket, new String(local, ISO_8859_1), address);
    }
    int errno = socket.set(SocketSetting.NO_DELAY, 1);
    byte @Nullable [] settings = options.socketOptions();
    if (settings != null) {
      SocketOptions.set(
          new String(settings, ISO_8859_1),
          socket::set,
          this::tell,
          problem -> tell("rsync: [" + role.text() + "] " + problem));
    }
    errno =
        errno != 0
            ? errno
            : socket.connect(
                new InetSocketAddress(address, port), options.connectTimeout() * 1000L);
    if (errno < 0) {
      throw new RsyncException(ExitCode.CON_TIMEOUT, "");
    }
    if (errno != 0) {
      throw new PosixException(errno, "connect");
    }
    return socket.duplicate();
  }

  /** An address that cannot be had is passed over without a word, as others may do. */
  private void bind(OutgoingSocket socket, String local, InetAddress to) throws NoAddressException {
    int version = to instanceof Inet6Address ? 6 : 4;
    try {
      for (InetAddress own : IpVersion.only(version, lookUp(local))) {
        if (socket.bind(new InetSocketAddress(own, 0)) == 0) {
          return;
        }
      }
    } catch (UnknownHostException e) {
      tell("rsync: getaddrinfo " + local + ": Name or service not known");
    }
    throw new NoAddressException();
  }

  /** None of the local addresses can be had for a connection. */
  private static final class NoAddressException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private boolean opensWay(HttpProxy proxy, SocketStreams streams, byte[] daemon, int port) {
    try {
      proxy.open(streams.in(), streams.out(), daemon, port);
      return true;
    } catch (HttpProxy.ProxyException e) {
      tell(e.getMessage());
    } catch (IOException e) {
      int errno = e.getCause() instanceof PosixException p ? p.errno() : 0;
      tell(
          "rsync: ["
              + role.text()
              + "] failed to read from proxy: "
              + Errno.message(errno)
              + " ("
              + errno
              + ")");
    }
    return false;
  }

  private void tell(@Nullable String problem) {
    reporter.report(MessageCode.ERROR, (problem + "\n").getBytes(ISO_8859_1));
  }

  private String failure(String host, InetAddress address, int errno) {
    return "rsync: ["
        + role.text()
        + "] failed to connect to "
        + host
        + " ("
        + AddressText.of(address)
        + "): "
        + Errno.message(errno)
        + " ("
        + errno
        + ")\n";
  }
}
