package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IoBufferTest {

  @Test
  void whatIsGivenBackIsUsedAgain() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      IoBuffer buffer = IoBuffer.acquireAny();
      assertThat(buffer.size).isEqualTo(IoBuffer.SIZE);
      seen.add(buffer.address);
      buffer.release();
    }
    assertThat(seen).hasSizeLessThanOrEqualTo(32);
  }

  @Test
  void thoseWhoComeWhenTheStockIsUsedUpGetLess() {
    List<IoBuffer> held = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      held.add(IoBuffer.acquire());
    }
    IoBuffer small = IoBuffer.acquireAny();
    assertThat(small.size).isLessThan(IoBuffer.SIZE);
    assertThat(small.bytes.capacity()).isEqualTo(small.size);
    assertThat(held).allMatch(buffer -> buffer.size == IoBuffer.SIZE);
    small.release();
    held.forEach(IoBuffer::release);

    Set<Long> again = new HashSet<>();
    for (int i = 0; i < 32; i++) {
      held.set(i, IoBuffer.acquireAny());
      assertThat(held.get(i).size).isEqualTo(IoBuffer.SIZE);
      again.add(held.get(i).address);
    }
    assertThat(again).hasSize(32);
    held.subList(0, 32).forEach(IoBuffer::release);
  }
}
