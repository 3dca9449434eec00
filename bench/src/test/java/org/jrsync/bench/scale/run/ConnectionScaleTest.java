package org.jrsync.bench.scale.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred clients at once, in each model and of the real rsync: everybody is served rightly. */
class ConnectionScaleTest {
  private static final int CLIENTS = 100;
  private static final int MOST_MIB = 1_024;
  private static final int MOST_THREADS = 3 * CLIENTS;
  private static Bench bench;

  @BeforeAll
  static void open() throws IOException {
    bench = new Bench(Programs.jrsync(), upstream());
  }

  private static Path upstream() {
    try {
      return Programs.upstream();
    } catch (IOException e) {
      return Assumptions.abort(String.valueOf(e.getMessage()));
    }
  }

  @AfterAll
  static void close() throws IOException {
    if (bench != null) {
      bench.close();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UPSTREAM")
  void everybodyPulls(Model model) throws Exception {
    Measured measured = measure(model, Arrival.ALL_AT_ONCE);
    assertServed(measured);
    assertThat(measured.get(Figure.SESSION_P99)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UPSTREAM")
  void everybodyIsGreetedAndMayWait(Model model) throws Exception {
    assertServed(measure(model, Arrival.HOLD));
  }

  private static Measured measure(Model model, Arrival arrival) throws Exception {
    Row row = new Row(model, CLIENTS, arrival, ServedAs.NOBODY);
    return new RowRun(bench, row, Repeats.QUICK).measure();
  }

  private static void assertServed(Measured measured) {
    assertThat(measured.problem()).isEmpty();
    assertThat(measured.reasons()).isEmpty();
    assertThat(measured.get(Figure.FINISHED)).isEqualTo(CLIENTS);
    assertThat(measured.get(Figure.FAILED)).isZero();
    assertThat(measured.get(Figure.NOT_GREETED)).isZero();
    assertThat(measured.get(Figure.PSS)).isPositive().isLessThan(MOST_MIB);
    assertThat(measured.get(Figure.THREADS)).isPositive().isLessThan(MOST_THREADS);
    assertThat(measured.get(Figure.DESCRIPTORS)).isPositive();
  }
}
