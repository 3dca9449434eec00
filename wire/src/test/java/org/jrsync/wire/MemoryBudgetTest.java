package org.jrsync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget pool = MemoryBudget.ofAllSessions(100);
  private final MemoryBudget one = pool.session(80);
  private final MemoryBudget two = pool.session(80);

  @Test
  void aSessionKeepsToItsOwnLimit() {
    one.reserve(80, "a list");
    assertThatThrownBy(() -> one.reserve(1, "a list"))
        .hasMessage("a list exceeds the limit of 80 bytes for a session")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC));
    assertThat(one.held()).isEqualTo(80);
    assertThat(pool.held()).isEqualTo(80);
  }

  @Test
  void sessionsShareThePool() {
    one.reserve(60, "a list");
    assertThatThrownBy(() -> two.reserve(41, "rules"))
        .hasMessage("rules exceeds the limit of 100 bytes for all sessions together");
    assertThat(two.held()).isZero();
    one.release(30);
    two.reserve(41, "rules");
    assertThat(pool.held()).isEqualTo(71);
  }

  @Test
  void whatAnEndedSessionHasNotGivenBackIsFree() {
    one.reserve(70, "a list");
    one.close();
    assertThat(pool.held()).isZero();
    one.release(20);
    one.close();
    assertThat(pool.held()).isZero();
    two.reserve(80, "a list");
    assertThat(pool.held()).isEqualTo(80);
  }

  @Test
  void noSumIsTooMuchForNoLimit() {
    MemoryBudget none = MemoryBudget.unlimited();
    none.reserve(Long.MAX_VALUE - 1, "a list");
    assertThat(none.held()).isEqualTo(Long.MAX_VALUE - 1);
  }
}
