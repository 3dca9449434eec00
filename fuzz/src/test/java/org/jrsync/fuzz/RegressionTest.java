package org.jrsync.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every input holds of those that are known, and of some like them. */
class RegressionTest {
  private static final int CHANGED = 200;

  private static final int CUT = 25;

  static Stream<String> names() {
    return Targets.all().stream().map(Target::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void seedsAndFindings(String name) throws IOException {
    Target target = Targets.named(name);
    List<byte[]> inputs = new ArrayList<>(target.seeds());
    assertThat(inputs).hasSizeGreaterThan(5);
    inputs.addAll(Regressions.of(target));
    for (byte[] input : inputs) {
      Execution.of(target, input);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySeedCutShort(String name) throws IOException {
    Target target = Targets.named(name);
    for (byte[] seed : FuzzRun.few(target.seeds(), CUT)) {
      int step = 1 + seed.length / 20;
      for (int length = 0; length < seed.length; length += step) {
        Execution.of(target, Arrays.copyOf(seed, length));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void changedSeeds(String name) throws IOException {
    Target target = Targets.named(name);
    List<byte[]> seeds = target.seeds();
    Random random = new Random(11);
    for (int i = 0; i < CHANGED; i++) {
      byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        input[random.nextInt(input.length)] = (byte) random.nextInt(256);
      }
      Execution.of(target, input);
    }
  }
}
