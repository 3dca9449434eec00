package org.jrsync.interop.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/** Writes a stream number by number, each under its name, of which one can have another value. */
final class FieldWriter {
  private final WireOutput out;
  private final @Nullable String changed;
  private final long value;
  private final byte @Nullable [] name;
  private final Set<String> fields = new LinkedHashSet<>();
  private boolean renamed;

  /**
   * @param changed the field that gets another value where it is written first; null for none
   * @param value what it gets
   */
  FieldWriter(WireOutput out, @Nullable String changed, long value) {
    this.out = out;
    this.changed = changed;
    this.value = value;
    this.name = null;
  }

  /**
   * @param changed the name or text that becomes another where it is written first
   * @param name what it becomes
   */
  FieldWriter(WireOutput out, String changed, byte[] name) {
    this.out = out;
    this.changed = changed;
    this.value = 0;
    this.name = name;
  }

  /** The bytes of a name or text. */
  byte[] name(String field, String usual) {
    if (name == null || renamed || !field.equals(changed)) {
      return usual.getBytes(ISO_8859_1);
    }
    renamed = true;
    return name;
  }

  /** Whether this field is the one that becomes another. */
  boolean changes(String field) {
    return field.equals(changed);
  }

  /** The fields that were written, in their order. */
  Set<String> fields() {
    return fields;
  }

  /** The value that a field gets. */
  long pick(String field, long usual) {
    return fields.add(field) && field.equals(changed) ? value : usual;
  }

  void oneByte(String field, int usual) {
    out.writeByte((int) pick(field, usual));
  }

  void twoBytes(String field, int usual) {
    out.writeShort((int) pick(field, usual));
  }

  void fourBytes(String field, int usual) {
    out.writeInt((int) pick(field, usual));
  }

  void varint(String field, int usual) {
    out.writeVarint((int) pick(field, usual));
  }

  /** Four bytes before protocol 30, then a varint. */
  void varint30(String field, int usual) {
    out.writeVarint30((int) pick(field, usual));
  }

  /** Four or twelve bytes before protocol 30, then a varlong. */
  void varlong30(String field, long usual, int least) {
    out.writeVarlong30(pick(field, usual), least);
  }

  void longInt(String field, long usual) {
    out.writeLongInt(pick(field, usual));
  }

  void index(String field, int usual) {
    out.writeNdx((int) pick(field, usual));
  }

  /** A text with its length, which may be another than the text has, in one or two bytes. */
  void vstring(String field, byte[] text) {
    int length = (int) pick(field, text.length);
    if (length > 0x7f) {
      out.writeByte(length >> 8 | 0x80);
    }
    out.writeByte(length & 0xff);
    out.write(text);
  }

  /** A text that another field's value does not concern. */
  void text(String text) {
    out.write(text.getBytes(ISO_8859_1));
  }

  /** A text that is made longer to have a length, if the field is the changed one. */
  void padded(String field, String text) {
    long length = pick(field, text.length());
    text(text + "x".repeat((int) Math.max(0, length - text.length())));
  }

  WireOutput out() {
    return out;
  }
}
