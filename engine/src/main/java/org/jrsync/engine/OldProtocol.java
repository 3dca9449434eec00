package org.jrsync.engine;

import org.jrsync.engine.options.AlternateDirs;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** What protocols before the present ones cannot do. */
public final class OldProtocol {
  /** The first that says with an index what is to become of the entry. */
  private static final int ITEM_FLAGS_SINCE = 29;

  private static final int ATTRIBUTES_SINCE = 30;

  private OldProtocol() {}

  /**
   * Whether an index says what is to become of its entry. Where it does not, it asks for data, and
   * nothing else is told (docs/protocol.md, "Item flags").
   */
  public static boolean hasItemFlags(int protocol) {
    return protocol >= ITEM_FLAGS_SINCE;
  }

  /**
   * Refuses options that need a newer protocol than was agreed upon.
   *
   * @throws RsyncException with {@link ExitCode#PROTOCOL}
   */
  static void refuse(Options options, int protocol) {
    if (protocol < ATTRIBUTES_SINCE && !options.localTransfer) {
      refuseIf(options.attributes.acls(), "--acls requires protocol 30 or higher", protocol);
      refuseIf(
          options.attributes.xattrs() > 0, "--xattrs requires protocol 30 or higher", protocol);
    }
    if (hasItemFlags(protocol)) {
      return;
    }
    refuseIf(options.fuzzy > 0, "--fuzzy requires protocol 29 or higher", protocol);
    AlternateDirs others = options.alternates;
    String option = others.kind().option();
    refuseIf(
        !others.isEmpty() && options.inplace,
        option + " with --inplace requires protocol 29 or higher",
        protocol);
    refuseIf(
        others.dirs().size() > 1,
        "Using more than one " + option + " option requires protocol 29 or higher",
        protocol);
    refuseIf(options.pruneEmptyDirs, "--prune-empty-dirs requires protocol 29 or higher", protocol);
  }

  private static void refuseIf(boolean wanted, String what, int protocol) {
    if (wanted) {
      throw new RsyncException(ExitCode.PROTOCOL, what + " (negotiated " + protocol + ").");
    }
  }
}
