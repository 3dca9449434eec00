package org.jrsync.engine.sender;

import org.jrsync.engine.Session;
import org.jrsync.engine.options.Info;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/**
 * {@code --remove-source-files}: removes sources that the receiving side has in place, unless they
 * have changed since they were listed. Works within reads of the sender's, so it reads nothing from
 * the peer itself.
 */
public final class SourceRemover {
  private final FileEntry entry = new FileEntry();
  private final FileStat stat = new FileStat();
  private @Nullable Session session;
  private @Nullable SentFiles files;

  public SourceRemover() {}

  /** From now on sources may be removed. */
  public void begin(Session view, SentFiles sent) {
    session = view;
    files = sent;
  }

  /**
   * The receiving side has an entry in place.
   *
   * @param dev in a local copy the device of the file that it is there; 0 if not known
   * @param ino its number on the device
   */
  public void succeeded(int ndx, long dev, long ino) {
    Session view = session;
    SentFiles sent = files;
    if (view == null || sent == null || !view.options().removeSource.removes()) {
      return;
    }
    sent.look(ndx, entry);
    byte[] name = entry.pathCopy();
    int errno = sent.stat(ndx, stat);
    if (errno != 0) {
      failed(view, "re-lstat", name, errno);
      return;
    }
    if (ino != 0 && stat.dev() == dev && stat.ino() == ino) {
      refuse(view, "ERROR: Skipping sender remove of destination file: ", name);
      return;
    }
    if (changed()) {
      refuse(view, "ERROR: Skipping sender remove for changed file: ", name);
      return;
    }
    try {
      sent.unlink(ndx);
    } catch (PosixException e) {
      failed(view, "remove", name, e.errno());
      return;
    }
    if (view.options().info(Info.REMOVE) >= 1) {
      view.message(MessageCode.INFO).text("sender removed ").name(name).text("\n").send();
    }
  }

  private boolean changed() {
    return stat.size() != entry.size
        || stat.mtimeSeconds() != entry.mtime
        || (entry.mtimeNanos != 0 && stat.mtimeNanos() != entry.mtimeNanos);
  }

  private static void refuse(Session view, String why, byte[] name) {
    view.message(MessageCode.ERROR_XFER).text(why).name(name).text("\n").send();
  }

  private static void failed(Session view, String what, byte[] name, int errno) {
    if (errno == Errno.ENOENT) {
      view.message(MessageCode.INFO)
          .text("sender file already removed: ")
          .name(name)
          .text("\n")
          .send();
      return;
    }
    view.systemError(MessageCode.ERROR_XFER)
        .text("sender failed to ")
        .text(what)
        .text(" ")
        .name(name)
        .errno(errno)
        .send();
  }
}
