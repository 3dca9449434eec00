package org.jrsync.daemon.host;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.FdOutputStream;
import org.jrsync.posix.Sockets;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A single client that is there when the daemon starts: on a socket of inetd's, or behind a remote
 * shell.
 */
public final class Inetd {

  private static final int STDIN = 0;
  private static final int STDOUT = 1;

  private Inetd() {}

  /**
   * The client on the standard input when that is a connected internet socket, else null. An IPv4
   * address mapped into IPv6 comes out as IPv4.
   */
  public static @Nullable InetAddress peer() {
    InetSocketAddress peer = Sockets.peer(STDIN);
    return peer == null ? null : peer.getAddress();
  }

  /**
   * The connection on the standard input; the standard output and error lead nowhere from now on.
   */
  public static Transport socket() {
    silence(FileDescriptor.out);
    silence(FileDescriptor.err);
    return transport(new FdInputStream(STDIN), new FdOutputStream(STDIN));
  }

  /** The connection through a remote shell's pipes. */
  public static Transport pipes() {
    return transport(new FdInputStream(STDIN), new FdOutputStream(STDOUT));
  }

  private static Transport transport(FdInputStream in, FdOutputStream out) {
    return new StreamTransport(
        in,
        out,
        in::setTimeoutMillis,
        out::shutdownOutput,
        () -> {
          out.close();
          in.close();
        });
  }

  /** Closing a standard stream connects its descriptor to the null device. */
  public static void silence(FileDescriptor descriptor) {
    try {
      new FileOutputStream(descriptor).close();
    } catch (IOException e) {
      // It leads nowhere then as well.
    }
  }

  /** The address of a remote shell's client, as the shell's server left it in the environment. */
  public static InetAddress shellPeer(Function<String, @Nullable String> env) {
    for (String name :
        new String[] {"REMOTE_HOST", "SSH_CONNECTION", "SSH_CLIENT", "SSH2_CLIENT"}) {
      String value = env.apply(name);
      if (value != null) {
        int space = value.indexOf(' ');
        InetAddress address = parse(space < 0 ? value : value.substring(0, space));
        if (address != null) {
          return address;
        }
        break;
      }
    }
    return InetAddress.ofLiteral("0.0.0.0");
  }

  private static @Nullable InetAddress parse(String literal) {
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
