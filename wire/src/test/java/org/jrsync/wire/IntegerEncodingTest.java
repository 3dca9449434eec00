package org.jrsync.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.wire.ByteTransport.bytes;

import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The integers of docs/protocol.md, "Integers" and "Indexes": known encodings, round trips,
 * truncation.
 */
class IntegerEncodingTest {
  private static String encoded(Consumer<WireOutput> writer) {
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink);
    writer.accept(out);
    out.flush();
    return HexFormat.of().formatHex(sink.written.toByteArray());
  }

  private static <T> T decoded(String hex, Function<WireInput, T> reader) {
    byte[] all = HexFormat.of().parseHex(hex);
    // Every truncation fails as the end of the stream, never with a value.
    for (int length = 0; length < all.length; length++) {
      WireInput cut = new WireInput(new ByteTransport(all, 1).truncated(length));
      assertThatThrownBy(() -> reader.apply(cut)).isInstanceOf(ConnectionClosedException.class);
    }
    T whole = reader.apply(new WireInput(new ByteTransport(all, all.length)));
    assertThat(reader.apply(new WireInput(new ByteTransport(all, 1)))).isEqualTo(whole);
    return whole;
  }

  private static void varint(int value, String hex) {
    assertThat(encoded(out -> out.writeVarint(value))).as("varint %d", value).isEqualTo(hex);
    assertThat(decoded(hex, WireInput::readVarint)).isEqualTo(value);
  }

  private static void varlong(long value, int min, String hex) {
    assertThat(encoded(out -> out.writeVarlong(value, min))).as("varlong %d", value).isEqualTo(hex);
    long got = decoded(hex, in -> in.readVarlong(min));
    assertThat(got).isEqualTo(value);
  }

  @Test
  void fixedWidth() {
    assertThat(encoded(out -> out.writeInt(0x12345678))).isEqualTo("78563412");
    assertThat(decoded("78563412", WireInput::readInt)).isEqualTo(0x12345678);
    assertThat(decoded("ffffffff", WireInput::readInt)).isEqualTo(-1);
    assertThat(encoded(out -> out.writeShort(0xfedc))).isEqualTo("dcfe");
    assertThat(decoded("dcfe", WireInput::readShort)).isEqualTo(0xfedc);
    assertThat(encoded(out -> out.writeLong(0x1122334455667788L))).isEqualTo("8877665544332211");
    assertThat(decoded("8877665544332211", WireInput::readLong)).isEqualTo(0x1122334455667788L);
    assertThat(decoded("ff", WireInput::readByte)).isEqualTo(255);
  }

  @Test
  void varints() {
    varint(0, "00");
    varint(1, "01");
    varint(0x7f, "7f");
    varint(0x80, "8080");
    varint(0xff, "80ff");
    varint(0x1234, "9234");
    varint(0x3fff, "bfff");
    varint(0x4000, "c00040");
    varint(0x12345678, "f078563412");
    varint(0x0fffffff, "efffffff");
    varint(0x10000000, "f000000010");
    varint(Integer.MAX_VALUE, "f0ffffff7f");
    varint(-1, "f0ffffffff");
    varint(Integer.MIN_VALUE, "f000000080");
  }

  @Test
  void varlongs() {
    varlong(0, 3, "000000");
    varlong(0x7fffff, 3, "7fffff");
    varlong(0x800000, 3, "80000080");
    varlong(0x12345678, 3, "92785634");
    varlong(1_700_000_000L, 4, "6500f153");
    varlong(0x7fffffffL, 4, "7fffffff");
    varlong(0x80000000L, 4, "8000000080");
    varlong(-1, 4, "f8ffffffffffffffff");
    varlong(Long.MAX_VALUE, 3, "fcffffffffffffff7f");
    varlong(Long.MIN_VALUE, 3, "fc0000000000000080");
    varlong(0x3ffffffffffffffL, 3, "fbffffffffffffff");
  }

  @Test
  void oldLongs() {
    assertThat(encoded(out -> out.writeLongInt(5))).isEqualTo("05000000");
    assertThat(encoded(out -> out.writeLongInt(0x7fffffffL))).isEqualTo("ffffff7f");
    assertThat(encoded(out -> out.writeLongInt(0x80000000L))).isEqualTo("ffffffff0000008000000000");
    assertThat(encoded(out -> out.writeLongInt(-1))).isEqualTo("ffffffffffffffffffffffff");
    assertThat(decoded("ffffffff0000008000000000", WireInput::readLongInt)).isEqualTo(0x80000000L);
    assertThat(decoded("ffffff7f", WireInput::readLongInt)).isEqualTo(0x7fffffffL);
    // Any other negative 32-bit value stands for itself.
    assertThat(decoded("feffffff", WireInput::readLongInt)).isEqualTo(-2);
  }

  @Test
  void varintRoundTrips() {
    Random random = new Random(1);
    int count = 20_000;
    int[] ints = new int[count];
    long[] longs = new long[count];
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink, new IoTimeout(), 1024);
    for (int i = 0; i < count; i++) {
      ints[i] = random.nextInt() >>> random.nextInt(32);
      longs[i] = random.nextLong() >>> random.nextInt(64);
      out.writeVarint(ints[i]);
      out.writeVarlong(longs[i], 3 + i % 6);
      out.writeLongInt(longs[i]);
    }
    out.flush();
    WireInput in = new WireInput(new ByteTransport(sink.written.toByteArray(), 777));
    for (int i = 0; i < count; i++) {
      assertThat(in.readVarint()).isEqualTo(ints[i]);
      assertThat(in.readVarlong(3 + i % 6)).isEqualTo(longs[i]);
      assertThat(in.readLongInt()).isEqualTo(longs[i]);
    }
    assertThat(in.bytesRead()).isEqualTo(out.bytesWritten());
  }

  @Test
  void overlongVarintsAreRefused() {
    assertThatThrownBy(
            () -> new WireInput(new ByteTransport(bytes(0xf8, 1, 2, 3, 4, 5), 9)).readVarint())
        .isInstanceOf(ProtocolException.class)
        .hasMessage("Overflow in read_varint()")
        .extracting(e -> ((RsyncException) e).exitCode())
        .isEqualTo(ExitCode.STREAM_IO);
    assertThatThrownBy(() ->
            new WireInput(new ByteTransport(bytes(0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9), 9))
                .readVarlong(4))
        .hasMessage("Overflow in read_varlong()");
  }

  @Test
  void indexes() {
    assertThat(
            encoded(out -> {
              out.writeNdx(0); // 1 above -1
              out.writeNdx(1);
              out.writeNdx(254); // 253 above: the longest one-byte step
              out.writeNdx(508); // 254 above
              out.writeNdx(508); // no step
              out.writeNdx(508 + 0x7fff);
              out.writeNdx(508 + 0x7fff + 0x8000);
              out.writeNdx(3); // back
              out.writeNdx(Protocol.NDX_DONE);
              out.writeNdx(Protocol.NDX_FLIST_EOF); // 1 above 1
              out.writeNdx(Protocol.NDX_FLIST_OFFSET);
              out.writeNdx(Protocol.NDX_FLIST_OFFSET - 5);
              out.writeNdx(4);
            }))
        .isEqualTo("0101fdfe00fefe0000fe7ffffe80fb0101fe8003000000ff01ff63ff0501");
  }

  @Test
  void indexRoundTrips() {
    Random random = new Random(2);
    int[] values = new int[10_000];
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (random.nextInt() >>> 1 >>> random.nextInt(31)) * (random.nextInt(4) == 0 ? -1 : 1);
      out.writeNdx(values[i]);
    }
    out.flush();
    WireInput in = new WireInput(new ByteTransport(sink.written.toByteArray(), 100));
    for (int value : values) {
      assertThat(in.readNdx()).isEqualTo(value);
    }
  }

  @Test
  void indexesOutOfRangeAreRefused() {
    WireInput in = new WireInput(new ByteTransport(bytes(0xfe, 0xff, 0xff, 0xff, 0xff, 0x05), 9));
    assertThat(in.readNdx()).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(in::readNdx)
        .hasMessage("Invalid file index: 2147483652 [client]")
        .extracting(e -> ((RsyncException) e).exitCode())
        .isEqualTo(ExitCode.PROTOCOL);
  }

  @Test
  void protocol29HasPlainIntegers() {
    assertThat(
            encoded(out -> {
              out.setProtocol(29);
              out.writeNdx(7);
              out.writeNdx(-1);
              out.writeVarint30(9);
              out.writeVarlong30(0x100000000L, 3);
            }))
        .isEqualTo("07000000ffffffff09000000ffffffff0000000001000000");
  }

  @Test
  void vstrings() {
    byte[] longText = new byte[300];
    assertThat(encoded(out -> out.writeVstring(new byte[] {'m', 'd', '5'}))).isEqualTo("036d6435");
    assertThat(encoded(out -> out.writeVstring(longText))).startsWith("812c0000").hasSize(604);
    String text =
        decoded("036d6435", in -> new String(in.readVstring(255, ExitCode.UNSUPPORTED), US_ASCII));
    assertThat(text).isEqualTo("md5");
    assertThatThrownBy(() ->
            new WireInput(new ByteTransport(bytes(0x81, 0), 9))
                .readVstring(255, ExitCode.UNSUPPORTED))
        .hasMessage("over-long vstring received (256 > 255)");
    assertThatThrownBy(() -> encoded(out -> out.writeVstring(new byte[0x8000])))
        .hasMessage("attempting to send over-long vstring (32768 > 32767)");
  }

  @Test
  void boundedIntegersNameTheField() {
    WireInput in = new WireInput(new ByteTransport(bytes(5, 0, 0, 0, 7, 0x81, 0), 9));
    assertThatThrownBy(() -> in.readIntBounded(0, 4, "count"))
        .hasMessage("wire value count out of range: 5 not in [0,4] [client]");
    assertThatThrownBy(() -> in.readVarintBounded(8, 9, "mode"))
        .hasMessage("wire value mode out of range: 7 not in [8,9] [client]");
    assertThatThrownBy(() -> in.readVarintSize(100, "name"))
        .hasMessage("wire size name out of range: 256 > 100 [client]");
  }
}
