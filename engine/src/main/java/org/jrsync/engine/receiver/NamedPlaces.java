package org.jrsync.engine.receiver;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.backup.BackupMaker;
import org.jrsync.engine.basis.AlternateDirectories;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * The places besides the destination that the options name. Each role has its own, and closes them
 * at its end.
 *
 * @param partial where partial files are kept, null when that is not asked for
 * @param backups keeps what is replaced, null when that is not asked for
 * @param temporary where files are written before they get their place, null for beside it
 * @param alternates where files are looked for too, null for nowhere; both roles share it
 */
public record NamedPlaces(
    @Nullable PartialDirectory partial,
    @Nullable BackupMaker backups,
    @Nullable NamedDirectory temporary,
    @Nullable AlternateDirectories alternates)
    implements AutoCloseable {
  private static final byte[] NOTHING = {};
  private static final byte[] HERE = {'.'};

  /**
   * The places for one role.
   *
   * @param session of the role, with paths as those of the destination
   * @param alternates closed by whoever has opened it
   * @param log told what has to be deleted to make room for backups
   */
  public static NamedPlaces of(
      Session session,
      Anchor anchor,
      Destination destination,
      @Nullable AlternateDirectories alternates,
      ItemLog log,
      TransferStats stats) {
    byte[] temp = session.options().writing.tempDir();
    return new NamedPlaces(
        PartialDirectory.of(session, anchor),
        BackupMaker.of(session, anchor, destination.directory(), destination.tree(), log, stats),
        temp == null ? null : NamedDirectory.of(anchor, destination.directory(), temp),
        alternates);
  }

  /**
   * Looks at the places before anything is written.
   *
   * @throws RsyncException if one of them cannot be what it is to be, or the module's rules hide it
   */
  public static void check(Session session, Anchor anchor, Destination destination) {
    // A dry run does not get into a destination that it would have made.
    byte[] from = destination.missing() ? HERE : destination.directory();
    byte[] backup = session.options().backups.dir();
    if (backup != null) {
      NamedDirectory directory = NamedDirectory.of(anchor, from, backup);
      refuseHidden(session, directory);
      checkBackups(session, directory, backup);
    }
    byte[] temp = session.options().writing.tempDir();
    if (temp != null) {
      NamedDirectory directory = NamedDirectory.of(anchor, from, temp);
      if (!session.options().moduleRules.ownTempDir()) {
        refuseHidden(session, directory);
      }
      checkTemporary(directory, temp);
    }
  }

  private static void refuseHidden(Session session, NamedDirectory directory) {
    if (directory.isHidden(session.moduleFilters().at(NOTHING))) {
      throw new RsyncException(
          ExitCode.UNSUPPORTED, "Your options have been rejected by the server.");
    }
  }

  private static void checkBackups(Session session, NamedDirectory directory, byte[] dir) {
    FileStat stat = new FileStat();
    int errno = directory.stat(stat);
    byte[] told =
        dir.length > 1 && dir[dir.length - 1] == '/' ? Arrays.copyOf(dir, dir.length - 1) : dir;
    if (errno == 0 && !stat.isDirectory()) {
      throw new RsyncException(
          ExitCode.SYNTAX, "The backup-dir is not a directory: " + shown(told));
    }
    if (errno != 0 && errno != Errno.ENOENT) {
      throw new RsyncException(
          ExitCode.FILE_IO, "Failed to stat " + shown(told) + ": " + Errno.message(errno));
    }
    if (session.options().info(Info.BACKUP) >= 1) {
      session
          .message(MessageCode.INFO)
          .text(errno == 0 ? "backup_dir is " : "(new) backup_dir is ")
          .name(told)
          .text("\n")
          .send();
    }
  }

  private static void checkTemporary(NamedDirectory directory, byte[] dir) {
    FileStat stat = new FileStat();
    int errno = directory.stat(stat);
    if (errno == 0 && !stat.isDirectory()) {
      throw new RsyncException(ExitCode.SYNTAX, "The temp-dir is not a directory: " + shown(dir));
    }
    if (errno == Errno.ENOENT) {
      throw new RsyncException(ExitCode.SYNTAX, "The temp-dir does not exist: " + shown(dir));
    }
    if (errno != 0) {
      throw new RsyncException(
          ExitCode.FILE_IO, "Failed to stat temp-dir " + shown(dir) + ": " + Errno.message(errno));
    }
  }

  private static String shown(byte[] path) {
    return new String(path, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    if (partial != null) {
      partial.close();
    }
    if (backups != null) {
      backups.close();
    }
    if (temporary != null) {
      temporary.close();
    }
  }
}
