package org.jrsync.daemon.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jrsync.daemon.host.ThreadStarter;
import org.junit.jupiter.api.Test;

/** File work that others do, and what becomes of it when nobody waits for it any more. */
class FilePoolTest {

  private static final long MILLI = 1_000_000;

  private final FilePool pool = new FilePool("files of test", null, new ThreadStarter(), null, 1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> unwanted = new CopyOnWriteArrayList<>();

  private String stuck() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "late";
  }

  private static <T> FutureTask<T> onVirtualThread(java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  @Test
  void whatComesInTimeIsWanted() throws Exception {
    FutureTask<String> task =
        onVirtualThread(() -> pool.call(() -> "result", 10_000 * MILLI, unwanted::add));
    assertThat(task.get(10, TimeUnit.SECONDS)).isEqualTo("result");
    assertThat(unwanted).isEmpty();
  }

  @Test
  void whatComesTooLateIsGivenBackAndWhatHasNotBegunNeverBegins() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    FutureTask<String> stuck =
        onVirtualThread(() ->
            pool.call(
                () -> {
                  begun.countDown();
                  return stuck();
                },
                300 * MILLI,
                unwanted::add));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    List<String> ran = new CopyOnWriteArrayList<>();
    FutureTask<Boolean> behind =
        onVirtualThread(() -> pool.call(() -> ran.add("behind"), 300 * MILLI, result -> {}));
    for (FutureTask<?> task : List.of(stuck, behind)) {
      assertThatThrownBy(() -> task.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(FilePool.NoAnswerException.class);
    }
    assertThat(unwanted).isEmpty();

    release.countDown();
    FutureTask<String> next = onVirtualThread(() -> pool.call(() -> "next"));
    assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo("next");
    assertThat(unwanted).containsExactly("late");
    assertThat(ran).isEmpty();
  }
}
