package org.jrsync.engine.options;

import org.jspecify.annotations.Nullable;

/**
 * The rarer attributes that are preserved, and who they are set as.
 *
 * @param executability {@code -E}: without {@code --perms}, whether a file can be executed
 * @param acls {@code -A}: access control lists
 * @param xattrs {@code -X}: extended attributes; twice takes in those that {@code --fake-super}
 *     stores
 * @param atimes {@code -U}: access times; twice leaves the sources' own as they were
 * @param superUser {@code --super} and its like
 * @param userMap {@code --usermap}, or what {@code --chown} makes of it; null when not given
 * @param groupMap {@code --groupmap} or {@code --chown}; null when not given
 * @param copyAs {@code --copy-as}: whom files are touched as; null when not given
 */
public record AttributeOptions(
    boolean executability,
    boolean acls,
    int xattrs,
    int atimes,
    SuperUser superUser,
    byte @Nullable [] userMap,
    byte @Nullable [] groupMap,
    byte @Nullable [] copyAs) {

  /** None of them. */
  public static final AttributeOptions NONE =
      new AttributeOptions(false, false, 0, 0, SuperUser.AUTOMATIC, null, null, null);

  /** The same with something else instead of {@link #superUser} and {@link #xattrs}. */
  public AttributeOptions with(SuperUser otherSuperUser, int otherXattrs) {
    return new AttributeOptions(
        executability, acls, otherXattrs, atimes, otherSuperUser, userMap, groupMap, copyAs);
  }
}
