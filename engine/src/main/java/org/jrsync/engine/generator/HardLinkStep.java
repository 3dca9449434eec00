package org.jrsync.engine.generator;

import java.util.function.IntFunction;
import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.Session;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.FileList;
import org.jspecify.annotations.Nullable;

/** Links the members of hard-link groups to the one that is in place. */
final class HardLinkStep {
  /** What the generator does with members that had to wait. */
  interface Waiting {
    /** The index of a member with a rank. */
    int indexOf(int rank);

    /** A member waits: its part of the list is not finished. */
    void began(int ndx);

    /** A member waits no longer. */
    void ended(int ndx);

    /** Works on a member as if it came only now. */
    void handleNow(int ndx);
  }

  private final Session session;
  private final Tree tree;
  private final NodeCreator creator;
  private final ItemWriter items;
  private final HardLinkGroups groups = new HardLinkGroups();
  private final FileStat leaderStat = new FileStat();
  private final IntFunction<Candidate> look;
  private final Waiting waiting;
  private final SettledSources sources;
  private final boolean enabled;
  private final MadeNames made;
  private final boolean reportNames;
  private final @Nullable AlternateMembers alternates;
  private boolean promoting;

  /**
   * @param look fills a fresh candidate for an index and looks what is there
   */
  HardLinkStep(
      Session session,
      Tree tree,
      NodeCreator creator,
      ItemWriter items,
      IntFunction<Candidate> look,
      Waiting waiting,
      SettledSources sources,
      MadeNames made,
      boolean reportNames,
      @Nullable AlternateMembers alternates) {
    this.session = session;
    this.tree = tree;
    this.creator = creator;
    this.items = items;
    this.look = look;
    this.waiting = waiting;
    this.sources = sources;
    this.enabled = session.options().hardLinks > 0;
    this.made = made;
    this.reportNames = reportNames;
    this.alternates = alternates;
  }

  /** Notes the members of a new part of the list. */
  void add(FileList list) {
    if (enabled) {
      groups.add(list);
    }
  }

  private boolean applies(Candidate c) {
    return enabled && c.isHardLinked() && c.entry.hardLinkGroup >= 0;
  }

  private HardLinkGroups.Group group(Candidate c) {
    return groups.get(c.entry.hardLinkGroup);
  }

  /**
   * Links the entry to its group's leader, or lets it wait while that one is transferred.
   *
   * @return whether nothing else is to be done for it now
   */
  boolean settle(Candidate c) {
    if (!applies(c)) {
      return false;
    }
    HardLinkGroups.Group group = group(c);
    switch (group.state()) {
      case DONE -> linkTo(c, group, alternates);
      case TRANSFERRING -> await(group, c);
      case OPEN -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Lets a missing entry wait, in the hope that another member of its group exists.
   *
   * @return whether it waits
   */
  boolean waitForExisting(Candidate c) {
    if (!applies(c) || group(c).isLast(c.rank)) {
      return false;
    }
    await(group(c), c);
    return true;
  }

  private void await(HardLinkGroups.Group group, Candidate c) {
    group.await(c.rank);
    waiting.began(c.ndx);
  }

  /** The entry's data is on its way: the other members wait for it. */
  void transferring(Candidate c) {
    if (applies(c)) {
      group(c).transferring();
    }
  }

  /** The entry is in place: links the members that wait. */
  void inPlace(Candidate c) {
    inPlace(c, null);
  }

  /**
   * The same for an entry that has been linked to a file of a further directory, which a dry run
   * only says.
   */
  void inPlace(Candidate c, @Nullable BasisFile linkedTo) {
    if (!applies(c)) {
      return;
    }
    HardLinkGroups.Group group = group(c);
    group.done(c.path, session.options().dryRun ? linkedTo : null);
    for (int rank : group.takeWaiting(c.rank)) {
      int ndx = waiting.indexOf(rank);
      Candidate member = look.apply(ndx);
      linkTo(member, group, null);
      waiting.ended(ndx);
    }
  }

  /** The entry, whose transfer is begun once more, does not wait for itself. */
  void again(Candidate c) {
    if (applies(c) && group(c).state() == HardLinkGroups.State.TRANSFERRING) {
      group(c).reopen();
    }
  }

  /**
   * The entry has been worked on. If it was the group's last hope and has come to nothing, left out
   * or failed, a waiting member takes its place.
   *
   * @param again whether it was worked on before, so that others wait for it
   */
  void worked(Candidate c, boolean again) {
    if (applies(c) && (again || group(c).isLast(c.rank))) {
      promote(group(c));
    }
  }

  /** The leader's transfer has failed: another member is tried. */
  void failed(Candidate c) {
    if (!applies(c)) {
      return;
    }
    HardLinkGroups.Group group = group(c);
    if (group.state() == HardLinkGroups.State.TRANSFERRING) {
      group.reopen();
      promote(group);
    }
  }

  /** Tries waiting members, one after the other, as long as none is on its way or in place. */
  private void promote(HardLinkGroups.Group group) {
    if (promoting) {
      return;
    }
    promoting = true;
    try {
      while (group.state() == HardLinkGroups.State.OPEN) {
        int rank = group.takeLatest();
        if (rank < 0) {
          return;
        }
        int ndx = waiting.indexOf(rank);
        waiting.handleNow(ndx);
        waiting.ended(ndx);
      }
    } finally {
      promoting = false;
    }
  }

  /**
   * @param others where a missing member is looked for too, to be told as no change; null for
   *     nowhere
   */
  private void linkTo(Candidate c, HardLinkGroups.Group group, @Nullable AlternateMembers others) {
    byte[] leader = group.leaderPath();
    BasisFile stand = group.stand();
    int errno =
        stand == null
            ? tree.lstat(leader, leaderStat)
            : stand.tree().lstat(stand.path(), leaderStat);
    if (errno != 0 && !session.options().dryRun) {
      session.fail("stat ", leader, " failed", errno);
      return;
    }
    if (errno == 0 && c.exists() && sameFile(c.stat)) {
      items.mention(
          c.ndx,
          c.entry,
          true,
          c.stat,
          ItemFlags.LOCAL_CHANGE | items.attributeFlags(c, true),
          new byte[0]);
      if (reportNames && session.options().info(Info.NAME) >= 2) {
        session.message(MessageCode.CLIENT).name(c.path).text(" is uptodate\n").send();
      }
      sources.present(c);
      return;
    }
    boolean existed = c.exists();
    boolean told = true;
    if (!existed && others != null && others.has(c, errno == 0 ? leaderStat : null)) {
      existed = true;
      told = others.tells(c);
    }
    int known = items.attributeFlags(c, c.exists());
    if (!creator.hardLink(c, leader)) {
      return;
    }
    if (told) {
      items.mention(c.ndx, c.entry, existed, c.stat, ItemFlags.LOCAL_CHANGE | known, leader);
      made.tell(c.path, " => ", leader);
    }
    sources.present(c);
  }

  private boolean sameFile(FileStat stat) {
    return stat.isSameFile(leaderStat);
  }
}
