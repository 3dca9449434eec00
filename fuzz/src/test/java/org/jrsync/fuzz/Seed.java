package org.jrsync.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jrsync.wire.WireOutput;

/** Makes an input piece by piece. */
public final class Seed {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Seed() {}

  /** One that begins with these bytes. */
  public static Seed of(int... numbers) {
    return new Seed().then(numbers);
  }

  /** The bytes of a text. */
  public static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Adds bytes. */
  public Seed then(int... numbers) {
    for (int number : numbers) {
      bytes.write(number);
    }
    return this;
  }

  /** Adds bytes. */
  public Seed then(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  /** Adds a text. */
  public Seed then(String text) {
    return then(text(text));
  }

  /** Adds bytes in hexadecimal digits. */
  public Seed hex(String digits) {
    return then(HexFormat.of().parseHex(digits));
  }

  /** Adds what is written in a protocol version. */
  public Seed wire(int protocol, Consumer<WireOutput> writer) {
    BytesTransport sink = new BytesTransport(new byte[0], 1);
    WireOutput out = sink.output(protocol);
    writer.accept(out);
    out.flush();
    return then(sink.heard());
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }
}
