package org.jrsync.wire.flist;

import org.jrsync.wire.charset.Conversion;
import org.jrsync.wire.charset.NameCharset;

/**
 * Converts the names of received entries to the charset of this side, and the targets of links. An
 * entry for which that fails stays in its list, since indexes count it, without a name and cleared.
 */
final class ReceivedNames {
  private final Conversion conversion;
  private final boolean links;
  private final ConversionFailures failures;
  private final byte[] wire = new byte[Math.max(FileEntry.MAX_PATH, FileEntry.MAX_LINK)];

  ReceivedNames(NameCharset charset, boolean links, ConversionFailures failures) {
    this.conversion = charset.fromWire();
    this.links = links;
    this.failures = failures;
  }

  /** Converts the entry's path, which it has as it came. */
  void convertPath(FileEntry entry) {
    int length = entry.pathLength;
    System.arraycopy(entry.path, 0, wire, 0, length);
    entry.pathLength = conversion.convert(wire, 0, length, entry.path, 0, FileEntry.MAX_PATH);
    if (entry.pathLength == Conversion.FAILED) {
      failures.name(java.util.Arrays.copyOf(wire, length), conversion.reason());
      clear(entry);
    }
  }

  /** Converts the target of the entry, which it has as it came. */
  void convertLink(FileEntry entry) {
    int length = entry.linkLength;
    if (!links) {
      return;
    }
    System.arraycopy(entry.link, 0, wire, 0, length);
    entry.linkLength = conversion.convert(wire, 0, length, entry.link, 0, FileEntry.MAX_LINK);
    if (entry.linkLength == Conversion.FAILED) {
      failures.link(entry.pathCopy(), conversion.reason());
      entry.linkLength = 0;
      clear(entry);
    }
  }

  private static void clear(FileEntry entry) {
    entry.pathLength = 0;
    entry.flags |= EntryFlags.CLEARED;
  }

  /** Whether an entry is left out. */
  static boolean isCleared(FileEntry entry) {
    return entry.has(EntryFlags.CLEARED);
  }
}
