package org.jrsync.interop.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A path or name as bytes, comparable and printable. */
public final class Name implements Comparable<Name> {
  private final byte[] bytes;

  private Name(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Name of(byte[] bytes) {
    return new Name(bytes.clone());
  }

  /** A name in UTF-8. */
  public static Name of(String text) {
    return new Name(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** This path with another component behind it; the empty path is the root. */
  public Name child(Name name) {
    if (isEmpty()) {
      return name;
    }
    byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.bytes.length);
    joined[bytes.length] = '/';
    System.arraycopy(name.bytes, 0, joined, bytes.length + 1, name.bytes.length);
    return new Name(joined);
  }

  public Name child(String name) {
    return child(of(name));
  }

  /** The folder that holds this path; the root's own is the root. */
  public Name parent() {
    for (int i = bytes.length - 1; i > 0; i--) {
      if (bytes[i] == '/') {
        return new Name(Arrays.copyOf(bytes, i));
      }
    }
    return new Name(new byte[0]);
  }

  /** Whether this path lies below the given folder. */
  public boolean below(Name folder) {
    if (folder.isEmpty()) {
      return !isEmpty();
    }
    int length = folder.bytes.length;
    return bytes.length > length
        && bytes[length] == '/'
        && Arrays.equals(bytes, 0, length, folder.bytes, 0, length);
  }

  @Override
  public int compareTo(Name other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /**
   * Printable: everything outside ASCII's printable range as {@code \xNN}, long paths shortened in
   * the middle.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      if (b >= 0x20 && b < 0x7f && b != '\\') {
        text.append((char) b);
      } else {
        text.append("\\x")
            .append(Character.forDigit((b >> 4) & 15, 16))
            .append(Character.forDigit(b & 15, 16));
      }
    }
    return text.length() <= 200
        ? text.toString()
        : text.substring(0, 90) + "..." + text.substring(text.length() - 90);
  }
}
