package org.jrsync.daemon.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** The bound sockets of a daemon, one for each address that its address stands for. */
public final class ListenSockets implements AutoCloseable {

  private final List<ServerSocket> sockets;

  private ListenSockets(List<ServerSocket> sockets) {
    this.sockets = List.copyOf(sockets);
  }

  /**
   * Binds. An address that cannot be bound is passed over as long as another can.
   *
   * @param address a name or number; empty for all addresses of the host
   * @param port 0 for any free one
   * @param backlog connections that the system keeps until they are accepted
   * @param problems receives a line for each address that could not be bound when none could
   * @throws RsyncException with {@link ExitCode#SOCKET_IO} when nothing could be bound
   */
  public static ListenSockets bind(
      String address, int port, int backlog, Consumer<String> problems) {
    List<ServerSocket> bound = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (InetSocketAddress local : addresses(address, port)) {
      try {
        bound.add(bind(local, backlog));
      } catch (IOException e) {
        failures.add("bind() failed: " + e.getMessage() + " (" + local + ")");
      }
    }
    if (bound.isEmpty()) {
      failures.forEach(problems);
      throw new RsyncException(
          ExitCode.SOCKET_IO, "unable to bind any inbound sockets on port " + port);
    }
    return new ListenSockets(bound);
  }

  private static List<InetSocketAddress> addresses(String address, int port) {
    if (address.isEmpty()) {
      return List.of(new InetSocketAddress(port));
    }
    try {
      List<InetSocketAddress> all = new ArrayList<>();
      for (InetAddress each : InetAddress.getAllByName(address)) {
        all.add(new InetSocketAddress(each, port));
      }
      return all;
    } catch (UnknownHostException e) {
      throw new RsyncException(
          ExitCode.SOCKET_IO, "rsync: getaddrinfo: bind address " + address + ": unknown");
    }
  }

  private static ServerSocket bind(InetSocketAddress local, int backlog) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(local, Math.max(1, backlog));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  List<ServerSocket> sockets() {
    return sockets;
  }

  /** The port of the first socket. */
  public int port() {
    return sockets.getFirst().getLocalPort();
  }

  /** The address of the first socket. */
  public InetAddress address() {
    return sockets.getFirst().getInetAddress();
  }

  @Override
  public void close() {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }
}
