package org.jrsync.daemon.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Look-ups by the system's resolver, on the calling thread. */
public final class SystemHostLookup implements HostLookup {

  @Override
  public String nameOf(InetAddress address) {
    if (address.isAnyLocalAddress()) {
      return UNKNOWN;
    }
    // The JDK compares the forward look-up itself and answers the address's own text when it
    // differs.
    String name = address.getCanonicalHostName();
    return name.equals(address.getHostAddress()) ? UNKNOWN : name;
  }

  @Override
  public @Nullable List<InetAddress> addressesOf(String name) {
    try {
      return List.of(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
