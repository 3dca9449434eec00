package org.jrsync.engine.generator;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.SharedList;
import org.jrsync.wire.flist.XattrSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which long values of extended attributes are missing here, and asks for each of them
 * once: entries with the same attributes share the answer (docs/protocol.md, "Item flags").
 */
final class XattrRequests {
  private final SharedList<XattrSet> sets;

  /** Values of a set that were asked for, or found here. */
  private final Map<Integer, BitSet> settled = new HashMap<>();

  private final BitSet wanted = new BitSet();

  XattrRequests(SharedList<XattrSet> sets) {
    this.sets = sets;
  }

  /**
   * Compares the attributes of an entry with those of the file here, and notes the values that are
   * wanted for {@link #settle}.
   *
   * @param index of the entry's set
   * @param here those of the file, null where there is none
   * @return whether they differ
   */
  boolean differ(int index, @Nullable XattrSet here) {
    wanted.clear();
    if (index < 0) {
      return here != null && here.size() > 0;
    }
    XattrSet set = sets.get(index);
    int common = 0;
    for (int i = 0; i < set.size(); i++) {
      XattrSet.Item item = set.item(i);
      if (here != null && isIn(here, item)) {
        common++;
      } else if (item.isLong() && !settledOf(index).get(i)) {
        wanted.set(i);
      }
    }
    return common != set.size() || (here != null && here.size() != common);
  }

  private static boolean isIn(XattrSet here, XattrSet.Item wanted) {
    int at = here.indexOf(wanted.name());
    return at >= 0 && here.item(at).sameValue(wanted);
  }

  private BitSet settledOf(int index) {
    return settled.computeIfAbsent(index, key -> new BitSet());
  }

  /**
   * Asks for the values that the comparison before found wanting.
   *
   * @param out where the request goes; null where none belongs to the item
   */
  void settle(int index, @Nullable WireOutput out) {
    if (index >= 0) {
      XattrSet set = sets.get(index);
      BitSet done = settledOf(index);
      int before = 0;
      for (int i = 0; i < set.size(); i++) {
        if (!set.item(i).isLong() || done.get(i)) {
          continue;
        }
        if (!wanted.get(i)) {
          done.set(i);
        } else if (out != null) {
          out.writeVarint(set.item(i).number() - before);
          before = set.item(i).number();
          done.set(i);
        }
      }
    }
    if (out != null) {
      out.writeByte(0);
    }
  }
}
