package org.jrsync.daemon.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers that die, by an identity that is not given back or by an error that gets through. */
class TransferWorkersTest {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Boolean> spoilt = new ThreadLocal<>();
  private TransferWorkers workers = workers(1);

  private TransferWorkers workers(int count) {
    return new TransferWorkers(
        count, () -> work.take().run(), log::add, () -> spoilt.get() != null, PAUSE);
  }

  @AfterEach
  void close() {
    workers.close();
  }

  private void run(String name) throws InterruptedException {
    work.put(() -> ran.add(name));
  }

  private void kill() throws InterruptedException {
    work.put(() -> spoilt.set(true));
  }

  private static void await(List<String> list, int size) throws InterruptedException {
    for (int i = 0; i < 500 && list.size() < size; i++) {
      Thread.sleep(20);
    }
    assertThat(list).hasSizeGreaterThanOrEqualTo(size);
  }

  @Test
  void theLastOneIsReplacedAtOnceHoweverOftenItDies() throws Exception {
    long start = System.nanoTime();
    for (int i = 1; i <= 3; i++) {
      kill();
      run("after " + i);
      await(ran, i);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PAUSE.multipliedBy(2));
    assertThat(log).hasSize(3).allMatch(line -> line.endsWith("had ended and was replaced"));
  }

  @Test
  void anErrorThatGetsThroughEndsOneWorkerAlone() throws Exception {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> ran.add("died"));
    try {
      work.put(() -> {
        throw new StackOverflowError("deep");
      });
      run("after it");
      await(ran, 2);
      assertThat(ran).containsExactlyInAnyOrder("died", "after it");
      await(log, 1);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  /** One worker is busy all the time, so that the other is never the last. */
  @Test
  void theOthersAreReplacedOnceInAWhile() throws Exception {
    workers.close();
    workers = workers(2);
    LinkedBlockingQueue<String> release = new LinkedBlockingQueue<>();
    work.put(() -> hold(release));
    kill();
    await(log, 1);
    long first = System.nanoTime();
    kill();
    run("a third");
    await(log, 2);
    assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(PAUSE.minusMillis(300));
    await(ran, 1);
    release.put("now");
  }

  private static void hold(LinkedBlockingQueue<String> release) {
    try {
      assertThat(release.take()).isNotNull();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
