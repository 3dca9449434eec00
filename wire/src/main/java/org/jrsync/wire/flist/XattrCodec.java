package org.jrsync.wire.flist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes on the wire (docs/protocol.md, "File list", "Extended attributes"): the sets
 * behind the entries of a list, and the values that are asked for later.
 */
public final class XattrCodec {
  /**
   * Attributes of one file. Linux lists none whose names take more than 64 KiB, and the shortest
   * are of seven bytes; other systems may have some more.
   */
  static final int MAX_COUNT = 16_384;

  /** Bytes of a name with its zero. Systems have at most 255, and a prefix may come before. */
  static final int MAX_NAME = 512;

  /** Bytes of a value. */
  static final int MAX_VALUE = 128 << 20;

  /** Bytes of all names and values of one file. */
  static final long MAX_BYTES = 512L << 20;

  /** The order of names: as unsigned bytes. */
  public static final Comparator<XattrSet.Item> BY_NAME =
      (a, b) -> Arrays.compareUnsigned(a.name(), b.name());

  private XattrCodec() {}

  /** How attributes are named on the other side. */
  @FunctionalInterface
  public interface Names {
    /** As they are. */
    Names SAME = name -> name;

    /** The name over there for one here, or the other way round; null to leave it out. */
    byte @Nullable [] other(byte[] name);
  }

  /** Writes a set that the other side does not have yet. */
  static void write(WireOutput out, XattrSet set, Names names) {
    out.writeVarint(set.size());
    for (int i = 0; i < set.size(); i++) {
      XattrSet.Item item = set.item(i);
      byte[] told = names.other(item.name());
      byte[] name = told == null ? item.name() : told;
      out.writeVarint(name.length + 1);
      out.writeVarint(item.length());
      out.write(name);
      out.writeByte(0);
      out.write(item.value());
    }
  }

  /**
   * Reads a set. Of several attributes that have one name here, the last counts: names that differ
   * over there need not do so here.
   *
   * @param sets whose memory each attribute is taken from before it is read
   */
  static XattrSet read(WireInput in, Names names, SharedList<XattrSet> sets) {
    int count = in.readVarintBounded(0, MAX_COUNT, "xattr count");
    List<XattrSet.Item> items = new ArrayList<>();
    long total = 0;
    for (int number = 1; number <= count; number++) {
      int nameLength = in.readVarintSize(MAX_NAME, "xattr name_len");
      int length = in.readVarintSize(Integer.MAX_VALUE, "xattr datum_len");
      requireValue(length);
      total += nameLength + length;
      if (total > MAX_BYTES) {
        throw ProtocolException.value(
            "xattr list exceeds per-file limit [" + in.role().text() + "]");
      }
      int told = length > XattrSet.MAX_SHORT ? XattrSet.DIGEST_LENGTH : length;
      long taken = XattrSet.ITEM_BYTES + nameLength + told;
      sets.reserve(taken);
      byte[] name = readName(in, nameLength);
      byte[] value = in.readBytes(told);
      byte[] local = names.other(name);
      if (local != null) {
        items.add(new XattrSet.Item(local, length, value, number));
      } else {
        sets.giveBack(taken);
      }
    }
    return new XattrSet(ordered(items));
  }

  private static XattrSet.Item[] ordered(List<XattrSet.Item> items) {
    items.sort(BY_NAME);
    int kept = 0;
    for (XattrSet.Item item : items) {
      boolean again = kept > 0 && Arrays.equals(items.get(kept - 1).name(), item.name());
      items.set(again ? kept - 1 : kept++, item);
    }
    return items.subList(0, kept).toArray(XattrSet.Item[]::new);
  }

  private static byte[] readName(WireInput in, int length) {
    byte[] name = in.readBytes(length);
    if (length < 1 || name[length - 1] != 0) {
      throw new ProtocolException(
          ExitCode.FILE_IO, "Invalid xattr name received (missing trailing \\0).");
    }
    int end = 0;
    while (name[end] != 0) {
      end++;
    }
    return Arrays.copyOf(name, end);
  }

  private static void requireValue(int length) {
    if (length > MAX_VALUE) {
      throw ProtocolException.value("xattr datum_len exceeds per-value limit");
    }
  }

  /** Takes the attributes that are asked for, or their values. */
  @FunctionalInterface
  public interface Request {
    /** Takes the attribute at this place of the set, whose value is what comes next. */
    void take(int index);
  }

  /**
   * Reads the numbers of attributes with what follows each.
   *
   * @param set the file's attributes
   * @param file names the file in errors
   */
  public static void readRequests(WireInput in, XattrSet set, byte[] file, Request request) {
    long number = 0;
    while (true) {
      int step = in.readVarint();
      if (step == 0) {
        return;
      }
      number += step;
      int index = number < 1 || number > MAX_COUNT ? -1 : set.indexOf((int) number);
      if (index < 0) {
        throw ProtocolException.value(
            "["
                + in.role().text()
                + "] could not find xattr #"
                + number
                + " for "
                + FileListErrors.show(file, 0, file.length));
      }
      if (!set.item(index).isLong()) {
        throw wrongRequest(in, set, index, file);
      }
      request.take(index);
    }
  }

  /** The refusal of a number that came before, or whose value was sent with the list. */
  public static ProtocolException wrongRequest(WireInput in, XattrSet set, int index, byte[] file) {
    byte[] name = set.item(index).name();
    return ProtocolException.value(
        "["
            + in.role().text()
            + "] internal abbrev error on "
            + FileListErrors.show(file, 0, file.length)
            + " ("
            + FileListErrors.show(name, 0, name.length)
            + ", len="
            + set.item(index).length()
            + ")!");
  }

  /**
   * Reads a value behind its number.
   *
   * @param sets whose memory the value is taken from
   */
  public static byte[] readValue(WireInput in, SharedList<XattrSet> sets) {
    int length = in.readVarintSize(Integer.MAX_VALUE, "xattr datum_len");
    requireValue(length);
    sets.reserve(length);
    return in.readBytes(length);
  }
}
