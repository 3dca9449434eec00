package org.jrsync.engine.metadata;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.filter.FilterResult;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.filter.NameKind;
import org.jrsync.wire.flist.XattrCodec;
import org.jspecify.annotations.Nullable;

/**
 * Which extended attributes take part in a transfer, and under which names (rsync(1), {@code
 * --xattrs}). Without filter rules for attributes, a sender looks at all but those of the system,
 * and a receiver without privileges at those of users alone. What cannot be stored as it is under
 * {@code --fake-super} goes to names below {@code user.rsync.}; a percent sign there marks what
 * rsync itself stores.
 */
public final class XattrNames implements XattrCodec.Names {
  private static final byte[] USER = "user.".getBytes(US_ASCII);
  private static final byte[] SYSTEM = "system.".getBytes(US_ASCII);
  private static final byte[] SECURITY = "security.".getBytes(US_ASCII);
  private static final byte[] DISGUISED = "user.rsync.".getBytes(US_ASCII);
  private static final byte[] OWN = "user.rsync.%".getBytes(US_ASCII);

  /** The attribute that stands for owner, mode and device number. */
  public static final byte[] STAT = "user.rsync.%stat".getBytes(US_ASCII);

  /** The attribute that stands for an access control list. */
  public static final byte[] ACCESS_ACL = "user.rsync.%aacl".getBytes(US_ASCII);

  /** The attribute that stands for a default access control list. */
  public static final byte[] DEFAULT_ACL = "user.rsync.%dacl".getBytes(US_ASCII);

  private final FilterScope rules;
  private final FilterScope moduleRules;
  private final boolean filtered;
  private final boolean sender;
  private final boolean privileged;
  private final boolean fake;
  private final boolean all;
  private final boolean server;
  private final boolean daemon;
  private final boolean root;

  /** The names of one side. */
  public XattrNames(Session session) {
    server = session.options().server;
    sender = session.options().sender;
    FilterSide side = sender ? server ? FilterSide.EITHER : FilterSide.SENDER : FilterSide.RECEIVER;
    rules = FilterScope.plain(session.filters(), side, new byte[0]);
    moduleRules = FilterScope.plain(session.moduleFilters(), FilterSide.EITHER, new byte[0]);
    filtered = session.filters().hasXattrRules() || session.moduleFilters().hasXattrRules();
    privileged = session.privileged();
    fake = session.fakeSuper();
    all = session.options().attributes.xattrs() > 1;
    daemon = session.options().daemon;
    root = session.environment().privileged();
  }

  /** Whether an attribute of a file here is compared or sent. */
  boolean isRead(byte[] name) {
    if (!sender && isRefused(name)) {
      return false;
    }
    if (filtered ? isExcluded(name) : isOutside(name, sender || privileged)) {
      return false;
    }
    if (!startsWith(name, OWN)) {
      return true;
    }
    return !(sender && !all) && !(fake && isStored(name));
  }

  /** Whether an attribute of a file here is removed where the sender's file has none. */
  boolean isRemoved(byte[] name) {
    if (isRefused(name)) {
      return false;
    }
    if (filtered ? isExcluded(name) : isOutside(name, privileged && !fake)) {
      return false;
    }
    return !(fake && isStored(name));
  }

  /**
   * Whether a peer has no say in an attribute here. Those of the system are other faces of modes
   * and access control lists, which have options and a module's parameters of their own. A module
   * takes none, and a client none that its user's rules do not ask for; at a server behind a shell
   * the client may set them by other means as well. Those of security are root's.
   */
  private boolean isRefused(byte[] name) {
    return (startsWith(name, SYSTEM) && (daemon || (!server && !filtered)))
        || (daemon && !root && startsWith(name, SECURITY));
  }

  /** Whether it is another face of a file's mode, so that setting it may change that. */
  static boolean touchesMode(byte[] name) {
    return startsWith(name, SYSTEM);
  }

  /** Whether a name is in none of the namespaces that count. */
  private static boolean isOutside(byte[] name, boolean allButSystem) {
    return allButSystem ? startsWith(name, SYSTEM) : !startsWith(name, USER);
  }

  private boolean isExcluded(byte[] name) {
    return excludes(moduleRules, name) || excludes(rules, name);
  }

  private static boolean excludes(FilterScope scope, byte[] name) {
    return !scope.isEmpty()
        && scope.check(name, 0, name.length, NameKind.XATTR) == FilterResult.EXCLUDED;
  }

  private static boolean isStored(byte[] name) {
    return Arrays.equals(name, STAT)
        || Arrays.equals(name, ACCESS_ACL)
        || Arrays.equals(name, DEFAULT_ACL);
  }

  @Override
  public byte @Nullable [] other(byte[] name) {
    return sender ? told(name) : local(name);
  }

  private byte[] told(byte[] name) {
    boolean disguised = fake && startsWith(name, DISGUISED) && !startsWith(name, OWN);
    return disguised ? Arrays.copyOfRange(name, DISGUISED.length, name.length) : name;
  }

  private byte @Nullable [] local(byte[] name) {
    if (filtered && isExcluded(name)) {
      return null;
    }
    byte[] local = name;
    if ((!privileged || fake) && !startsWith(name, USER)) {
      if (!fake && !filtered) {
        return null;
      }
      local = Arrays.copyOf(DISGUISED, DISGUISED.length + name.length);
      System.arraycopy(name, 0, local, DISGUISED.length, name.length);
    }
    return isRefused(local) || (!all && startsWith(local, OWN)) ? null : local;
  }

  private static boolean startsWith(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }
}
