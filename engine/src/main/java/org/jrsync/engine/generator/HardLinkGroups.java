package org.jrsync.engine.generator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.wire.flist.FileList;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the groups of hard-linked entries: which member is made first, which wait for it, and where
 * it is once it is there. A member that is missing at the destination waits in the hope that a
 * later one exists already; the last known member is made in any case. Members are known by their
 * rank, {@link Candidate#rank}.
 */
final class HardLinkGroups {
  /** What has become of a group. */
  enum State {
    /** No member is in place yet. */
    OPEN,
    /** One member is being transferred. */
    TRANSFERRING,
    /** One member is in place. */
    DONE
  }

  /** One group. */
  static final class Group {
    private State state = State.OPEN;
    private int last;
    private int[] waiting = new int[2];
    private int waitingCount;
    private byte[] leaderPath = new byte[0];
    private @Nullable BasisFile stand;

    State state() {
      return state;
    }

    /** Where the member in place is, once {@link State#DONE}. */
    byte[] leaderPath() {
      return leaderPath;
    }

    /**
     * The file that stands for the member in place, where a dry run has not linked it there; null
     * if that one is there itself.
     */
    @Nullable BasisFile stand() {
      return stand;
    }

    /** Whether no later member is known. */
    boolean isLast(int rank) {
      return rank >= last;
    }

    void transferring() {
      state = State.TRANSFERRING;
    }

    /** The leader could not be transferred. */
    void reopen() {
      state = State.OPEN;
    }

    void done(byte[] path, @Nullable BasisFile instead) {
      state = State.DONE;
      leaderPath = path;
      stand = instead;
    }

    /** Adds a member that waits for another. */
    void await(int rank) {
      if (waitingCount == waiting.length) {
        waiting = Arrays.copyOf(waiting, waitingCount * 2);
      }
      waiting[waitingCount++] = rank;
    }

    /**
     * Takes the members that wait in the order in which rsync links them: those behind the leader
     * as they stand in the list, then those before it from the nearest on.
     */
    int[] takeWaiting(int leader) {
      int[] sorted = Arrays.copyOf(waiting, waitingCount);
      Arrays.sort(sorted);
      int before = 0;
      while (before < sorted.length && sorted[before] < leader) {
        before++;
      }
      int[] taken = Arrays.copyOfRange(sorted, before, before + sorted.length);
      for (int i = 0; i < before; i++) {
        taken[taken.length - 1 - i] = sorted[i];
      }
      waitingCount = 0;
      return taken;
    }

    /** Takes the member that came last, which is to be made now; -1 when none waits. */
    int takeLatest() {
      if (waitingCount == 0) {
        return -1;
      }
      last = waiting[--waitingCount];
      return last;
    }
  }

  /** About what a group takes, in bytes, with its place in the table. */
  private static final int GROUP_BYTES = 160;

  private final Map<Integer, Group> groups = new HashMap<>();

  /** Notes the members in a new part of the list, of whose budget new groups are taken. */
  void add(FileList list) {
    for (int i = 0; i < list.count(); i++) {
      int number = list.isActive(i) ? list.hardLinkGroup(i) : -1;
      if (number >= 0) {
        Group group = groups.get(number);
        if (group == null) {
          list.memory().reserve(GROUP_BYTES, "memory for groups of hard links");
          group = new Group();
          groups.put(number, group);
        }
        group.last = Math.max(group.last, list.ndxStart() + i);
      }
    }
  }

  /** The group with this number, which {@link #add} has seen. */
  Group get(int number) {
    Group group = groups.get(number);
    if (group == null) {
      throw new IllegalStateException("unknown hard-link group " + number);
    }
    return group;
  }
}
