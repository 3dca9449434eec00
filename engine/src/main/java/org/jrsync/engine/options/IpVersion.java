package org.jrsync.engine.options;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** What {@code --ipv4} and {@code --ipv6} choose. */
public final class IpVersion {

  private IpVersion() {}

  /**
   * The addresses of one version, in the order given.
   *
   * @param version 4 or 6, 0 for both
   */
  public static List<InetAddress> only(int version, InetAddress... addresses) {
    List<InetAddress> chosen = new ArrayList<>(addresses.length);
    for (InetAddress address : addresses) {
      if (version == 0 || (version == 6) == (address instanceof Inet6Address)) {
        chosen.add(address);
      }
    }
    return chosen;
  }
}
