package org.jrsync.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import org.jrsync.wire.ByteTransport;
import org.jrsync.wire.ConnectionClosedException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.ChecksumType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureTest {
  private static SignatureHeader sizes(long length) {
    return BlockSizes.forFile(length, 33, 0, 16, false);
  }

  /** What {@code rsync --debug=deltasum2} of 3.5.1 states for files of these lengths. */
  @Test
  void blockSizesAsRsyncChoosesThem() {
    assertThat(sizes(0)).isEqualTo(new SignatureHeader(0, 700, 2, 0));
    assertThat(sizes(1)).isEqualTo(new SignatureHeader(1, 700, 2, 1));
    assertThat(sizes(490_000)).isEqualTo(new SignatureHeader(700, 700, 2, 0));
    assertThat(sizes(490_001)).isEqualTo(new SignatureHeader(701, 700, 2, 1));
    assertThat(sizes(1_000_000)).isEqualTo(new SignatureHeader(1000, 1000, 2, 0));
    assertThat(sizes(1_048_576)).isEqualTo(new SignatureHeader(1024, 1024, 2, 0));
    assertThat(sizes(100_000_000)).isEqualTo(new SignatureHeader(10_000, 10_000, 3, 0));
    assertThat(sizes(5_000_000_000L)).isEqualTo(new SignatureHeader(70_718, 70_704, 4, 25_232));
    assertThat(sizes(1L << 40)).isEqualTo(new SignatureHeader(1 << 23, 1 << 17, 6, 0));
  }

  @Test
  void limitsOfOtherProtocolsAndPhases() {
    assertThat(BlockSizes.forFile(1L << 40, 29, 0, 16, false).blockLength()).isEqualTo(1 << 20);
    assertThat(BlockSizes.forFile(1000, 33, 0, 16, true).strongLength()).isEqualTo(16);
    assertThat(BlockSizes.forFile(1000, 33, 0, 8, true).strongLength()).isEqualTo(8);
    assertThat(BlockSizes.forFile(1000, 33, 0, 1, false).strongLength()).isEqualTo(1);
    assertThat(BlockSizes.forFile(1000, 33, 300, 16, false))
        .isEqualTo(new SignatureHeader(4, 300, 2, 100));
    assertThat(BlockSizes.forFile(Long.MAX_VALUE, 33, 0, 16, false).count()).isEqualTo(-1);
    assertThat(BlockSizes.forFile(Long.MAX_VALUE, 29, 0, 16, false).blockLength())
        .isEqualTo(1 << 29);
  }

  @Test
  void ranges() {
    SignatureHeader h = new SignatureHeader(3, 1000, 2, 10);
    assertThat(h.coveredLength()).isEqualTo(2010);
    assertThat(h.lengthOf(1)).isEqualTo(1000);
    assertThat(h.lengthOf(2)).isEqualTo(10);
    assertThat(h.offsetOf(2)).isEqualTo(2000);
    assertThat(new SignatureHeader(Integer.MAX_VALUE, 1 << 17, 2, 0).coveredLength())
        .isEqualTo((long) Integer.MAX_VALUE << 17);
    assertThat(SignatureHeader.EMPTY.coveredLength()).isZero();
  }

  private static WireInput ints(int... values) {
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink);
    for (int value : values) {
      out.writeInt(value);
    }
    out.flush();
    return sink.asInput();
  }

  private static void refused(String message, WireInput in) {
    ProtocolException e =
        catchThrowableOfType(ProtocolException.class, () -> SignatureHeader.read(in, 16));
    assertThat(e).hasMessage(message + " [client]");
    assertThat(e.exitCode()).isEqualTo(ExitCode.PROTOCOL);
  }

  @Test
  void headersOutOfRangeAreRefused() {
    refused("Invalid checksum count -1", ints(-1, 700, 2, 0));
    refused("Invalid block length -1", ints(1, -1, 2, 0));
    refused("Invalid block length 131073", ints(1, 131_073, 2, 0));
    refused("Invalid zero block length", ints(1, 0, 2, 0));
    refused("Invalid checksum length 17", ints(1, 700, 17, 0));
    refused("Invalid checksum length -1", ints(1, 700, -1, 0));
    refused("Invalid remainder length 701", ints(1, 700, 2, 701));
    refused("Invalid remainder length -1", ints(1, 700, 2, -1));
    WireInput old = ints(1, 1 << 29, 2, 0);
    old.setProtocol(29);
    assertThat(SignatureHeader.read(old, 16).blockLength()).isEqualTo(1 << 29);
    assertThat(SignatureHeader.read(ints(0, 0, 0, 0), 16)).isEqualTo(SignatureHeader.EMPTY);
  }

  /** Nothing is compared that a digest does not have, whichever was negotiated. */
  @ParameterizedTest
  @EnumSource(ChecksumType.class)
  void claimsBeyondTheDigestAreRefused(ChecksumType type) {
    int length = type.length();
    if (length > 0) {
      assertThat(SignatureHeader.read(ints(1, 700, length, 0), length).strongLength())
          .isEqualTo(length);
    }
    for (int claim = length + 1; claim < length + 9; claim++) {
      WireInput in = ints(1, 700, claim, 0);
      assertThatThrownBy(() -> SignatureHeader.read(in, length))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("Invalid checksum length " + claim);
    }
  }

  @Test
  void aHugeClaimTakesNoMemory() {
    WireInput in = ints(Integer.MAX_VALUE, 700, 0, 0, 1, 2, 3);
    SignatureHeader header = SignatureHeader.read(in, 16);
    assertThatThrownBy(() -> BlockSignatures.read(in, header, MemoryBudget.unlimited()))
        .isInstanceOf(ConnectionClosedException.class);
    WireInput wide = ints(Integer.MAX_VALUE, 700, 16, 0);
    SignatureHeader tooMuch = SignatureHeader.read(wide, 16);
    assertThatThrownBy(() -> BlockSignatures.read(wide, tooMuch, MemoryBudget.unlimited()))
        .hasMessageStartingWith("Invalid checksum count 2147483647 (strong sums of more than");
  }

  @Test
  void sumsAreTakenFromTheSessionsMemoryUntilTheyAreClosed() {
    int count = 20_000;
    int[] wire = new int[count + 4];
    wire[0] = count;
    wire[1] = 700;
    MemoryBudget memory = MemoryBudget.ofSession(count * 20L * 2);
    WireInput in = ints(wire);
    try (BlockSignatures sums = BlockSignatures.read(in, SignatureHeader.read(in, 16), memory)) {
      assertThat(sums.count()).isEqualTo(count);
      assertThat(memory.held()).isEqualTo(count * 20L);
    }
    assertThat(memory.held()).isZero();
    MemoryBudget little = MemoryBudget.ofSession(count * 20L);
    WireInput again = ints(wire);
    SignatureHeader header = SignatureHeader.read(again, 16);
    RsyncException e =
        catchThrowableOfType(
            RsyncException.class, () -> BlockSignatures.read(again, header, little));
    assertThat(e)
        .hasMessage(
            "memory for the sums of a file's blocks exceeds the limit of 400000 bytes for a session");
    assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC);
    assertThat(little.held()).isZero();
  }

  @Test
  void sumsRoundTrip() {
    Random random = new Random(8);
    for (int strong : new int[] {0, 2, 5, 16}) {
      int count = 10_000;
      SignatureHeader header = new SignatureHeader(count, 700, strong, 33);
      ByteTransport sink = ByteTransport.sink();
      WireOutput out = new WireOutput(sink);
      header.write(out);
      byte[] digests = new byte[count * 16];
      random.nextBytes(digests);
      for (int i = 0; i < count; i++) {
        BlockSignatures.write(out, header, i * 31, digests, i * 16);
      }
      out.flush();
      WireInput in = sink.asInput();
      BlockSignatures sums =
          BlockSignatures.read(in, SignatureHeader.read(in, 16), MemoryBudget.unlimited());
      assertThat(sums.header()).isEqualTo(header);
      for (int i = 0; i < count; i++) {
        assertThat(sums.weak(i)).isEqualTo(i * 31);
        assertThat(sums.strongEquals(i, digests, i * 16)).isTrue();
        assertThat(sums.strongEquals(i, digests, (i * 16 + 7) % 1000)).isEqualTo(strong == 0);
      }
    }
  }
}
