package org.jrsync.daemon.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;

/**
 * The rules of {@code hosts allow} and {@code hosts deny}. A client that the first names may come
 * in; one that only the second names may not; with an allow list alone nobody else may; otherwise
 * everybody may.
 */
public final class HostAccess {

  /**
   * The outcome.
   *
   * @param allowed whether the client may use the module
   * @param host the client's name from here on: a rule that matched by a forward look-up names a
   *     client whose own name was never asked for
   */
  public record Decision(boolean allowed, String host) {}

  private final HostLookup lookup;
  private final Consumer<String> log;

  /**
   * @param log receives a line for a rule that makes no sense
   */
  public HostAccess(HostLookup lookup, Consumer<String> log) {
    this.lookup = lookup;
    this.log = log;
  }

  /** Decides for a client of a module. */
  public Decision decide(ModuleConfig module, InetAddress address, String host) {
    return decide(
        module.text(Parameter.HOSTS_ALLOW),
        module.text(Parameter.HOSTS_DENY),
        module.flag(Parameter.FORWARD_LOOKUP),
        address,
        host);
  }

  /**
   * Whether a list has an address, or {@code *} for everybody. Names in it count for nobody, so
   * that this never waits.
   */
  public boolean names(String list, InetAddress address) {
    Matching matching = new Matching(address, false, "");
    StringTokenizer tokens = tokens(list);
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      if (token.equals("*") || matching.matchesAddress(token)) {
        return true;
      }
    }
    return false;
  }

  Decision decide(String allow, String deny, boolean forward, InetAddress address, String host) {
    Matching matching = new Matching(address, forward, host);
    if (!allow.isEmpty()) {
      if (matching.any(allow, false)) {
        return new Decision(true, matching.host);
      }
      if (deny.isEmpty()) {
        return new Decision(false, matching.host);
      }
    }
    boolean denied = !deny.isEmpty() && matching.any(deny, true);
    return new Decision(!denied, matching.host);
  }

  private static StringTokenizer tokens(String list) {
    return new StringTokenizer(list.toLowerCase(Locale.ROOT), " ,\t");
  }

  /** One client held against lists of tokens. */
  private final class Matching {
    private final InetAddress address;
    private final boolean forward;
    private String host;

    Matching(InetAddress address, boolean forward, String host) {
      this.address = address;
      this.forward = forward;
      this.host = host;
    }

    boolean any(String list, boolean deny) {
      StringTokenizer tokens = tokens(list);
      while (tokens.hasMoreTokens()) {
        String token = tokens.nextToken();
        if (matchesName(token, deny) || matchesAddress(token)) {
          return true;
        }
      }
      return false;
    }

    private boolean matchesName(String token, boolean deny) {
      if (host.isEmpty()) {
        return false;
      }
      if (HostPattern.matches(token, host.toLowerCase(Locale.ROOT))) {
        return true;
      }
      if (!forward || !HostPattern.isPlainName(token)) {
        return false;
      }
      List<InetAddress> addresses = lookup.addressesOf(token);
      if (addresses == null) {
        // Nobody can tell that the client is not the host that the rule is meant for.
        return deny;
      }
      if (!addresses.contains(address)) {
        return false;
      }
      if (host.equals(HostLookup.UNDETERMINED)) {
        host = token;
      }
      return true;
    }

    private boolean matchesAddress(String token) {
      AddressPattern pattern = AddressPattern.of(token);
      if (pattern.kind() == AddressPattern.Kind.MALFORMED) {
        log.accept("malformed address or mask in " + token);
      }
      return pattern.matches(address);
    }
  }
}
