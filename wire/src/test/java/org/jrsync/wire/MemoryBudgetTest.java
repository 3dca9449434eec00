package org.jrsync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget pool = MemoryBudget.ofAllSessions(100);
  private final MemoryBudget one = pool.session(70);
  private final MemoryBudget two = pool.session(70);

  @Test
  void aSessionKeepsToItsOwnLimit() {
    one.reserve(70, "a list");
    assertThatThrownBy(() -> one.reserve(1, "a list"))
        .hasMessage("a list exceeds the limit of 70 bytes for a session")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC));
    assertThat(one.held()).isEqualTo(70);
    assertThat(pool.held()).isEqualTo(70);
  }

  @Test
  void onePieceMayBeTooLarge() {
    one.limitPieces("sender", 20);
    one.reserve(19, "a list");
    one.reserve(19, "a list");
    assertThatThrownBy(() -> one.reserve(20, "a list"))
        .hasMessage("[sender] exceeded --max-alloc=20 setting (a list)")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC));
    assertThat(one.held()).isEqualTo(38);
    two.reserve(20, "a list");
  }

  @Test
  void sessionsShareThePool() {
    one.reserve(60, "a list");
    assertThatThrownBy(() -> two.reserve(31, "rules"))
        .hasMessage(
            "rules exceeds the limit of 30 bytes for a session now, of 100 for all sessions"
                + " together");
    assertThat(two.held()).isZero();
    one.release(30);
    two.reserve(50, "rules");
    assertThat(pool.held()).isEqualTo(80);
  }

  @Test
  void oneAloneGetsThreeQuarters() {
    MemoryBudget greedy = pool.session(1_000);
    greedy.reserve(50, "a list");
    greedy.reserve(25, "a list");
    assertThatThrownBy(() -> greedy.reserve(1, "a list"))
        .hasMessageStartingWith("a list exceeds the limit of 75 bytes for a session now");
  }

  /** They take in turn until none can take more. */
  @Test
  void howeverManyAreGreedySomethingIsLeftForOneThatIsNot() {
    MemoryBudget big = MemoryBudget.ofAllSessions(1_000_000);
    List<MemoryBudget> greedy = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      greedy.add(big.session(1_000_000));
    }
    boolean taken = true;
    while (taken) {
      taken = false;
      for (MemoryBudget each : greedy) {
        taken |= takes(each);
      }
    }
    assertThat(greedy).allMatch(each -> each.held() > 40_000);
    big.session(1_000_000).reserve(10_000, "a list");
  }

  private static boolean takes(MemoryBudget budget) {
    try {
      budget.reserve(100, "a list");
      return true;
    } catch (RsyncException e) {
      return false;
    }
  }

  @Test
  void whatAnEndedSessionHasNotGivenBackIsFree() {
    one.reserve(70, "a list");
    one.close();
    assertThat(pool.held()).isZero();
    one.release(20);
    one.close();
    assertThat(pool.held()).isZero();
    two.reserve(70, "a list");
    assertThat(pool.held()).isEqualTo(70);
  }

  @Test
  void noSumIsTooMuchForNoLimit() {
    MemoryBudget none = MemoryBudget.unlimited();
    none.reserve(Long.MAX_VALUE - 1, "a list");
    assertThat(none.held()).isEqualTo(Long.MAX_VALUE - 1);
  }
}
