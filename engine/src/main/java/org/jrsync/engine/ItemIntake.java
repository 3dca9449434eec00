package org.jrsync.engine;

import org.jrsync.engine.report.ItemLog;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.flist.FileEntry;

/**
 * What sender and receiver do alike with an item before any data: they log it, count it, and refuse
 * it where no data may follow (docs/protocol.md, "Item flags").
 */
public final class ItemIntake {
  /** The phase in which nothing is transferred any more. */
  private static final int WITHOUT_DATA = 2;

  private final Session session;
  private final ItemReader items;
  private final ItemLog log;
  private final TransferStats stats;

  public ItemIntake(Session session, ItemReader items, ItemLog log, TransferStats stats) {
    this.session = session;
    this.items = items;
    this.log = log;
    this.stats = stats;
  }

  /**
   * The last phase: one in which nothing is transferred any more, or in old protocols the one in
   * which files are transferred once more.
   */
  public int lastPhase() {
    return OldProtocol.hasItemFlags(session.protocol()) ? WITHOUT_DATA : WITHOUT_DATA - 1;
  }

  /** Whether values of extended attributes go with the item that was read last. */
  public boolean carriesXattrs() {
    return session.options().attributes.xattrs() > 0
        && session.options().transfersData()
        && ItemFlags.carriesXattrs(items.flags(), session.negotiated().xattrOptimization());
  }

  /**
   * Takes the item that was read last.
   *
   * @param entry the file at its index
   * @param phase from 0 to {@link #lastPhase}
   * @param redo whether the file has been transferred before
   * @return whether the file's data belongs to it; if not, the item is done with
   * @throws ProtocolException when data is asked for where there can be none
   */
  public boolean takesData(int ndx, FileEntry entry, int phase, boolean redo) {
    return transfers(ndx, entry, phase, redo) && !onlyTells(entry);
  }

  /**
   * As {@link #takesData}, where it is still to be asked whether the item is {@link #onlyTells}.
   */
  public boolean transfers(int ndx, FileEntry entry, int phase, boolean redo) {
    boolean created = (items.flags() & ItemFlags.IS_NEW) != 0;
    if (!items.isTransfer()) {
      log.localItem(entry, items.flags(), items.name());
      if (created) {
        stats.created.add(entry.mode);
      }
      return false;
    }
    if (session.options().listOnly) {
      throw ProtocolException.value("received data where a list was asked for" + role());
    }
    if (!entry.isRegular()) {
      throw ProtocolException.value(
          "received request to transfer non-regular file: " + ndx + role());
    }
    if (phase == WITHOUT_DATA) {
      throw ProtocolException.value("got transfer request in phase 2" + role());
    }
    if (!redo && created) {
      stats.created.add(entry.mode);
    }
    stats.transferredFiles++;
    stats.transferredSize += entry.size;
    log.transferBegins();
    return true;
  }

  /** Whether nothing is transferred in this run; the item that would be is then shown. */
  public boolean onlyTells(FileEntry entry) {
    if (session.options().transfersData()) {
      return false;
    }
    log.item(ItemLog.Target.CLIENT, entry, items.flags());
    return true;
  }

  private String role() {
    return " [" + session.role().text() + "]";
  }
}
