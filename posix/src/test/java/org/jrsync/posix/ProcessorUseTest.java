package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorUseTest {

  @Test
  void busyProcessorsAreNotIdle() throws InterruptedException {
    ProcessorUse use = new ProcessorUse();
    assertThat(use.idleSinceLastTime()).isEqualTo(1);
    long end = System.nanoTime() + 500_000_000;
    List<Thread> busy = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      busy.add(
          Thread.ofPlatform()
              .start(() -> {
                while (System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
              }));
    }
    for (Thread thread : busy) {
      thread.join();
    }
    assertThat(use.idleSinceLastTime()).isLessThan(0.5);
    assertThat(use.idleSinceLastTime()).isBetween(0.0, 1.0);
  }
}
