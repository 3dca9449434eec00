package org.jrsync.interop.record;

/** The counts of deletions that one side tells the other. */
final class Deletions {
  private Deletions() {}

  static void write(FieldWriter fields) {
    fields.index("deletions: mark", -3);
    for (String kind : new String[] {"files", "directories", "symlinks", "devices", "specials"}) {
      fields.varint("deletions: " + kind, 1);
    }
  }
}
