package org.jrsync.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon's client proves that it knows the password (docs/protocol.md, "Authentication").
 * Strongest first.
 */
public enum AuthDigest {
  SHA512(ChecksumType.SHA512),
  SHA256(ChecksumType.SHA256),
  SHA1(ChecksumType.SHA1),
  MD5(ChecksumType.MD5),
  MD4(ChecksumType.MD4),
  /**
   * MD4 with four zero bytes before the text: what peers use that offer no list and speak a
   * protocol before 30.
   */
  MD4_OLD(ChecksumType.MD4_OLD);

  /** The longest list that is looked at, in characters. */
  private static final int MAX_LIST = 255;

  private final ChecksumType type;

  AuthDigest(ChecksumType type) {
    this.type = type;
  }

  /** The name in greetings. */
  public String wireName() {
    return type.wireName();
  }

  /** The names that go into a greeting, strongest first. */
  public static String list() {
    StringBuilder out = new StringBuilder();
    for (AuthDigest digest : values()) {
      if (digest != MD4_OLD) {
        out.append(out.isEmpty() ? "" : " ").append(digest.wireName());
      }
    }
    return out.toString();
  }

  /** The digest with this name, ignoring case; null for an unknown one. */
  public static @Nullable AuthDigest forName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (AuthDigest digest : values()) {
      if (digest.wireName().equals(lower)) {
        return digest;
      }
    }
    return null;
  }

  /**
   * What a client uses.
   *
   * @param serverList from the daemon's greeting, null if it had none
   * @param protocol the version agreed upon
   * @throws RsyncException with exit code 4 where nothing fits
   */
  public static AuthDigest forClient(@Nullable String serverList, int protocol) {
    AuthDigest choice = choose(serverList, protocol);
    if (choice == null) {
      throw new RsyncException(
          ExitCode.UNSUPPORTED,
          "Failed to negotiate a daemon auth checksum choice.\nServer list: "
              + serverList
              + "\nClient list: "
              + list());
    }
    return choice;
  }

  /**
   * What a daemon uses.
   *
   * @param clientList from the client's greeting, null if it had none
   * @param protocol the version agreed upon
   * @throws RsyncException with exit code 4 where nothing fits; its message is the line to send
   */
  public static AuthDigest forServer(@Nullable String clientList, int protocol) {
    AuthDigest choice = choose(clientList, protocol);
    if (choice == null) {
      throw new RsyncException(
          ExitCode.UNSUPPORTED,
          "@ERROR: your client does not support one of our daemon-auth checksums: " + list());
    }
    return choice;
  }

  private static @Nullable AuthDigest choose(@Nullable String peerList, int protocol) {
    if (peerList == null) {
      return protocol >= 30 ? MD5 : MD4_OLD;
    }
    String names = peerList.length() > MAX_LIST ? peerList.substring(0, MAX_LIST) : peerList;
    List<String> theirs = NameTable.split(names.toLowerCase(Locale.ROOT));
    for (AuthDigest digest : values()) {
      if (theirs.contains(digest.wireName())) {
        return digest;
      }
    }
    return null;
  }

  /** A challenge made of random bytes, of which there should be 32 or more. */
  public String challenge(byte[] random) {
    StrongChecksum sum = Checksums.forTransfer(type, 0);
    sum.update(random, 0, random.length);
    return text(sum);
  }

  /** The client's answer to a challenge, and what the daemon compares it with. */
  public String response(byte[] password, String challenge) {
    byte[] asked = challenge.getBytes(ISO_8859_1);
    StrongChecksum sum = Checksums.forTransfer(type, 0);
    sum.update(password, 0, password.length);
    sum.update(asked, 0, asked.length);
    return text(sum);
  }

  private static String text(StrongChecksum sum) {
    return Base64.getEncoder().withoutPadding().encodeToString(sum.digest());
  }
}
