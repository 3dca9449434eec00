package org.jrsync.wire.flist;

import org.jrsync.wire.charset.Conversion;
import org.jspecify.annotations.Nullable;

/** The name and the target of a link under which an entry is sent, in the wire's charset. */
final class SentNames {
  private final @Nullable Conversion conversion;
  private final boolean links;
  private final FileEntry converted = new FileEntry();

  SentNames(FileListFormat format) {
    this.conversion = format.charset == null ? null : format.charset.toWire();
    this.links = format.convertsLinks;
  }

  /**
   * Converts what an entry has.
   *
   * @return why its name cannot be converted, in the system's words; null if it can
   */
  @Nullable String takeName(FileEntry entry) {
    Conversion c = conversion;
    if (c == null) {
      return null;
    }
    converted.pathLength =
        c.convert(entry.path, 0, entry.pathLength, converted.path, 0, FileEntry.MAX_PATH);
    return converted.pathLength == Conversion.FAILED ? c.reason() : null;
  }

  /** As {@link #takeName}, of the target. */
  @Nullable String takeLink(FileEntry entry) {
    Conversion c = conversion;
    if (c == null || !links) {
      return null;
    }
    converted.linkLength =
        c.convert(entry.link, 0, entry.linkLength, converted.link, 0, FileEntry.MAX_LINK);
    return converted.linkLength == Conversion.FAILED ? c.reason() : null;
  }

  /** Whose path is sent for the entry that was taken. */
  FileEntry path(FileEntry entry) {
    return conversion == null ? entry : converted;
  }

  /** Whose target is sent for the entry that was taken. */
  FileEntry link(FileEntry entry) {
    return conversion == null || !links ? entry : converted;
  }
}
