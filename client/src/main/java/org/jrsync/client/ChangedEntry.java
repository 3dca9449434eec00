package org.jrsync.client;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A file, directory, link or device that the transfer changed, or would change in a dry run.
 *
 * @param changes eleven characters that tell what was changed, as {@code --itemize-changes} shows
 *     them: {@code >f+++++++++} for a new file, {@code *deleting } for one that was deleted
 * @param name its path below the destination; what it links to may follow, behind an arrow
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares entries.
public record ChangedEntry(String changes, byte[] name) {

  /** Whether it was deleted from the destination. */
  public boolean isDeleted() {
    return changes.startsWith("*deleting");
  }

  /** The path as UTF-8. It may be the peer's choice: see {@link #printable} for a terminal. */
  public String path() {
    return new String(name, UTF_8);
  }

  /** The path, fit for a terminal as {@link Message#printable} is. */
  public String printable() {
    return Message.printable(name);
  }

  @Override
  public String toString() {
    return changes + " " + printable();
  }
}
