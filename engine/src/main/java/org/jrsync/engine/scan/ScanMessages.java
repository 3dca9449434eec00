package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import org.jrsync.posix.Errno;
import org.jrsync.wire.MessageCode;

/** The messages of list building, in rsync's words, with the I/O error that each stands for. */
final class ScanMessages {

  static final int GENERAL = 1;
  static final int VANISHED = 2;

  private final ScanLog log;

  ScanMessages(ScanLog log) {
    this.log = log;
  }

  /** A name for an exception's message. */
  static String show(byte[] name) {
    return new String(name, ISO_8859_1);
  }

  void changeDirFailed(byte[] fullName, int errno) {
    log.addIoError(GENERAL);
    systemError("change_dir ", fullName, " failed", errno);
  }

  /** An argument that is not there; only other reasons than absence make deletion unsafe. */
  void argumentFailed(byte[] fullName, int errno) {
    if (errno != Errno.ENOENT) {
      log.addIoError(GENERAL);
    }
    systemError("link_stat ", fullName, " failed", errno);
  }

  /** A directory of an argument or of the tree that can no longer be looked at. */
  void directoryStatFailed(byte[] fullName, int errno) {
    if (errno == Errno.ENOENT) {
      vanished("directory", fullName);
    } else {
      log.addIoError(GENERAL);
      systemError("link_stat ", fullName, " failed", errno);
    }
  }

  void entryFailed(byte[] fullName, int errno) {
    if (errno == Errno.ENOENT) {
      vanished("file", fullName);
    } else {
      log.addIoError(GENERAL);
      systemError("readlink_stat(", fullName, ") failed", errno);
    }
  }

  /**
   * A link that is to be followed leads out of the tree, and is not looked through: rsync does
   * look, and fails when it opens what it has found.
   *
   * @param directory whether it has to be a directory
   */
  void leadsOut(byte[] fullName, boolean directory) {
    log.addIoError(GENERAL);
    if (directory) {
      systemError("opendir ", fullName, " failed", Errno.ELOOP);
    } else {
      systemError("send_files failed to open ", fullName, "", Errno.ELOOP);
    }
  }

  void listFailed(byte[] fullName, int errno, boolean opened) {
    if (errno == Errno.ENOENT) {
      vanished("directory", fullName);
      return;
    }
    log.addIoError(GENERAL);
    if (opened) {
      systemError("readdir(", fullName, ")", errno);
    } else {
      systemError("opendir ", fullName, " failed", errno);
    }
  }

  private void vanished(String what, byte[] fullName) {
    log.addIoError(VANISHED);
    send(MessageCode.WARNING, what + " has vanished: ", fullName, "");
  }

  void nameNotConverted(byte[] name, String reason) {
    log.addIoError(GENERAL);
    send(MessageCode.ERROR_XFER, "[sender] cannot convert filename: ", name, because(reason));
  }

  void linkNotConverted(byte[] fullName, String reason) {
    log.addIoError(GENERAL);
    send(
        MessageCode.ERROR_XFER,
        "[sender] cannot convert symlink data for: ",
        fullName,
        because(reason));
  }

  private static String because(String reason) {
    return " (" + reason + ")";
  }

  void attributesFailed() {
    log.addIoError(GENERAL);
  }

  void bogusMode(byte[] fullName) {
    log.addIoError(GENERAL);
    send(MessageCode.INFO, "skipping file with bogus (zero) st_mode: ", fullName, "");
  }

  void emptyLink(byte[] fullName) {
    log.addIoError(GENERAL);
    send(MessageCode.ERROR_XFER, "skipping symlink with 0-length value: ", fullName, "");
  }

  void noReferent(byte[] fullName) {
    log.addIoError(GENERAL);
    send(MessageCode.ERROR_XFER, "symlink has no referent: ", fullName, "");
  }

  void longName(int excess, byte[] directory, byte[] name) {
    log.addIoError(GENERAL);
    byte[] path = PathCleaner.join(directory, name);
    send(MessageCode.ERROR_XFER, "filename overflows max-path len by " + excess + ": ", path, "");
  }

  void skippedDirectory(byte[] name) {
    send(MessageCode.INFO, "skipping directory ", name, "");
  }

  void copiedUnsafe(byte[] path, byte[] target) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.writeBytes(path);
    rest.writeBytes("\" -> \"".getBytes(US_ASCII));
    rest.writeBytes(target);
    send(MessageCode.INFO, "copying unsafe symlink \"", rest.toByteArray(), "\"");
  }

  void skippedMount(byte[] name) {
    send(MessageCode.INFO, "[sender] skipping mount-point dir ", name, "");
  }

  void plain(MessageCode code, String text) {
    log.report(code, text.getBytes(US_ASCII));
  }

  private void systemError(String before, byte[] fullName, String after, int errno) {
    String reason = after + ": " + Errno.message(errno) + " (" + errno + ")";
    send(MessageCode.ERROR_XFER, "rsync: [sender] " + before, fullName, reason);
  }

  private void send(MessageCode code, String before, byte[] name, String after) {
    ByteArrayOutputStream line =
        new ByteArrayOutputStream(before.length() + name.length + after.length() + 1);
    line.writeBytes(before.getBytes(US_ASCII));
    line.writeBytes(name);
    line.writeBytes(after.getBytes(US_ASCII));
    line.write('\n');
    log.report(code, line.toByteArray());
  }
}
