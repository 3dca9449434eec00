package org.jrsync.engine.options;

import org.jrsync.posix.LinkTrust;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of symbolic links, besides {@link Options#links}.
 *
 * @param copy {@code -L}: the sender sends what links lead to
 * @param copyUnsafe {@code --copy-unsafe-links}: the same for links that lead out of the transfer
 * @param copyDirectories {@code -k}: the same for links to directories
 * @param safe {@code --safe-links}: the receiver leaves out links that lead out of the transfer
 * @param munge {@code --munge-links}: this side stores links in a form that leads nowhere
 * @param keepDirectories {@code -K}: the receiver takes its own links to directories for these
 * @param insecure {@code --insecure-links}: whose links lead to what the operator named is no
 *     matter
 * @param confineRoot {@code --confine-root}: the absolute path that what is named must lie beneath;
 *     null when not given
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record LinkRules(
    boolean copy,
    boolean copyUnsafe,
    boolean copyDirectories,
    boolean safe,
    boolean munge,
    boolean keepDirectories,
    boolean insecure,
    byte @Nullable [] confineRoot) {

  /** None of the options is given. */
  public static final LinkRules NONE =
      new LinkRules(false, false, false, false, false, false, false, null);

  /** Which links may lead to what the operator named, and to where. */
  public LinkTrust trust() {
    LinkTrust owners = insecure ? LinkTrust.ANYBODY : LinkTrust.OWNERS;
    return confineRoot == null ? owners : owners.beneath(confineRoot);
  }

  /** Whether a sender follows some of the links that it meets. */
  public boolean followsSome() {
    return copy || copyUnsafe || copyDirectories;
  }

  /**
   * The same for a daemon's module, whose root confines all.
   *
   * @param munges whether the module stores links in a form that leads nowhere
   */
  public LinkRules inModule(boolean munges) {
    return new LinkRules(
        copy, copyUnsafe, copyDirectories, safe, munges, keepDirectories, false, null);
  }

  /** The same with another word on munging: each side has an option of its own for that. */
  public LinkRules munging(boolean munges) {
    return new LinkRules(
        copy, copyUnsafe, copyDirectories, safe, munges, keepDirectories, insecure, confineRoot);
  }
}
