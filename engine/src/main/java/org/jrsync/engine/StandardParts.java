package org.jrsync.engine;

import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ChmodSpec;
import org.jrsync.engine.report.EntryLister;
import org.jrsync.engine.report.FormattedItemLog;
import org.jrsync.engine.report.ListLine;
import org.jrsync.engine.report.LogFormat;
import org.jrsync.engine.report.LogSession;
import org.jrsync.engine.report.TextBuilder;
import org.jrsync.posix.Umask;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.EntryPolicy;
import org.jrsync.wire.flist.ListBudget;
import org.jspecify.annotations.Nullable;

/**
 * The parts that a side has unless someone wants others.
 *
 * @param logFormat how the log file shows entries, null when it does not
 * @param logsFiles whether there is a log file
 * @param logSession what formats say of the session
 * @param progress told how the data moves
 * @param companions starts the receiver's thread
 * @param budget bounds the file lists, and with its memory what else the peer sends
 * @param names refuses names that were not asked for
 */
public record StandardParts(
    WireInput in,
    WireOutput out,
    @Nullable LogFormat logFormat,
    boolean logsFiles,
    LogSession logSession,
    TransferProgress progress,
    SideSetup.Companions companions,
    ListBudget budget,
    Names names)
    implements TransferRequest.PartsFactory {

  /** Makes the check of received names once the rules are known. */
  @FunctionalInterface
  public interface Names {
    /** Takes every name. */
    Names ANY = session -> EntryPolicy.NONE;

    /** The check for a session. */
    EntryPolicy of(Session session);
  }

  @Override
  public SideSetup create(Session session, TransferStats stats) {
    MessageRouting messages = session.options().messages;
    byte[] own = messages.logFile() == null ? null : messages.logFileFormat();
    FormattedItemLog log =
        new FormattedItemLog(
            session,
            own == null ? logFormat : LogFormat.parse(own),
            logsFiles || own != null,
            logSession,
            out,
            in::dataRead,
            out::dataWritten);
    return new SideSetup(log, lister(session), progress, companions, budget, policy(session));
  }

  private static EntryLister lister(Session session) {
    boolean accessTimes = session.options().attributes.atimes() > 0;
    ListLine line = new ListLine(session.options().humanReadable, accessTimes);
    return entry -> {
      TextBuilder text = new TextBuilder();
      if (session.options().isMissing(entry.mode)) {
        line.appendMissing(text, entry.pathCopy());
        session.reporter().report(MessageCode.INFO, text.toBytes());
        return;
      }
      boolean link = session.options().links && entry.isSymlink();
      line.append(
          text,
          entry.mode,
          entry.size,
          entry.mtime,
          entry.atime,
          entry.pathCopy(),
          link ? session.shownTarget(entry.linkCopy()) : null);
      session.reporter().report(MessageCode.INFO, text.toBytes());
    };
  }

  /** {@code --chmod} takes effect on the client's side, here when it receives. */
  private EntryPolicy policy(Session session) {
    Options options = session.options();
    EntryPolicy checks = names.of(session);
    ChmodSpec chmod = chmodOf(options);
    if (chmod == null || options.sender) {
      return checks;
    }
    return new EntryPolicy() {
      @Override
      public int adjustMode(int mode) {
        return chmod.apply(mode);
      }

      @Override
      public int adjustLink(byte[] target, int length, int depth) {
        return checks.adjustLink(target, length, depth);
      }

      @Override
      public void check(byte[] path, int length, boolean directory) {
        checks.check(path, length, directory);
      }

      @Override
      public boolean isImpliedParent(byte[] path, int length) {
        return checks.isImpliedParent(path, length);
      }
    };
  }

  /** The changes that {@code --chmod} and the module ask for; null for none. */
  static @Nullable ChmodSpec chmodOf(Options options) {
    ChmodSpec asked = chmod(options.chmod);
    ChmodSpec module = chmod(options.moduleRules.chmod());
    return asked == null || module == null ? (asked == null ? module : asked) : asked.then(module);
  }

  private static @Nullable ChmodSpec chmod(@Nullable String rules) {
    return rules == null ? null : ChmodSpec.parse(rules, Umask.read());
  }
}
