package org.jrsync.engine.receiver;

import org.jrsync.engine.Session;
import org.jrsync.engine.metadata.Modes;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.receiver.PartialDirectory.Place;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.UntrustedLinkException;
import org.jspecify.annotations.Nullable;

/**
 * Opens what a file's data is written into: a temporary file beside the file's place or in {@code
 * --temp-dir}, or with {@code --inplace} the file itself.
 */
public final class WriteTargets {
  private static final int OWNER_WRITE = 0200;

  private final Session session;
  private final Options options;
  private final Tree tree;
  private final @Nullable NamedDirectory directory;
  private final byte[] label;
  private final FileStat stat = new FileStat();

  /**
   * @param tree the destination
   * @param directory where temporary files go, null for beside their places
   */
  public WriteTargets(Session session, Tree tree, @Nullable NamedDirectory directory) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.directory = directory;
    byte[] name = options.writing.tempDir();
    this.label = directory == null || name == null ? new byte[0] : name;
  }

  /** Where a file's data is written before it gets its name. */
  public record Target(Place place, FileHandle file, boolean inPlace) {}

  /**
   * Opens what a file is written into.
   *
   * @param inPartial the partial file that is continued where it is, null for none
   * @param path the file's place
   * @param mode that it will have
   * @return null if that failed, which has been reported
   */
  @Nullable Target open(@Nullable Place inPartial, byte[] path, int mode) {
    if (inPartial != null) {
      return openInPlace(inPartial);
    }
    if (options.inplace) {
      return openInPlace(Place.below(tree, path));
    }
    return create(path, mode);
  }

  /**
   * Creates a temporary file, which only its owner can read.
   *
   * @param path the place that the file is for
   * @param mode that it will have
   * @return null if that failed, which has been reported
   */
  public @Nullable Target create(byte[] path, int mode) {
    NamedDirectory other = directory;
    try {
      return other == null
          ? TemporaryName.beside(path, name -> create(tree, name, mode))
          : TemporaryName.elsewhere(path, name -> create(other.open(), name, mode));
    } catch (TemporaryName.Failure e) {
      if (e.reason() instanceof UntrustedLinkException) {
        session.refusedLink();
      }
      session.fail("mkstemp ", told(e.name()), " failed", e.errno());
      return null;
    }
  }

  private Target create(Tree where, byte[] name, int mode) {
    FileHandle file = where.create(name, Modes.ofUnfinished(mode));
    return new Target(new Place(where, name, told(name), directory == null), file, false);
  }

  private byte[] told(byte[] name) {
    return NamedDirectory.join(label, name);
  }

  private @Nullable Target openInPlace(Place place) {
    Tree where = place.tree();
    byte[] path = place.path();
    try {
      return new Target(place, where.openWrite(path, OpenFlags.CREATE, 0600), true);
    } catch (PosixException e) {
      FileHandle file = e.errno() == Errno.EACCES ? openReadOnly(where, path) : null;
      if (file != null) {
        return new Target(place, file, true);
      }
      session.fail("open ", place.told(), " failed", e.errno());
      return null;
    }
  }

  /** Opens the user's own file that lacks write permission, which it gets for that moment only. */
  private @Nullable FileHandle openReadOnly(Tree where, byte[] path) {
    if (where.lstat(path, stat) != 0
        || !FileMode.isRegular(stat.mode())
        || (stat.mode() & OWNER_WRITE) != 0) {
      return null;
    }
    int mode = stat.mode() & Modes.CHMOD_BITS;
    try {
      where.chmod(path, mode | OWNER_WRITE);
    } catch (PosixException e) {
      return null;
    }
    try {
      return where.openWrite(path, OpenFlags.CREATE, 0600);
    } catch (PosixException e) {
      return null;
    } finally {
      restore(where, path, mode);
    }
  }

  /** Where it fails the file is open all the same, and gets its mode when it is complete. */
  private static void restore(Tree where, byte[] path, int mode) {
    try {
      where.chmod(path, mode);
    } catch (PosixException e) {
      return;
    }
  }
}
