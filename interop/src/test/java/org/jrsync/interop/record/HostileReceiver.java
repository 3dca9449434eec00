package org.jrsync.interop.record;

/** What a receiving side says after the beginning: filter rules, requests and the end. */
final class HostileReceiver {
  private static final int BASIS_TYPE = 1 << 11;
  private static final int XNAME = 1 << 12;
  private static final int LOCAL = 1 << 14;
  private static final int TRANSFER = 1 << 15;

  /** Where the sample tree's {@code one} and the link before it stand in the list. */
  private static final int ONE = 4;

  private static final int LINKED = 3;

  private final Hostile session;
  private final FieldWriter fields;
  private final int first;

  HostileReceiver(Hostile session, FieldWriter fields) {
    this.session = session;
    this.fields = fields;
    this.first = session.incremental() ? 1 : 0;
  }

  void write() {
    if (session.reader().server()) {
      rules();
    }
    item("local item: ", first + LINKED, LOCAL | XNAME | BASIS_TYPE);
    item("request: ", first + ONE, TRANSFER);
    fields.fourBytes("request: block count", 1);
    fields.fourBytes("request: block length", 700);
    fields.fourBytes("request: strong sum length", 2);
    fields.fourBytes("request: remainder", 75);
    fields.out().writeInt(12_345);
    fields.out().writeShort(6_789);
    // The sample's three parts of the list end one by one.
    int phases = session.incremental() ? 5 : 3;
    for (int i = 0; i < phases; i++) {
      fields.index("end of phase " + (i + 1), -1);
    }
    if (session.protocol() >= 31) {
      Deletions.write(fields);
      fields.index("goodbye 1", -1);
    }
    fields.index("goodbye", -1);
  }

  private void rules() {
    String rule = session.protocol() >= 29 ? "- no-such" : "- x";
    for (long n = fields.pick("filter rules: count", 1); n > 0; n--) {
      byte[] text = fields.name("filter rule", rule);
      fields.fourBytes("filter rule: length", text.length);
      fields.out().write(text);
    }
    fields.fourBytes("filter rules: end", 0);
  }

  private void item(String at, int index, int flags) {
    fields.index(at + "index", index);
    fields.twoBytes(at + "item flags", flags);
    if ((flags & BASIS_TYPE) != 0) {
      fields.oneByte(at + "basis type", 0x80);
    }
    if ((flags & XNAME) != 0) {
      fields.vstring(at + "name length", fields.name(at + "name", "a"));
    }
  }
}
