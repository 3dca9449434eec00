package org.jrsync.wire.flist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class XattrSetTest {

  private static XattrSet set(List<Integer> numbers) {
    XattrSet.Item[] items = new XattrSet.Item[numbers.size()];
    for (int i = 0; i < items.length; i++) {
      byte[] name = Entries.name("user." + (100_000 + i));
      items[i] = new XattrSet.Item(name, 0, new byte[0], numbers.get(i));
    }
    return new XattrSet(items);
  }

  private static List<Integer> numbers(int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      numbers.add(2 * i);
    }
    return numbers;
  }

  @Test
  void findsNumbersAndNames() {
    List<Integer> numbers = numbers(100);
    for (int round = 0; round < 5; round++) {
      XattrSet set = set(numbers);
      for (int i = 0; i < 100; i++) {
        assertThat(set.indexOf(numbers.get(i))).isEqualTo(i);
        assertThat(set.indexOf(numbers.get(i) + 1)).isEqualTo(-1);
        assertThat(set.indexOf(set.item(i).name())).isEqualTo(i);
      }
      assertThat(set.indexOf(0)).isEqualTo(-1);
      assertThat(set.indexOf(Entries.name("user.1"))).isEqualTo(-1);
      assertThat(set.indexOf(Entries.name("user.2"))).isEqualTo(-1);
      Collections.shuffle(numbers, new Random(round));
    }
    assertThat(XattrSet.EMPTY.indexOf(1)).isEqualTo(-1);
  }

  /** A peer may ask in any order, and as often as it likes. */
  @Test
  @Timeout(20)
  void largeSetsAreNotSearchedThrough() {
    List<Integer> numbers = numbers(XattrCodec.MAX_COUNT);
    Collections.reverse(numbers);
    XattrSet set = set(numbers);
    long sum = 0;
    for (int round = 0; round < 500; round++) {
      for (int number = 2; number <= 2 * XattrCodec.MAX_COUNT; number += 2) {
        sum += set.indexOf(number);
      }
    }
    long each = (long) XattrCodec.MAX_COUNT * (XattrCodec.MAX_COUNT - 1) / 2;
    assertThat(sum).isEqualTo(500 * each);
  }
}
