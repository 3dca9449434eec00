package org.jrsync.engine.generator;

import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.Session;
import org.jrsync.engine.basis.AlternateDirectories;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.options.AlternateDirs;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/** Takes regular files from further directories: leaves them there, links or copies them. */
final class AlternateFiles {
  private final Session session;
  private final Options options;
  private final Tree tree;
  private final AlternateDirs.Kind kind;
  private final AlternateSearch search;
  private final NodeCreator creator;
  private final LocalCopy copies;
  private final ItemWriter items;
  private final HardLinkStep hardLinks;
  private final boolean reportNames;
  private @Nullable BasisFile basis;

  AlternateFiles(
      Session session,
      Tree tree,
      AlternateDirectories directories,
      AlternateSearch search,
      NodeCreator creator,
      LocalCopy copies,
      ItemWriter items,
      HardLinkStep hardLinks,
      boolean reportNames) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.kind = directories.kind();
    this.search = search;
    this.creator = creator;
    this.copies = copies;
    this.items = items;
    this.hardLinks = hardLinks;
    this.reportNames = reportNames;
  }

  /** The file that the last candidate can be built from, null if there is none. */
  @Nullable BasisFile basis() {
    return basis;
  }

  /**
   * Looks for a file. Where one can be built from, the candidate is taken as existing the way that
   * one is.
   *
   * @return whether nothing else is to be done for the candidate
   */
  boolean settles(Candidate c, QuickCheck.Strictness strictness) {
    basis = null;
    boolean existing = c.exists();
    if (existing && kind == AlternateDirs.Kind.COPY) {
      return false;
    }
    AlternateSearch.Level level = search.find(c, strictness);
    if (level == AlternateSearch.Level.NONE) {
      return false;
    }
    BasisFile found = search.file(c);
    if (found == null) {
      return false;
    }
    if (level == AlternateSearch.Level.EXACT && kind != AlternateDirs.Kind.COPY) {
      if (existing && kind == AlternateDirs.Kind.LINK && search.stat().isSameFile(c.stat)) {
        return false;
      }
      if (kind == AlternateDirs.Kind.COMPARE) {
        return leave(c);
      }
      if (link(c, found)) {
        return true;
      }
    } else if (existing) {
      return false;
    }
    if (level.compareTo(AlternateSearch.Level.CONTENT) >= 0) {
      return copy(c, found, level);
    }
    if (!existing) {
      c.stat.take(search.stat());
      c.errno = 0;
      basis = found;
    }
    return false;
  }

  /** The file is not wanted at the destination too. */
  private boolean leave(Candidate c) {
    if (c.exists() && !options.dryRun) {
      try {
        tree.unlink(c.path);
      } catch (PosixException e) {
        return false;
      }
    }
    items.mention(c.ndx, c.entry, true, search.stat(), 0, null);
    sayUpToDate(c);
    return true;
  }

  private boolean link(Candidate c, BasisFile found) {
    if (!creator.hardLinkFrom(c, found)) {
      return false;
    }
    hardLinks.inPlace(c, found);
    if (!reportNames && items.showsUnchanged()) {
      items.mention(c.ndx, c.entry, true, search.stat(), ItemFlags.LOCAL_CHANGE, new byte[0]);
    }
    sayUpToDate(c);
    return true;
  }

  private boolean copy(Candidate c, BasisFile found, AlternateSearch.Level level) {
    if (!options.dryRun && !copies.copy(c, found)) {
      return false;
    }
    int differs = items.attributeFlags(c, found, search.stat());
    items.mention(c.ndx, c.entry, true, search.stat(), ItemFlags.LOCAL_CHANGE | differs, null);
    if (level == AlternateSearch.Level.EXACT) {
      sayUpToDate(c);
    }
    hardLinks.inPlace(c);
    return true;
  }

  private void sayUpToDate(Candidate c) {
    if (reportNames && options.info(Info.NAME) >= 2) {
      session.message(MessageCode.CLIENT).name(c.path).text(" is uptodate\n").send();
    }
  }
}
