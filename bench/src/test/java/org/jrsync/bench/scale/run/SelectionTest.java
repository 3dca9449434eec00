package org.jrsync.bench.scale.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  private static List<Row> rows(String... arguments) {
    return CommandLine.parse(arguments, true).selection().rows();
  }

  @Test
  void isNarrowedByEachOption() {
    assertThat(
            rows(
                "rows",
                "--models",
                "hybrid,upstream",
                "--waypoints",
                "100,W1000",
                "--arrivals",
                "hold",
                "--identities",
                "daemon"))
        .containsExactly(
            new Row(Model.HYBRID, 100, Arrival.HOLD, ServedAs.DAEMON),
            new Row(Model.UPSTREAM, 100, Arrival.HOLD, ServedAs.DAEMON),
            new Row(Model.HYBRID, 1_000, Arrival.HOLD, ServedAs.DAEMON),
            new Row(Model.UPSTREAM, 1_000, Arrival.HOLD, ServedAs.DAEMON));
  }

  @Test
  void leavesOutTheLongestRowsUnlessTheyAreAskedFor() {
    Row mixed = new Row(Model.THREADS, 10_000, Arrival.MIXED, ServedAs.NOBODY);
    Row steadyAgain = new Row(Model.THREADS, 10_000, Arrival.STEADY, ServedAs.DAEMON);
    assertThat(rows()).doesNotContain(mixed, steadyAgain).hasSizeGreaterThan(100);
    assertThat(rows("--full")).contains(mixed, steadyAgain);
    assertThat(rows("--arrivals", "mixed,steady")).contains(mixed, steadyAgain);
  }

  @Test
  void hasOneIdentityWithoutRoot() {
    assertThat(CommandLine.parse(new String[0], false).selection().rows())
        .allMatch(row -> row.servedAs() == ServedAs.DAEMON)
        .contains(new Row(Model.THREADS, 10_000, Arrival.STEADY, ServedAs.DAEMON));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"measure", "--models", "--models=x", "--models x", "--waypoints 0", "rows check"})
  void refusesWhatItDoesNotKnow(String line) {
    assertThatThrownBy(() -> rows(line.split(" ", -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
