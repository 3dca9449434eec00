package org.jrsync.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jrsync.wire.ByteTransport.bytes;
import static org.jrsync.wire.ByteTransport.concat;
import static org.jrsync.wire.ByteTransport.frame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and messages (docs/protocol.md, "Frames" and "Messages"). */
class MultiplexTest {
  /** Writes down what it is told. */
  private static final class Log implements MessageListener {
    final List<String> seen = new ArrayList<>();

    @Override
    public void text(MessageCode code, byte[] text) {
      seen.add(code + " " + new String(text, US_ASCII));
    }

    @Override
    public void ioError(int flags) {
      seen.add("ioError " + flags);
    }

    @Override
    public void ioTimeout(int seconds) {
      seen.add("ioTimeout " + seconds);
    }

    @Override
    public void noop() {
      seen.add("noop");
    }

    @Override
    public void success(int ndx, long dev, long ino) {
      seen.add("success " + ndx);
    }

    @Override
    public void noSend(int ndx) {
      seen.add("noSend " + ndx);
    }

    @Override
    public void deleted(byte[] name, boolean directory) {
      seen.add("deleted " + new String(name, US_ASCII) + (directory ? "/" : ""));
    }

    @Override
    public void blockStats(long touchedBlocks) {
      seen.add("blockStats " + touchedBlocks);
    }
  }

  private final Log log = new Log();

  private WireInput multiplexed(byte[] stream, int step) {
    WireInput in = new WireInput(new ByteTransport(stream, step));
    in.setRole(Role.SENDER);
    in.startMultiplexing(log, false);
    return in;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Every kind of message, each in the middle of one 32-bit integer. */
  private static byte[] everyMessage() {
    return concat(
        frame(0, bytes(0x78)),
        frame(2, ascii("info\n")),
        frame(0, new byte[0]),
        frame(4, ascii("warning\n")),
        frame(3, ascii("error\n")),
        frame(1, ascii("error_xfer\n")),
        frame(0, bytes(0x56)),
        frame(22, bytes(0xff, 0, 0, 0)),
        frame(33, bytes(60, 0, 0, 0)),
        frame(33, bytes(0, 0, 0, 0)),
        frame(33, bytes(90, 0, 0, 0)),
        frame(42, new byte[0]),
        frame(0, bytes(0x34)),
        frame(100, bytes(5, 0, 0, 0)),
        frame(101, ascii("gone")),
        frame(101, ascii("dir\0")),
        frame(11, bytes(1, 0, 0, 0, 1, 0, 0, 0)),
        frame(0, bytes(0x12)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100_000})
  void messagesInsideAPrimitive(int step) {
    WireInput in = multiplexed(everyMessage(), step);
    assertThat(in.readInt()).isEqualTo(0x12345678);
    assertThat(log.seen)
        .containsExactly(
            "INFO info\n",
            "WARNING warning\n",
            "ERROR error\n",
            "ERROR_XFER error_xfer\n",
            "ioError 7",
            "ioTimeout 60",
            "noop",
            "success 5",
            "deleted gone",
            "deleted dir/",
            "blockStats 4294967297");
    assertThat(in.timeout().seconds()).isEqualTo(60);
  }

  @Test
  void everyTruncationIsTheEndOfTheStream() {
    byte[] all = everyMessage();
    for (int length = 0; length < all.length; length++) {
      WireInput in = new WireInput(new ByteTransport(all, 5).truncated(length));
      in.setRole(Role.SENDER);
      in.startMultiplexing(log, false);
      RsyncException e = catchThrowableOfType(ConnectionClosedException.class, in::readInt);
      assertThat(e.exitCode()).isEqualTo(ExitCode.STREAM_IO);
      assertThat(e)
          .hasMessage(
              "rsync: connection unexpectedly closed ("
                  + length
                  + " bytes received so far) [sender]");
    }
  }

  @Test
  void byteCountsAreGrouped() {
    assertThat(new ConnectionClosedException(1234567, Role.EARLY_RECEIVER))
        .hasMessage(
            "rsync: connection unexpectedly closed (1,234,567 bytes received so far) [Receiver]");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 9, 10})
  void siblingMessagesAreRefusedFromAPeer(int code) {
    assertInvalid(frame(code, bytes(0, 0, 0, 0)), "invalid multi-message " + code + ":4 [sender]");
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 33, 100, 86})
  void integersMustHaveFourBytes(int code) {
    assertInvalid(frame(code, bytes(0, 0, 0)), "invalid multi-message " + code + ":3 [sender]");
    assertInvalid(
        frame(code, bytes(0, 0, 0, 0, 0)), "invalid multi-message " + code + ":5 [sender]");
  }

  @Test
  void otherLengthsAreChecked() {
    assertInvalid(frame(42, bytes(0)), "invalid multi-message 42:1 [sender]");
    assertInvalid(frame(11, bytes(0, 0, 0, 0)), "invalid multi-message 11:4 [sender]");
    assertInvalid(frame(20, bytes()), "unexpected tag 20 [sender]");
    assertInvalid(bytes(0, 0, 0, 0xff), "unexpected tag -8 [sender]");
    assertInvalid(bytes(0, 0, 0, 0), "unexpected tag -7 [sender]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 101})
  void longTextsAreRefusedBeforeTheyAreRead(int code) {
    assertInvalid(bytes(0, 0x14, 0, code + 7), "multiplexing overflow " + code + ":5120 [sender]");
    assertInvalid(
        bytes(0xff, 0xff, 0xff, code + 7), "multiplexing overflow " + code + ":16777215 [sender]");
    WireInput in = multiplexed(concat(frame(code, new byte[5119]), frame(0, bytes(9))), 100);
    assertThat(in.readByte()).isEqualTo(9);
  }

  private void assertInvalid(byte[] stream, String message) {
    WireInput in = multiplexed(stream, 3);
    RsyncException e = catchThrowableOfType(ProtocolException.class, in::readByte);
    assertThat(e).hasMessage(message);
    assertThat(e.exitCode()).isEqualTo(ExitCode.STREAM_IO);
  }

  @Test
  void aServerTakesNoTimeoutFromItsClient() {
    WireInput in = new WireInput(new ByteTransport(frame(33, bytes(9, 0, 0, 0)), 99));
    in.setRole(Role.RECEIVER);
    in.startMultiplexing(log, true);
    in.setIncrementalRecursion(true);
    assertThatThrownBy(in::readByte).hasMessage("invalid multi-message 33:4 [receiver/inc]");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101})
  void whatAReceiverTellsIsRefusedByAReceiver(int code) {
    for (Role role : new Role[] {Role.RECEIVER, Role.EARLY_RECEIVER, Role.SERVER}) {
      WireInput in = multiplexed(frame(code, bytes('a', 'b', 'c', 'd')), 99);
      in.setRole(role);
      assertThatThrownBy(in::readByte)
          .hasMessage("invalid multi-message " + code + ":4 [" + role.text() + "]");
      assertThat(log.seen).isEmpty();
    }
  }

  @Test
  void onlyASenderDoesNotSend() {
    WireInput receiver = multiplexed(concat(frame(102, bytes(6, 0, 0, 0)), frame(0, bytes(1))), 99);
    receiver.setRole(Role.RECEIVER);
    assertThat(receiver.readByte()).isEqualTo(1);
    assertThat(log.seen).containsExactly("noSend 6");
    assertInvalid(frame(102, bytes(6, 0, 0, 0)), "invalid multi-message 102:4 [sender]");
    WireInput odd = multiplexed(frame(102, bytes(6, 0, 0)), 99);
    odd.setRole(Role.RECEIVER);
    assertThatThrownBy(odd::readByte).hasMessage("invalid multi-message 102:3 [receiver]");
  }

  @Test
  void blockStatsNeedProtocol33AndASender() {
    WireInput old = multiplexed(frame(11, new byte[8]), 99);
    old.setProtocol(32);
    assertThatThrownBy(old::readByte).hasMessage("invalid multi-message 11:8 [sender]");
    WireInput receiver = multiplexed(frame(11, new byte[8]), 99);
    receiver.setRole(Role.RECEIVER);
    assertThatThrownBy(receiver::readByte).hasMessage("invalid multi-message 11:8 [receiver]");
  }

  @Test
  void errorExit() {
    PeerExitException coded =
        catchThrowableOfType(
            PeerExitException.class, multiplexed(frame(86, bytes(23, 0, 0, 0)), 99)::readByte);
    assertThat(coded.exitCode()).isEqualTo(ExitCode.PARTIAL);
    assertThat(coded.exitStatus()).isEqualTo(23);
    assertThat(coded.hasCode()).isTrue();
    assertThat(coded.reportedByPeer()).isTrue();
    PeerExitException odd =
        catchThrowableOfType(
            PeerExitException.class, multiplexed(frame(86, bytes(99, 0, 0, 0)), 99)::readByte);
    assertThat(odd.exitStatus()).isEqualTo(99);
    PeerExitException bare =
        catchThrowableOfType(
            PeerExitException.class, multiplexed(frame(86, bytes()), 99)::readByte);
    assertThat(bare.hasCode()).isFalse();
  }

  @Test
  void theLongestFrameIsRead() {
    byte[] payload = new byte[0xffffff];
    new Random(3).nextBytes(payload);
    WireInput in = multiplexed(concat(frame(0, payload), frame(0, bytes(1, 2))), 200_000);
    byte[] got = new byte[payload.length + 1];
    in.readFully(got, 0, 5);
    in.readFully(got, 5, 4000);
    in.readFully(got, 4005, got.length - 4005);
    assertThat(got).startsWith(payload).endsWith(1);
    assertThat(in.hasBuffered()).isTrue();
    assertThat(in.readByte()).isEqualTo(2);
    assertThat(in.hasBuffered()).isFalse();
  }

  @Test
  void skipStepsOverFrames() {
    WireInput in =
        multiplexed(
            concat(frame(0, new byte[300]), frame(2, ascii("x")), frame(0, bytes(1, 2, 3))), 64);
    in.skip(301);
    assertThat(in.readByte()).isEqualTo(2);
    assertThat(log.seen).containsExactly("INFO x");
  }

  @Test
  void switchingMidStreamKeepsWhatWasReadAhead() {
    byte[] stream = concat(bytes(33, 0, 0, 0), frame(0, bytes(7)), bytes(8));
    WireInput in = new WireInput(new ByteTransport(stream, 99));
    assertThat(in.readInt()).isEqualTo(33);
    in.startMultiplexing(log, false);
    assertThat(in.readByte()).isEqualTo(7);
    in.stopMultiplexing();
    assertThat(in.readByte()).isEqualTo(8);
    assertThat(in.bytesRead()).isEqualTo(10);
  }

  /** As where a client of protocol 30 sends a bare list of names, and data before it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void dataWhereFramesEndIsRefused(int step) {
    WireInput in = multiplexed(frame(0, bytes(1, 2)), 4 + step - 2);
    assertThat(in.readByte()).isEqualTo(1);
    RsyncException e = catchThrowableOfType(ProtocolException.class, in::suspendMultiplexing);
    assertThat(e).hasMessage("data in a frame where frames end [sender]");
    assertThat(e.exitCode()).isEqualTo(ExitCode.STREAM_IO);
    assertThat(in.readByte()).isEqualTo(2);
    in.suspendMultiplexing();
    in.resumeMultiplexing();
  }

  @Test
  void outputFrames() {
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink, new IoTimeout(), 1024);
    assertThat(out.message(MessageCode.INFO, ascii("lost"))).isFalse();
    out.writeInt(33);
    out.startMultiplexing();
    out.writeByte(1);
    assertThat(out.hasPending()).isTrue();
    assertThat(out.message(MessageCode.INFO, ascii("hi"))).isTrue();
    out.messageInt(MessageCode.IO_ERROR, 1);
    out.writeByte(2);
    out.flush();
    out.flush();
    assertThat(out.hasPending()).isFalse();
    out.messageLong(MessageCode.BLOCK_STATS, 5);
    out.stopMultiplexing();
    out.writeByte(3);
    out.flush();
    assertThat(HexFormat.of().formatHex(sink.written.toByteArray()))
        .isEqualTo(
            "21000000"
                + "020000096869"
                + "0400001d01000000"
                + "020000070102"
                + "080000120500000000000000"
                + "03");
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 1025, 4096, 65536})
  void randomTrafficRoundTrips(int buffer) {
    Random random = new Random(buffer);
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink, new IoTimeout(), buffer);
    out.startMultiplexing();
    int messages = 0;
    byte[] data = new byte[400_000];
    random.nextBytes(data);
    for (int at = 0; at < data.length; ) {
      int n = Math.min(data.length - at, random.nextInt(random.nextBoolean() ? 10 : 3000));
      out.write(data, at, n);
      at += n;
      if (random.nextInt(4) == 0) {
        out.message(MessageCode.INFO, new byte[random.nextInt(5119)]);
        messages++;
      }
      if (random.nextInt(50) == 0) {
        out.flush();
      }
    }
    out.flush();
    assertThat(out.bytesWritten()).isEqualTo(sink.written.size());
    WireInput in = multiplexed(sink.written.toByteArray(), 10_000);
    byte[] got = new byte[data.length];
    for (int at = 0; at < got.length; ) {
      int n = Math.min(got.length - at, random.nextInt(random.nextBoolean() ? 10 : 30_000));
      in.readFully(got, at, n);
      at += n;
    }
    assertThat(got).isEqualTo(data);
    // A message may stand behind the last byte of data.
    assertThatThrownBy(in::readByte).isInstanceOf(ConnectionClosedException.class);
    assertThat(log.seen).hasSize(messages);
    assertThat(in.bytesRead()).isEqualTo(out.bytesWritten());
  }

  /** A bound that passes in the middle of a message or of data loses no byte of either. */
  @Test
  void drainingInPiecesSeesEveryMessage() throws IOException {
    MemoryPipe.Pair pair = MemoryPipe.pair();
    WireInput in = new WireInput(pair.first(), new IoTimeout(), 8192);
    in.setRole(Role.RECEIVER);
    in.startMultiplexing(log, false);
    byte[] stream =
        concat(
            frame(2, ascii("first\n")),
            frame(0, new byte[300]),
            frame(22, bytes(1, 0, 0, 0)),
            frame(0, bytes(1, 2, 3)),
            frame(2, ascii("last\n")));
    for (byte b : stream) {
      pair.second().write(new byte[] {b}, 0, 1);
      assertThat(in.drainMessages(1)).isTrue();
    }
    assertThat(in.drainMessages(20)).isTrue();
    assertThat(log.seen).containsExactly("INFO first\n", "ioError 1", "INFO last\n");
    pair.second().close();
    assertThat(in.drainMessages(20)).isFalse();
  }

  /** Only data is copied, in its order, from where the copy begins. */
  @Test
  void aCopyOfTheOutputHasItsDataAlone() {
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink);
    java.io.ByteArrayOutputStream copy = new java.io.ByteArrayOutputStream();
    out.startMultiplexing();
    out.writeByte('a');
    out.startCopy(copy::write);
    out.writeByte('b');
    out.message(MessageCode.INFO, "hello".getBytes(US_ASCII));
    assertThat(copy.size()).isZero();
    out.copyPending();
    assertThat(copy.toByteArray()).asString().isEqualTo("b");
    out.writeByte('c');
    out.flush();
    out.write(new byte[200_000]);
    out.flush();
    assertThat(copy.size()).isEqualTo(2 + 200_000);
    assertThat(copy.toByteArray()).startsWith('b', 'c', 0);
    out.stopMultiplexing();
    out.writeByte('d');
    out.flush();
    assertThat(copy.toByteArray()).endsWith('d').hasSize(3 + 200_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void aCopyOfTheInputHasItsDataAlone(int step) {
    byte[] large = new byte[50_000];
    new Random(1).nextBytes(large);
    byte[] stream =
        concat(
            frame(0, "xab".getBytes(US_ASCII)),
            frame(MessageCode.INFO.code(), "hello".getBytes(US_ASCII)),
            frame(0, large),
            frame(0, "z".getBytes(US_ASCII)));
    WireInput in = new WireInput(new ByteTransport(stream, step));
    in.startMultiplexing(new Log(), false);
    assertThat(in.readByte()).isEqualTo('x');
    java.io.ByteArrayOutputStream copy = new java.io.ByteArrayOutputStream();
    in.startCopy(copy::write);
    assertThat(in.readShort()).isEqualTo('a' | 'b' << 8);
    assertThat(in.readBytes(large.length)).isEqualTo(large);
    assertThat(in.readByte()).isEqualTo('z');
    assertThat(copy.toByteArray())
        .isEqualTo(concat("ab".getBytes(US_ASCII), large, "z".getBytes(US_ASCII)));
  }
}
