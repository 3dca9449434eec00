package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NumberColumnTest {
  @Test
  void keepsTheNumbersOfAllRows() {
    NumberColumn ints = NumberColumn.ofInts(2);
    NumberColumn longs = NumberColumn.ofLongs(2);
    ints.setInt(0, Integer.MIN_VALUE);
    longs.setLong(0, Long.MIN_VALUE);
    ints.grow(4);
    longs.grow(4);
    ints.setInt(2, -1);
    longs.setLong(2, 1L << 40);
    ints.trim(3);
    longs.trim(3);
    assertThat(new int[] {ints.getInt(0), ints.getInt(1), ints.getInt(2)})
        .containsExactly(Integer.MIN_VALUE, 0, -1);
    assertThat(new long[] {longs.getLong(0), longs.getLong(1), longs.getLong(2)})
        .containsExactly(Long.MIN_VALUE, 0, 1L << 40);
    assertThatThrownBy(() -> ints.getInt(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void keepsOneValueForAllRows() {
    NumberColumn column = NumberColumn.ofInts(3);
    for (int row = 0; row < 3; row++) {
      column.setInt(row, 7);
    }
    column.trim(3);
    assertThat(column.getInt(0)).isEqualTo(7);
    assertThat(column.getInt(1_000_000)).isEqualTo(7);
    column.trim(3);
    assertThat(column.getInt(2)).isEqualTo(7);
  }

  @Test
  void theLastRowAloneMayDiffer() {
    NumberColumn column = NumberColumn.ofLongs(3);
    column.setLong(2, 1);
    column.trim(3);
    assertThat(column.getLong(1)).isZero();
    assertThat(column.getLong(2)).isEqualTo(1);
  }

  @Test
  void rowsBeyondTheCountAreNotLookedAt() {
    NumberColumn column = NumberColumn.ofInts(3);
    column.setInt(2, 5);
    column.trim(2);
    assertThat(column.getInt(2)).isZero();
    column.trim(0);
    assertThat(column.getInt(0)).isZero();
  }

  @Test
  void takesRoomWhenANumberComes() {
    NumberColumn column = NumberColumn.ofInts(1);
    column.grow(8);
    assertThat(column.getInt(7)).isZero();
    column.spread(8);
    column.setInt(6, 3);
    column.spread(8);
    assertThat(column.getInt(6)).isEqualTo(3);
    assertThat(column.getInt(7)).isZero();
  }
}
