package org.jrsync.engine;

import java.util.OptionalInt;
import org.jrsync.engine.options.Options;
import org.jrsync.posix.Users;
import org.jrsync.wire.flist.IdMap;

/**
 * How the sender's owners and groups become those of the receiving side: by name where there is
 * one.
 */
public final class OwnerMaps {
  private OwnerMaps() {}

  /** The map of users. */
  public static IdMap users(Options options) {
    if (options.numericIds) {
      return IdMap.identity();
    }
    return new IdMap(
        (id, name) -> {
          boolean unnamed = name.length == 0 || options.moduleRules.ignoreIdNames();
          OptionalInt local = unnamed ? OptionalInt.empty() : Users.userId(name);
          return local.orElse(id);
        },
        false);
  }

  /**
   * The map of groups. Without privilege a file can be given to one's own groups only; the others
   * are skipped.
   */
  public static IdMap groups(Options options, Session.Environment environment) {
    boolean privileged = environment.privileged();
    return new IdMap(
        new IdMap.Resolver() {
          @Override
          public int resolve(int id, byte[] name) {
            boolean unnamed =
                name.length == 0 || options.numericIds || options.moduleRules.ignoreIdNames();
            OptionalInt local = unnamed ? OptionalInt.empty() : Users.groupId(name);
            return local.orElse(id);
          }

          @Override
          public boolean isSkipped(int localId) {
            return !privileged && !environment.groups().contains(localId);
          }
        },
        !privileged);
  }
}
