package org.jrsync.daemon.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Who gets a worker next, and who none for now. */
class ReadyQueueTest {

  private static FutureTask<String> taking(ReadyQueue<String> queue) {
    FutureTask<String> task = new FutureTask<>(queue::take);
    Thread.ofPlatform().daemon(true).start(task);
    return task;
  }

  private static String soon(FutureTask<String> task) throws Exception {
    return task.get(10, TimeUnit.SECONDS);
  }

  private static void assertWaits(FutureTask<?> task) throws Exception {
    try {
      throw new AssertionError("got " + task.get(200, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      assertThat(task.isDone()).isFalse();
    }
  }

  @Test
  void modulesTakeTurnsAndSessionsOfOneKeepTheirOrder() throws Exception {
    ReadyQueue<String> queue = new ReadyQueue<>(4, () -> true);
    for (int i = 1; i <= 3; i++) {
      assertThat(queue.offer("a", "a" + i)).isTrue();
    }
    assertThat(queue.offer("b", "b1")).isTrue();
    assertThat(soon(taking(queue))).isEqualTo("a1");
    assertThat(soon(taking(queue))).isEqualTo("b1");
    assertThat(soon(taking(queue))).isEqualTo("a2");
    assertThat(soon(taking(queue))).isEqualTo("a3");
    assertThat(queue.isAnyWaiting()).isFalse();
  }

  @Test
  void oneModuleLeavesAWorkerToTheOthers() throws Exception {
    ReadyQueue<String> queue = new ReadyQueue<>(4, () -> true);
    for (int i = 1; i <= 4; i++) {
      assertThat(queue.offer("dead", "dead" + i)).isTrue();
    }
    for (int i = 1; i <= 3; i++) {
      assertThat(soon(taking(queue))).isEqualTo("dead" + i);
    }
    FutureTask<String> last = taking(queue);
    assertWaits(last);
    assertThat(queue.isAnyWaiting()).isTrue();
    assertThat(queue.offer("live", "live1")).isTrue();
    assertThat(soon(last)).isEqualTo("live1");

    FutureTask<String> next = taking(queue);
    assertWaits(next);
    queue.done("dead");
    assertThat(soon(next)).isEqualTo("dead4");
  }

  @Test
  void theOnlyModuleHasAllWorkers() throws Exception {
    ReadyQueue<String> queue = new ReadyQueue<>(2, () -> false);
    assertThat(queue.offer("m", "1")).isTrue();
    assertThat(queue.offer("m", "2")).isTrue();
    assertThat(soon(taking(queue))).isEqualTo("1");
    assertThat(soon(taking(queue))).isEqualTo("2");
  }

  @Test
  void aFullLaneKeepsNobodyElseOut() throws Exception {
    ReadyQueue<String> queue = new ReadyQueue<>(1, () -> true);
    assertThat(queue.offer("dead", "1")).isTrue();
    assertThat(queue.offer("dead", "2")).isTrue();
    assertThat(queue.offer("dead", "3")).isFalse();
    FutureTask<Boolean> putting =
        new FutureTask<>(() -> {
          queue.put("dead", "3");
          return true;
        });
    Thread.ofVirtual().start(putting);
    assertWaits(putting);
    assertThat(queue.offer("live", "other")).isTrue();
    assertThat(queue.queued("dead")).isEqualTo(2);

    assertThat(soon(taking(queue))).isEqualTo("1");
    assertThat(putting.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(queue.queued("dead")).isEqualTo(2);
  }
}
