package org.jrsync.daemon.access;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resolver as access control sees it, so that tests and a bounded, caching one can stand in for
 * it.
 */
public interface HostLookup {

  /** Stands for a name that no look-up was made for. */
  String UNDETERMINED = "UNDETERMINED";

  /**
   * Stands for the name of a client that has none, or whose name does not lead back to its address.
   */
  String UNKNOWN = "UNKNOWN";

  /**
   * The name of an address whose forward look-up yields that address again, else {@link #UNKNOWN}.
   */
  String nameOf(InetAddress address);

  /** The addresses of a name, or null when it cannot be resolved. */
  @Nullable List<InetAddress> addressesOf(String name);
}
