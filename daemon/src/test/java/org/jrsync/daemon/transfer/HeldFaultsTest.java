package org.jrsync.daemon.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.tree.AttributeFaults;
import org.junit.jupiter.api.Test;

class HeldFaultsTest {

  /** The thread that finds something may be the pool's, which must not wait for a peer. */
  @Test
  void whatIsFoundIsToldByTheThreadThatAsksForIt() throws InterruptedException {
    List<String> told = new ArrayList<>();
    HeldFaults faults = new HeldFaults();
    faults.listener(
        new AttributeFaults() {
          @Override
          public void unreadable(byte[] path, int errno) {
            String who = Thread.currentThread().getName();
            told.add(new String(path, US_ASCII) + " " + errno + " " + who);
          }

          @Override
          public byte[] shown(byte[] path) {
            return ("top/" + new String(path, US_ASCII)).getBytes(US_ASCII);
          }
        });
    Thread pool = new Thread(() -> faults.unreadable("f".getBytes(US_ASCII), 34), "pool");
    pool.start();
    pool.join();
    assertThat(told).isEmpty();
    faults.tell();
    faults.tell();
    assertThat(told).containsExactly("f 34 " + Thread.currentThread().getName());
    assertThat(faults.shown("f".getBytes(US_ASCII))).isEqualTo("top/f".getBytes(US_ASCII));
  }
}
