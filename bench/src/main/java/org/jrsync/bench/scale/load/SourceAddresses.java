package org.jrsync.bench.scale.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/**
 * Connects clients from many loopback addresses in turn. Each address has its own ephemeral ports,
 * so that the many connections that the system remembers after their end ({@code TIME_WAIT}) take
 * none away from those to come.
 */
final class SourceAddresses {

  private static final int FIRST = 2;
  private static final int COUNT = 64;
  private static final InetAddress[] ADDRESSES = addresses();

  private SourceAddresses() {}

  private static InetAddress[] addresses() {
    InetAddress[] all = new InetAddress[COUNT];
    for (int i = 0; i < COUNT; i++) {
      try {
        all[i] = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (FIRST + i)});
      } catch (UnknownHostException impossible) {
        throw new AssertionError(impossible);
      }
    }
    return all;
  }

  /** Gives a new socket the address that a client has by its number. */
  static void bind(Socket socket, int client) throws IOException {
    socket.bind(new InetSocketAddress(ADDRESSES[client % COUNT], 0));
  }
}
