package org.jrsync.engine.generator;

import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.Session;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.LinkRules;
import org.jrsync.engine.tree.UnsafeLinks;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/** Makes symlinks, devices and specials: all that needs no data. */
final class NodeStep {
  private static final byte[] NOTHING = {};

  private final Session session;
  private final NodeCreator creator;
  private final ItemWriter items;
  private final AttributeSetter attributes;
  private final QuickCheck check;
  private final HardLinkStep hardLinks;
  private final SettledSources sources;
  private final @Nullable AlternateNodes alternates;
  private final int reportFlag;
  private final MadeNames made;

  NodeStep(
      Session session,
      NodeCreator creator,
      ItemWriter items,
      AttributeSetter attributes,
      QuickCheck check,
      HardLinkStep hardLinks,
      SettledSources sources,
      @Nullable AlternateNodes alternates,
      int reportFlag,
      MadeNames made) {
    this.session = session;
    this.creator = creator;
    this.items = items;
    this.attributes = attributes;
    this.check = check;
    this.hardLinks = hardLinks;
    this.sources = sources;
    this.alternates = alternates;
    this.reportFlag = reportFlag;
    this.made = made;
  }

  /** Brings the entry into place. */
  void handle(Candidate c) {
    if (c.entry.isSymlink() && isLeftOut(c)) {
      return;
    }
    boolean same =
        c.sameType() && check.sameContent(c.entry, c.path, c.stat, QuickCheck.Strictness.NORMAL);
    if (same) {
      int known = items.attributeFlags(c, true);
      attributes.apply(c.path, c.entry, c.mode, c.stat, reportFlag);
      items.mention(c.ndx, c.entry, true, c.stat, known, null);
      hardLinks.inPlace(c);
      sources.present(c);
      return;
    }
    boolean comparable = c.exists() && AlternateSearch.sameKind(c.entry.mode, c.stat.mode());
    boolean quiet = false;
    int known = items.attributeFlags(c, comparable);
    if (!c.exists() && alternates != null) {
      switch (alternates.look(c)) {
        case SETTLED -> {
          return;
        }
        case SAME -> quiet = true;
        case SIMILAR -> {
          comparable = true;
          known = items.attributeFlags(c, alternates.file(c), alternates.stat());
          c.stat.take(alternates.stat());
        }
        case NOTHING -> {}
      }
    }
    boolean made = c.entry.isSymlink() ? creator.symlink(c) : creator.node(c);
    if (!made) {
      return;
    }
    if (quiet) {
      attributes.apply(c.path, c.entry, c.mode, null, 0);
      hardLinks.inPlace(c);
      tellOfSource(c);
      return;
    }
    // Compared before the attributes are set: the item tells how the old entry differed.
    items.mention(
        c.ndx,
        c.entry,
        comparable,
        c.stat,
        ItemFlags.LOCAL_CHANGE | ItemFlags.REPORT_CHANGE | known,
        null);
    attributes.apply(c.path, c.entry, c.mode, null, 0);
    logName(c);
    hardLinks.inPlace(c);
    tellOfSource(c);
  }

  /** A symlink counts as sent, which other nodes do not. */
  private void tellOfSource(Candidate c) {
    if (c.entry.isSymlink()) {
      sources.sent(c);
    } else {
      sources.present(c);
    }
  }

  /** {@code --safe-links}; of links that are stored in another form, that form counts. */
  private boolean isLeftOut(Candidate c) {
    LinkRules rules = session.options().linkRules;
    if (!rules.safe() || (!rules.munge() && !UnsafeLinks.isUnsafe(c.link(), c.path))) {
      return false;
    }
    if (session.options().info(Info.NAME) >= 1) {
      session
          .message(MessageCode.INFO)
          .text("ignoring unsafe symlink \"")
          .name(c.path)
          .text("\" -> \"")
          .name(session.shownTarget(c.link()))
          .text("\"\n")
          .send();
    }
    return true;
  }

  private void logName(Candidate c) {
    boolean link = c.entry.isSymlink();
    made.tell(c.path, link ? " -> " : "", link ? session.shownTarget(c.link()) : NOTHING);
  }
}
