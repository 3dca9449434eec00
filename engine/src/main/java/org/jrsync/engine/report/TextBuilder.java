package org.jrsync.engine.report;

import java.util.Arrays;

/** Builds a line of output out of text and names, as bytes. Reusable; for one thread at a time. */
public final class TextBuilder {
  private byte[] bytes = new byte[128];
  private int length;

  /** An empty text. */
  public TextBuilder() {}

  /** Appends text of which each character stands for one byte. */
  public TextBuilder text(CharSequence latin1) {
    int n = latin1.length();
    grow(n);
    for (int i = 0; i < n; i++) {
      bytes[length++] = (byte) latin1.charAt(i);
    }
    return this;
  }

  /** Appends one byte. */
  public TextBuilder add(int b) {
    grow(1);
    bytes[length++] = (byte) b;
    return this;
  }

  /** Appends all bytes of a name. */
  public TextBuilder bytes(byte[] source) {
    return bytes(source, 0, source.length);
  }

  /** Appends a slice. */
  public TextBuilder bytes(byte[] source, int offset, int count) {
    grow(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Appends a number in decimal. */
  public TextBuilder number(long value) {
    return text(Long.toString(value));
  }

  /** Appends a byte a number of times; none if the count is negative. */
  public TextBuilder repeat(int b, int count) {
    for (int i = 0; i < count; i++) {
      add(b);
    }
    return this;
  }

  /** Appends text after as many spaces as bring it to {@code width} characters. */
  public TextBuilder right(CharSequence latin1, int width) {
    return repeat(' ', width - latin1.length()).text(latin1);
  }

  /** Widens what was appended since {@code from} with spaces; a negative width puts them behind. */
  TextBuilder pad(int from, int width) {
    int missing = Math.abs(width) - (length - from);
    if (missing > 0) {
      repeat(' ', missing);
      if (width > 0) {
        System.arraycopy(bytes, from, bytes, from + missing, length - missing - from);
        Arrays.fill(bytes, from, from + missing, (byte) ' ');
      }
    }
    return this;
  }

  /** Number of bytes so far. */
  public int length() {
    return length;
  }

  byte at(int index) {
    return bytes[index];
  }

  /** Drops everything, or everything from {@code newLength} on. */
  public TextBuilder truncate(int newLength) {
    length = newLength;
    return this;
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void grow(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
