package org.jrsync.daemon.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransferGateTest {

  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile double idle;
  private volatile boolean several;

  private TransferGate gate(int limit) {
    return new TransferGate(
        limit,
        () -> several,
        new WorkTurns(1, Duration.ofMinutes(10).toNanos(), () -> idle),
        log::add);
  }

  private static FutureTask<TransferGate.Pass> waiting(TransferGate gate, String who)
      throws InterruptedException {
    FutureTask<TransferGate.Pass> task = new FutureTask<>(() -> gate.enter("m", who));
    Thread thread = Thread.ofPlatform().daemon(true).start(task);
    for (int i = 0; i < 500 && !isWaiting(thread); i++) {
      Thread.sleep(10);
    }
    assertThat(task.isDone()).isFalse();
    return task;
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void aTurnIsOverAfterAMoment() throws Exception {
    TransferGate gate =
        new TransferGate(
            10,
            () -> several,
            new WorkTurns(2, Duration.ofMillis(300).toNanos(), () -> idle),
            log::add);
    long begun = System.nanoTime();
    for (int i = 0; i < 2; i++) {
      assertThat(gate.tryEnter("m")).isNotNull();
    }
    FutureTask<TransferGate.Pass> third = waiting(gate, "third");
    FutureTask<TransferGate.Pass> fourth = waiting(gate, "fourth");
    third.get(10, TimeUnit.SECONDS);
    fourth.get(10, TimeUnit.SECONDS);
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(300_000_000);
  }

  @Test
  void othersWaitTheirTurn() throws Exception {
    TransferGate gate = gate(10);
    TransferGate.Pass first = Objects.requireNonNull(gate.tryEnter("m"));
    assertThat(gate.tryEnter("m")).isNull();
    FutureTask<TransferGate.Pass> second = waiting(gate, "second");
    FutureTask<TransferGate.Pass> third = waiting(gate, "third");

    first.leave();
    TransferGate.Pass next = second.get(10, TimeUnit.SECONDS);
    assertThat(third.isDone()).isFalse();
    next.leave();
    third.get(10, TimeUnit.SECONDS).leave();

    assertThat(gate.tryEnter("m")).isNotNull();
    assertThat(gate.tryEnter("m")).isNull();
    assertThat(log).isEmpty();
  }

  @Test
  void idleProcessorsAreGivenWork() throws Exception {
    TransferGate gate = gate(4);
    assertThat(gate.tryEnter("m")).isNotNull();
    FutureTask<TransferGate.Pass> second = waiting(gate, "second");
    FutureTask<TransferGate.Pass> third = waiting(gate, "third");
    Thread.sleep(200);
    assertThat(second.isDone()).isFalse();

    idle = 0.5;
    second.get(10, TimeUnit.SECONDS);
    third.get(10, TimeUnit.SECONDS);
  }

  @Test
  void noMoreThanTheLimitAtOnceHoweverIdle() throws Exception {
    TransferGate gate = gate(1);
    idle = 1;
    TransferGate.Pass first = Objects.requireNonNull(gate.tryEnter("m"));
    FutureTask<TransferGate.Pass> second = waiting(gate, "second");
    Thread.sleep(200);
    assertThat(second.isDone()).isFalse();
    assertThat(log).containsExactly("max transfers (1) reached: second waits for module m");

    first.leave();
    second.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aModuleLeavesPlacesToTheOthers() throws Exception {
    several = true;
    idle = 1;
    TransferGate gate =
        new TransferGate(4, () -> several, new WorkTurns(100, 1_000_000, () -> idle), log::add);
    List<TransferGate.Pass> mine = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      mine.add(Objects.requireNonNull(gate.tryEnter("m")));
    }
    assertThat(gate.tryEnter("m")).isNull();
    FutureTask<TransferGate.Pass> fourth = waiting(gate, "fourth");
    assertThat(log)
        .containsExactly(
            "max transfers (4) reached: fourth waits for module m, which may have three quarters"
                + " of them");
    Objects.requireNonNull(gate.tryEnter("other")).leave();
    assertThat(fourth.isDone()).isFalse();
    mine.getFirst().leave();
    fourth.get(10, TimeUnit.SECONDS).leave();

    several = false;
    assertThat(gate.tryEnter("m")).isNotNull();
    assertThat(gate.tryEnter("m")).isNotNull();
    assertThat(gate.tryEnter("m")).isNull();
  }

  @Test
  void nobodyWaitsAtTheEnd() throws Exception {
    TransferGate gate = gate(1);
    assertThat(gate.tryEnter("m")).isNotNull();
    FutureTask<TransferGate.Pass> second = waiting(gate, "second");
    gate.open();
    gate.open();
    second.get(10, TimeUnit.SECONDS);
  }
}
