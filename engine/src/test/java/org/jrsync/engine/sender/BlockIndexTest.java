package org.jrsync.engine.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.signature.BlockSignatures;
import org.jrsync.wire.signature.SignatureHeader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockIndexTest {
  private static final int COUNT = 100_000;

  private static BlockIndex index(IntUnaryOperator weak) {
    SignatureHeader header = new SignatureHeader(COUNT, 700, 0, 0);
    ByteBuffer sums = ByteBuffer.allocate(4 * COUNT).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < COUNT; i++) {
      sums.putInt(weak.applyAsInt(i));
    }
    WireInput in =
        new WireInput(
            StreamTransport.of(
                new ByteArrayInputStream(sums.array()), OutputStream.nullOutputStream()));
    return new BlockIndex(BlockSignatures.read(in, header, MemoryBudget.unlimited()));
  }

  private static int chain(BlockIndex index, int weak) {
    int length = 0;
    for (int i = index.first(weak); i >= 0; i = index.next(i)) {
      length++;
    }
    return length;
  }

  /**
   * Different sums that a peer has chosen for a place of their own in a table whose hash it knows:
   * the multiples of a power of two, and of the inverses of well-known multipliers.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 12, 1 << 16, 0x144CBC89, 0x1D69E2A5})
  void chosenSumsDoNotMeetInOneChain(int step) {
    BlockIndex index = index(i -> i * step);
    int longest = 0;
    for (int i = 0; i < COUNT; i++) {
      longest = Math.max(longest, chain(index, i * step));
    }
    // Sums that repeat when they wrap around share a chain by right.
    int same = Math.max(1, (int) (((long) COUNT * Integer.lowestOneBit(step)) >>> 32) + 1);
    assertThat(longest).isLessThan(64 * same);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 0x12345678})
  void equalSumsAreInOneChainInFileOrder(int weak) {
    BlockIndex index = index(i -> i % 1000 == 0 ? weak : i | 0x40000000);
    int last = -1;
    for (int i = index.first(weak); i >= 0; i = index.next(i)) {
      assertThat(i).isGreaterThan(last);
      last = i;
    }
    assertThat(chain(index, weak)).isGreaterThanOrEqualTo(100);
  }
}
