package org.jrsync.wire;

import org.jrsync.wire.checksum.ChecksumType;
import org.jspecify.annotations.Nullable;

/**
 * The value of --checksum-choice: one name for both uses, or two with a comma between.
 *
 * @param text as given, for messages and for the peer's command line
 * @param transfer for blocks and verification; null leaves it to the protocol
 * @param file for --checksum; null leaves it to the protocol
 */
public record ChecksumChoice(
    String text, @Nullable ChecksumType transfer, @Nullable ChecksumType file) {
  /**
   * Understands the option's value.
   *
   * @return null where the choice is left to the negotiation ({@code auto} or {@code auto,auto})
   * @throws RsyncException with exit code 4 for an unknown name
   */
  public static @Nullable ChecksumChoice parse(String text) {
    int comma = text.indexOf(',');
    ChecksumType transfer = type(text, 0, comma < 0 ? text.length() : comma);
    ChecksumType file = comma < 0 ? transfer : type(text, comma + 1, text.length());
    return transfer == null && file == null ? null : new ChecksumChoice(text, transfer, file);
  }

  private static @Nullable ChecksumType type(String text, int from, int to) {
    String name = text.substring(from, to);
    if (name.equalsIgnoreCase("auto")) {
      return null;
    }
    ChecksumType type = ChecksumType.forTransfer(name);
    if (type == null) {
      throw new RsyncException(
          ExitCode.UNSUPPORTED, "unknown checksum name: " + text.substring(from));
    }
    return type;
  }
}
