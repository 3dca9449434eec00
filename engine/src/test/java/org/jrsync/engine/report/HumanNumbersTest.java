package org.jrsync.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HumanNumbersTest {
  @Test
  void sizesFollowTheLevel() {
    assertThat(HumanNumbers.human(1_234_567, 0)).isEqualTo("1234567");
    assertThat(HumanNumbers.human(1_234_567, 1)).isEqualTo("1,234,567");
    assertThat(HumanNumbers.human(1_234_567, 2)).isEqualTo("1.23M");
    assertThat(HumanNumbers.human(1_234_567, 3)).isEqualTo("1.18M");
    assertThat(HumanNumbers.comma(1_234_567, 3)).isEqualTo("1,234,567");
    assertThat(HumanNumbers.comma(1_234_567, 0)).isEqualTo("1234567");
  }

  @Test
  void unitsBeginAtTheUnitItself() {
    assertThat(HumanNumbers.human(999, 2)).isEqualTo("999");
    assertThat(HumanNumbers.human(1000, 2)).isEqualTo("1.00K");
    assertThat(HumanNumbers.human(1023, 3)).isEqualTo("1,023");
    assertThat(HumanNumbers.human(1024, 3)).isEqualTo("1.00K");
    assertThat(HumanNumbers.human(999_999, 2)).isEqualTo("1000.00K");
    assertThat(HumanNumbers.human(-1_234_567, 2)).isEqualTo("-1.23M");
    assertThat(HumanNumbers.human(5_000_000_000L, 2)).isEqualTo("5.00G");
    assertThat(HumanNumbers.human(3_000_000_000_000_000L, 2)).isEqualTo("3.00P");
    assertThat(HumanNumbers.human(Long.MAX_VALUE, 3)).isEqualTo("8192.00P");
    assertThat(HumanNumbers.human(Long.MIN_VALUE, 1)).isEqualTo("-9,223,372,036,854,775,808");
    assertThat(HumanNumbers.human(-999, 1)).isEqualTo("-999");
    assertThat(HumanNumbers.human(-1000, 1)).isEqualTo("-1,000");
    assertThat(HumanNumbers.human(0, 1)).isEqualTo("0");
  }

  @Test
  void fractionsAreRoundedFromTheExactValue() {
    assertThat(HumanNumbers.fixed(0.125, 2)).isEqualTo("0.12");
    assertThat(HumanNumbers.fixed(0.135, 2)).isEqualTo("0.14");
    assertThat(HumanNumbers.fixed(2.675, 2)).isEqualTo("2.67");
    assertThat(HumanNumbers.fixed(0.0005, 3)).isEqualTo("0.001");
    assertThat(HumanNumbers.fixed(0.0 / 0.0, 2)).isEqualTo("-nan");
  }

  @Test
  void ratesAreGroupedOrShortened() {
    assertThat(HumanNumbers.human(2_470_352.0, 1, 2)).isEqualTo("2,470,352.00");
    assertThat(HumanNumbers.human(2_470_352.0, 0, 2)).isEqualTo("2470352.00");
    assertThat(HumanNumbers.human(2_470_352.0, 2, 2)).isEqualTo("2.47M");
    assertThat(HumanNumbers.human(999.99, 2, 2)).isEqualTo("999.99");
    assertThat(HumanNumbers.comma(1234.5, 2, 2)).isEqualTo("1,234.50");
    // The digits before the point are cut and those behind it rounded, as in rsync.
    assertThat(HumanNumbers.comma(1999.999, 1, 2)).isEqualTo("1,999.00");
  }
}
