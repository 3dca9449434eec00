package org.jrsync.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapKeeperTest {

  private static final long MIB = 1 << 20;

  private long used;
  private long inUse;
  private int collections;

  private final HeapKeeper keeper =
      new HeapKeeper(
          () -> used,
          () -> {
            collections++;
            used = inUse;
          });

  private void look(long usedMib, long inUseMib) {
    used = usedMib * MIB;
    inUse = inUseMib * MIB;
    keeper.look();
  }

  @Test
  void collectsWhenAThirdOfTheHeapMayBeGarbage() {
    look(20, 10);
    assertThat(collections).isZero();
    look(21, 10);
    assertThat(collections).isEqualTo(1);
    look(35, 20);
    assertThat(collections).isEqualTo(1);
    look(36, 20);
    assertThat(collections).isEqualTo(2);
    for (int i = 0; i < 10; i++) {
      look(50, 40);
    }
    assertThat(collections).isEqualTo(2);
    look(51, 40);
    assertThat(collections).isEqualTo(3);
  }
}
