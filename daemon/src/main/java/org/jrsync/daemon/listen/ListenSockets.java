package org.jrsync.daemon.listen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import org.jrsync.engine.options.IpVersion;
import org.jrsync.posix.AddressText;
import org.jrsync.posix.ListeningSocket;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/** The bound sockets of a daemon, one for each address that it listens at. */
public final class ListenSockets implements AutoCloseable {

  private static final int LAST_PORT = 65535;
  private static final InetAddress ALL_IPV4 = InetAddress.ofLiteral("0.0.0.0");
  private static final InetAddress ALL_IPV6 = InetAddress.ofLiteral("::");

  private final List<ListeningSocket> sockets;
  private final List<ListeningSocket> tls;

  private ListenSockets(List<ListeningSocket> sockets, List<ListeningSocket> tls) {
    this.sockets = List.copyOf(sockets);
    this.tls = List.copyOf(tls);
  }

  /**
   * Binds. An address that cannot be bound is passed over, with a warning, as long as another can.
   *
   * @param addresses names or numbers with commas or blanks between; empty for all addresses of
   *     both families
   * @param port 0 for any free one, the same for all
   * @param backlog connections that the system keeps until they are accepted
   * @param problems receives a line for each address that could not be bound
   * @throws RsyncException with {@link ExitCode#SOCKET_IO} when nothing could be bound
   */
  public static ListenSockets bind(
      String addresses, int port, int backlog, Consumer<String> problems) {
    return bind(addresses, port, backlog, 0, problems);
  }

  /**
   * As {@link #bind(String, int, int, Consumer)}, for one family of addresses.
   *
   * @param ipVersion 4 or 6, 0 for both
   */
  public static ListenSockets bind(
      String addresses, int port, int backlog, int ipVersion, Consumer<String> problems) {
    if (port < 0 || port > LAST_PORT) {
      throw unbound(port);
    }
    List<ListeningSocket> bound = new ArrayList<>();
    int chosen = port;
    for (InetAddress address : resolve(addresses, ipVersion)) {
      try {
        ListeningSocket socket =
            ListeningSocket.bind(new InetSocketAddress(address, chosen), Math.max(1, backlog));
        bound.add(socket);
        chosen = socket.local().getPort();
      } catch (PosixException e) {
        problems.accept(failure(address, chosen, e));
      }
    }
    if (bound.isEmpty()) {
      throw unbound(port);
    }
    return new ListenSockets(bound, List.of());
  }

  private static RsyncException unbound(int port) {
    return new RsyncException(
        ExitCode.SOCKET_IO, "unable to bind any inbound sockets on port " + port);
  }

  /**
   * What an operator is to know of a backlog that the system cuts short.
   *
   * @param backlog as configured
   * @param longest what the system allows
   * @return a line for the log, or null
   */
  public static @Nullable String backlogWarning(int backlog, int longest) {
    return backlog <= longest
        ? null
        : "listen backlog (" + backlog + ") is cut to " + longest + " by net.core.somaxconn";
  }

  private static String failure(InetAddress address, int port, PosixException e) {
    return e.getMessage() + " (address " + bracketed(address) + ", port " + port + ")";
  }

  private static String bracketed(InetAddress address) {
    String text = AddressText.of(address);
    return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
  }

  private static Set<InetAddress> resolve(String addresses, int ipVersion) {
    Set<InetAddress> all = new LinkedHashSet<>();
    StringTokenizer names = new StringTokenizer(addresses, ", \t");
    while (names.hasMoreTokens()) {
      String name = names.nextToken();
      try {
        List<InetAddress> found = IpVersion.only(ipVersion, InetAddress.getAllByName(name));
        if (found.isEmpty()) {
          throw new UnknownHostException(name);
        }
        all.addAll(found);
      } catch (UnknownHostException e) {
        throw new RsyncException(
            ExitCode.SOCKET_IO, "rsync: getaddrinfo: bind address " + name + ": unknown");
      }
    }
    if (all.isEmpty()) {
      all.addAll(IpVersion.only(ipVersion, ALL_IPV4, ALL_IPV6));
    }
    return all;
  }

  /**
   * Takes over sockets that another program has bound.
   *
   * @param descriptors of listening sockets
   * @param tlsPort those at this port are for TLS
   * @throws RsyncException with {@link ExitCode#SOCKET_IO} when one of them does not listen
   */
  public static ListenSockets adopt(List<Integer> descriptors, int tlsPort) {
    List<ListeningSocket> sockets = new ArrayList<>();
    List<ListeningSocket> tls = new ArrayList<>();
    for (int fd : descriptors) {
      try {
        ListeningSocket socket = ListeningSocket.adopt(fd);
        sockets.add(socket);
        if (socket.local().getPort() == tlsPort) {
          tls.add(socket);
        }
      } catch (PosixException e) {
        throw new RsyncException(
            ExitCode.SOCKET_IO, "descriptor " + fd + " is no socket that listens for clients");
      }
    }
    return new ListenSockets(sockets, tls);
  }

  /** Where each listens, as {@code 127.0.0.1:873} or {@code [::]:873}. */
  public List<String> shown() {
    List<String> all = new ArrayList<>();
    for (ListeningSocket socket : sockets) {
      all.add(bracketed(socket.local().getAddress()) + ":" + socket.local().getPort());
    }
    return all;
  }

  /** These, and others where TLS is spoken. */
  public ListenSockets withTls(ListenSockets secure) {
    List<ListeningSocket> all = new ArrayList<>(sockets);
    all.addAll(secure.sockets);
    return new ListenSockets(all, secure.sockets);
  }

  /** The port where TLS is spoken, 0 where there is none. */
  public int tlsPort() {
    return tls.isEmpty() ? 0 : tls.getFirst().local().getPort();
  }

  boolean speaksTls(ListeningSocket socket) {
    return tls.contains(socket);
  }

  List<ListeningSocket> sockets() {
    return sockets;
  }

  /** The port of the first socket. */
  public int port() {
    return sockets.getFirst().local().getPort();
  }

  /** The address of the first socket. */
  public InetAddress address() {
    return sockets.getFirst().local().getAddress();
  }

  @Override
  public void close() {
    sockets.forEach(ListeningSocket::close);
  }
}
