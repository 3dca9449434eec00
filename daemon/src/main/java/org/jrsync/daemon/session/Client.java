package org.jrsync.daemon.session;

import java.net.InetAddress;
import org.jrsync.daemon.access.HostLookup;
import org.jrsync.posix.AddressText;

/**
 * Who is at the other end.
 *
 * @param address its address; an IPv4 one that came mapped into IPv6 is IPv4 here
 * @param host its name, {@link HostLookup#UNKNOWN} or {@link HostLookup#UNDETERMINED}
 */
public record Client(InetAddress address, String host) {

  /** The address as the log and the client's own messages show it. */
  public String addressText() {
    return AddressText.of(address);
  }

  /** {@code host (address)}, as the log shows a client. */
  public String shown() {
    return host + " (" + addressText() + ")";
  }

  Client named(String name) {
    return new Client(address, name);
  }
}
