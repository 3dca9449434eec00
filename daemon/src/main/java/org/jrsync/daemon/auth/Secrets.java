package org.jrsync.daemon.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jrsync.wire.AuthDigest;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a secrets file: {@code user:secret} or {@code @group:secret}. The first line for a
 * user counts and the first for a group; either may let the client in.
 */
final class Secrets {

  /** Bytes of a line that count; what a longer line has beyond them begins a line of its own. */
  private static final int MAX_LINE = 1023;

  private final byte[] content;

  Secrets(byte[] content) {
    this.content = content;
  }

  /**
   * Holds a client's answer against the secrets.
   *
   * @param group the group by which the rule for this user matched, or null
   * @return null when the answer is right, else why not, for the log
   */
  @Nullable String refuses(
      String user, @Nullable String group, AuthDigest digest, String challenge, String answer) {
    if (user.startsWith("#")) {
      return "invalid username";
    }
    byte[] userName = bytes(user);
    byte[] groupName = group == null ? null : bytes(group);
    byte[] given = bytes(answer);
    String reason = "secret not found";
    int at = 0;
    while (at < content.length && (userName != null || groupName != null)) {
      int end = lineEnd(at);
      int start = at;
      at = end < content.length && isEnd(content[end]) ? end + 1 : end;
      boolean forGroup = start < end && content[start] == '@';
      if (forGroup) {
        start++;
      }
      byte[] name = forGroup ? groupName : userName;
      if (name == null || !names(start, end, name)) {
        continue;
      }
      byte[] secret = new byte[end - start - name.length - 1];
      System.arraycopy(content, start + name.length + 1, secret, 0, secret.length);
      byte[] expected = bytes(digest.response(secret, challenge));
      Arrays.fill(secret, (byte) 0);
      if (MessageDigest.isEqual(expected, given)) {
        return null;
      }
      reason = "password mismatch";
      if (forGroup) {
        groupName = null;
      } else {
        userName = null;
      }
    }
    return reason;
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < content.length && end - from < MAX_LINE && !isEnd(content[end])) {
      end++;
    }
    return end;
  }

  private boolean names(int start, int end, byte[] name) {
    if (end - start <= name.length || content[start + name.length] != ':') {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (content[start + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
