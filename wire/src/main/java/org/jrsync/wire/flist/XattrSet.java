package org.jrsync.wire.flist;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes of a file, ordered by name. A list of files shares equal sets. Of a value
 * of more than {@link #MAX_SHORT} bytes only the length and a digest are known at first; a receiver
 * that gets or finds the whole value keeps it here.
 *
 * <p>Immutable but for those whole values, which belong to the receiver's thread alone.
 */
public final class XattrSet {

  /** The most bytes of a value that is sent with the list. */
  public static final int MAX_SHORT = 32;

  /** Bytes of the digest of a long value. */
  public static final int DIGEST_LENGTH = 16;

  /** The set of files without attributes. */
  public static final XattrSet EMPTY = new XattrSet(new Item[0]);

  /** About how much memory a set takes without its attributes, in bytes. */
  static final long OWN_BYTES = 64;

  /** About how much an attribute takes besides its name and its value, in bytes. */
  static final long ITEM_BYTES = 104;

  private final Item[] items;

  /** The places of the attributes, ordered by number; null where that is their own order. */
  private final int @Nullable [] byNumber;

  private final byte[] @Nullable [] whole;

  /**
   * One attribute.
   *
   * @param name its whole name, without a zero at its end
   * @param length bytes in the value
   * @param value the value, or the digest of a long one
   * @param number its place among the sender's, from 1
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by the set.
  public record Item(byte[] name, int length, byte[] value, int number) {

    /** Whether the value is too long to be sent with the list. */
    public boolean isLong() {
      return length > MAX_SHORT;
    }

    /** Whether name and value are the same, as far as they are known. */
    public boolean sameAs(Item other) {
      return Arrays.equals(name, other.name) && sameValue(other);
    }

    /** Whether the values are the same, as far as they are known. */
    public boolean sameValue(Item other) {
      return length == other.length && Arrays.equals(value, other.value);
    }
  }

  /** A set of these attributes, which are ordered by name. */
  public XattrSet(Item[] items) {
    this.items = items;
    this.byNumber = isOrderedByNumber(items) ? null : byNumber(items);
    this.whole = new byte[items.length] @Nullable [];
  }

  private static boolean isOrderedByNumber(Item[] items) {
    for (int i = 1; i < items.length; i++) {
      if (items[i].number <= items[i - 1].number) {
        return false;
      }
    }
    return true;
  }

  private static int[] byNumber(Item[] items) {
    long[] keys = new long[items.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) items[i].number << 32 | i;
    }
    Arrays.sort(keys);
    int[] places = new int[keys.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = (int) keys[i];
    }
    return places;
  }

  /** Number of attributes. */
  public int size() {
    return items.length;
  }

  /** The attribute at a place of the order by name. */
  public Item item(int index) {
    return items[index];
  }

  /** Where the attribute with the sender's number is, or -1. */
  public int indexOf(int number) {
    int low = 0;
    int high = items.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int place = byNumber == null ? middle : byNumber[middle];
      int found = items[place].number;
      if (found == number) {
        return place;
      }
      if (found < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** Where the attribute with a name is, or -1. */
  public int indexOf(byte[] name) {
    int low = 0;
    int high = items.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(items[middle].name, name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** The whole value, null where it is not known. */
  public byte @Nullable [] value(int index) {
    return items[index].isLong() || whole[index] != null ? whole[index] : items[index].value;
  }

  /** Keeps the whole value of an attribute. */
  public void keep(int index, byte[] value) {
    whole[index] = value;
  }

  /** About how much memory the set takes, in bytes. */
  long bytes() {
    long bytes = OWN_BYTES;
    for (Item item : items) {
      bytes += ITEM_BYTES + item.name.length + item.value.length;
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof XattrSet that) || items.length != that.items.length) {
      return false;
    }
    for (int i = 0; i < items.length; i++) {
      if (!items[i].sameAs(that.items[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = items.length;
    for (Item item : items) {
      hash = 31 * (31 * hash + Arrays.hashCode(item.name)) + Arrays.hashCode(item.value);
    }
    return hash;
  }
}
