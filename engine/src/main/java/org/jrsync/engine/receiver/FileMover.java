package org.jrsync.engine.receiver;

import org.jrsync.engine.Session;
import org.jrsync.engine.metadata.Modes;
import org.jrsync.engine.receiver.PartialDirectory.Place;
import org.jrsync.engine.tree.FileCopy;
import org.jrsync.engine.tree.Trees;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;

/**
 * Moves a file that has been written to another name, which is a renaming where both are in one
 * file system, and a copy where a partial directory is in another. A file gets its final name when
 * the copy is whole, and not before.
 */
public final class FileMover {
  private final Session session;

  public FileMover(Session session) {
    this.session = session;
  }

  /** Sets owner, times and mode, which a copy does not take over by itself. */
  @FunctionalInterface
  public interface Attributes {
    void apply(Place file);
  }

  /** A step of a copy that failed. */
  private static final class CopyFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** What was done to which file; the exception's cause says why it failed. */
    final String verb;

    final transient Place file;
    final int errno;

    CopyFailure(String verb, Place file, PosixException cause) {
      super(cause);
      this.verb = verb;
      this.file = file;
      this.errno = cause.errno();
    }

    CopyFailure(FileCopy.Failure failure, Place from, Place to) {
      super(failure);
      this.verb = failure.verb();
      this.file = failure.ofSource() ? from : to;
      this.errno = failure.errno();
    }
  }

  /**
   * Gives a whole file its final name.
   *
   * <p>Where that takes a copy, it fails as a read would when the connection ends meanwhile; the
   * copy is gone then, and the original still there.
   *
   * @param mode the mode that it is to have
   * @param attributes what sets those of a copy; the original has them
   * @return false if that failed, which has been reported; the original is still there then
   */
  public boolean finish(Place from, Place to, int mode, Attributes attributes) {
    try {
      from.tree().rename(from.path(), to.tree(), to.path());
      return true;
    } catch (PosixException e) {
      if (e.errno() != Errno.EXDEV) {
        tell("rename", from, to, e.errno());
        return false;
      }
    }
    try {
      return renameCopy(from, copyBeside(from, to, mode), to, attributes);
    } catch (CopyFailure e) {
      session.fail(e.verb + " ", e.file.told(), "", e.errno);
      tell("copy", from, to, e.errno);
      return false;
    }
  }

  private boolean renameCopy(Place from, Place copy, Place to, Attributes attributes) {
    boolean placed = false;
    try {
      attributes.apply(copy);
      copy.tree().rename(copy.path(), to.tree(), to.path());
      placed = true;
    } catch (PosixException e) {
      tell("rename", copy, to, e.errno());
    } finally {
      remove(placed ? from : copy);
    }
    return placed;
  }

  /**
   * Keeps a partial file under its name in the partial directory. What fits of it stays there when
   * the directory's file system is full.
   *
   * @return false if that failed, which has been reported
   */
  boolean keep(Place from, Place to, Attributes attributes) {
    try {
      move(from, to, attributes);
      return true;
    } catch (PosixException e) {
      tell("rename", from, to, e.errno());
    } catch (CopyFailure e) {
      session.fail(e.verb + " ", e.file.told(), "", e.errno);
      tell("copy", from, to, e.errno);
    }
    return false;
  }

  /** As {@link #keep}, but reports nothing. */
  boolean keepQuietly(Place from, Place to, Attributes attributes) {
    try {
      move(from, to, attributes);
      return true;
    } catch (PosixException | CopyFailure e) {
      return false;
    }
  }

  private void move(Place from, Place to, Attributes attributes) throws CopyFailure {
    try {
      from.tree().rename(from.path(), to.tree(), to.path());
      return;
    } catch (PosixException e) {
      if (e.errno() != Errno.EXDEV) {
        throw e;
      }
    }
    to.tree().unlinkIfExists(to.path());
    try (FileHandle copy = to.tree().create(to.path(), 0600)) {
      // What has broken off is kept by this: the connection may be gone.
      copy(from, copy, to, () -> {});
    }
    remove(from);
    attributes.apply(to);
  }

  /**
   * Copies under a temporary name in the folder of {@code to}. Nothing is left of a copy that does
   * not come to its end.
   */
  private Place copyBeside(Place from, Place to, int mode) throws CopyFailure {
    Unfinished copy;
    try {
      copy =
          TemporaryName.beside(
              to.path(),
              name ->
                  new Unfinished(
                      new Place(to.tree(), name, name, to.inTree()),
                      to.tree().create(name, Modes.ofUnfinished(mode))));
    } catch (TemporaryName.Failure e) {
      throw new CopyFailure("open", to, e.reason());
    }
    boolean whole = false;
    try (FileHandle file = copy.file()) {
      copy(from, file, to, session::checkConnection);
      whole = true;
    } finally {
      if (!whole) {
        remove(copy.place());
      }
    }
    return copy.place();
  }

  private record Unfinished(Place place, FileHandle file) {}

  private static void remove(Place place) {
    Trees.unlinkQuietly(place.tree(), place.path());
  }

  private void copy(Place from, FileHandle target, Place to, Runnable pause) throws CopyFailure {
    try {
      FileCopy.copy(from.tree(), from.path(), target, session.options().writing, pause);
    } catch (FileCopy.Failure e) {
      throw new CopyFailure(e, from, to);
    }
  }

  private void tell(String verb, Place from, Place to, int errno) {
    session
        .systemError(MessageCode.ERROR_XFER)
        .text(verb)
        .text(" ")
        .full(from.told())
        .text(" -> \"")
        .name(to.told())
        .text("\"")
        .errno(errno)
        .send();
  }
}
