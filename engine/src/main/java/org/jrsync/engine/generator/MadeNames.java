package org.jrsync.engine.generator;

import org.jrsync.engine.OldProtocol;
import org.jrsync.engine.Session;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/**
 * Tells the names of what the generator has made without data. They are for the log, where no
 * format itemizes it; with old protocols, in which nobody else can tell, for people.
 */
final class MadeNames {
  private final Session session;
  private final @Nullable MessageCode code;

  private MadeNames(Session session, @Nullable MessageCode code) {
    this.session = session;
    this.code = session.options().info(Info.NAME) < 1 ? null : code;
  }

  /** As a session's formats have it. */
  static MadeNames of(Session session, ItemLog log) {
    return new MadeNames(session, code(session, log));
  }

  private static @Nullable MessageCode code(Session session, ItemLog log) {
    Options options = session.options();
    if (OldProtocol.hasItemFlags(session.protocol())) {
      return log.logsItemFlags() ? null : MessageCode.LOG;
    }
    if (options.daemon) {
      return log.logsItemFlags() || options.dryRun ? MessageCode.CLIENT : MessageCode.INFO;
    }
    return !options.server && log.itemizeLevel() > 0 ? null : MessageCode.INFO;
  }

  /**
   * Tells one.
   *
   * @param between what stands between the name and what follows it
   * @param after what a link leads to, empty for nothing
   */
  void tell(byte[] name, String between, byte[] after) {
    if (code != null) {
      session.message(code).name(name).text(between).name(after).text("\n").send();
    }
  }
}
