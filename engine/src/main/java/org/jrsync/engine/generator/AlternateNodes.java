package org.jrsync.engine.generator;

import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.Session;
import org.jrsync.engine.basis.AlternateDirectories;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.options.AlternateDirs;
import org.jrsync.engine.options.Info;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/** Compares what is missing and has no data with further directories, and links it where asked. */
final class AlternateNodes {
  /** What was found. */
  enum Outcome {
    NOTHING,
    /** Something of the same kind, which the entry is to be told as a change of. */
    SIMILAR,
    /** The same: it is made, but not told as a change. */
    SAME,
    /** The same, and nothing need be made. */
    SETTLED
  }

  private final Session session;
  private final AlternateDirs.Kind kind;
  private final AlternateSearch search;
  private final NodeCreator creator;
  private final ItemWriter items;
  private final HardLinkStep hardLinks;
  private final boolean reportNames;

  AlternateNodes(
      Session session,
      AlternateDirectories directories,
      AlternateSearch search,
      NodeCreator creator,
      ItemWriter items,
      HardLinkStep hardLinks,
      boolean reportNames) {
    this.session = session;
    this.kind = directories.kind();
    this.search = search;
    this.creator = creator;
    this.items = items;
    this.hardLinks = hardLinks;
    this.reportNames = reportNames;
  }

  /** What the entry that was found is like. */
  FileStat stat() {
    return search.stat();
  }

  /** The entry that was found; null if it is gone again. */
  @Nullable BasisFile file(Candidate c) {
    return search.file(c);
  }

  /** Looks for an entry that is missing at the destination. */
  Outcome look(Candidate c) {
    AlternateSearch.Level level = search.find(c, QuickCheck.Strictness.NORMAL);
    if (level == AlternateSearch.Level.NONE) {
      return Outcome.NOTHING;
    }
    if (level != AlternateSearch.Level.EXACT) {
      return Outcome.SIMILAR;
    }
    boolean directory = c.entry.isDirectory();
    boolean linked = kind == AlternateDirs.Kind.LINK && !directory && link(c);
    tell(c, directory, linked);
    boolean settled = linked || (kind == AlternateDirs.Kind.COMPARE && !directory);
    return settled ? Outcome.SETTLED : Outcome.SAME;
  }

  /** A file system that has no links to such entries says so in many ways: they are made anew. */
  private boolean link(Candidate c) {
    BasisFile found = search.file(c);
    if (found == null || !creator.linkQuietly(c, found)) {
      return false;
    }
    hardLinks.inPlace(c);
    return true;
  }

  private void tell(Candidate c, boolean directory, boolean linked) {
    if (!reportNames && items.showsUnchanged()) {
      int change = kind == AlternateDirs.Kind.COMPARE && !directory ? 0 : ItemFlags.LOCAL_CHANGE;
      items.mention(
          c.ndx,
          c.entry,
          true,
          search.stat(),
          change | ItemFlags.MATCHED,
          linked ? new byte[0] : null);
    }
    if (reportNames && session.options().info(Info.NAME) >= 2) {
      session
          .message(MessageCode.CLIENT)
          .name(c.path)
          .text(directory ? "/ is uptodate\n" : " is uptodate\n")
          .send();
    }
  }
}
