package org.jrsync.daemon.listen;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jrsync.daemon.session.ThreadUse;
import org.jrsync.posix.AddressText;
import org.jrsync.posix.SocketHandle;

/**
 * {@code listener = hybrid}: handshakes on virtual threads, of which thousands may be idle; ready
 * sessions go through a bounded queue to a fixed number of platform threads, which run the
 * transfers.
 */
public final class HybridModel implements SessionModel {

  /** What becomes of a ready session when all workers are busy and the queue is full. */
  public enum WhenBusy {
    WAIT,
    REFUSE
  }

  private static final String BUSY =
      "all transfer threads of this daemon are busy -- try again later";

  private final ReadyQueue<LiveSession> ready;
  private final WhenBusy whenBusy;
  private final TransferWorkers workers;
  private final Consumer<String> log;
  private final long stallMillis;

  /**
   * @param workers how many transfers run at once; at most twice as many more of each module wait
   *     in the queue
   * @param severalModules whether a module may not have all workers, since there are others
   * @param stall how long a client may take nothing of what it is sent, or say nothing while others
   *     wait, before the worker is freed from it; zero for as long as it likes
   * @param log the daemon's log
   */
  public HybridModel(
      int workers,
      BooleanSupplier severalModules,
      WhenBusy whenBusy,
      Duration stall,
      Consumer<String> log) {
    this.stallMillis = stall.isZero() ? -1 : stall.toMillis();
    SocketHandle.prepareForVirtualThreads();
    this.ready = new ReadyQueue<>(workers, severalModules);
    this.whenBusy = whenBusy;
    this.log = log;
    this.workers = new TransferWorkers(workers, this::transferNext, log);
  }

  @Override
  public void start(LiveSession session) {
    try {
      Thread.ofVirtual()
          .name("session " + session.connection().number())
          .start(() -> handshake(session));
    } catch (OutOfMemoryError e) {
      throw new SessionRefusedException(e);
    }
  }

  private void handshake(LiveSession session) {
    boolean handedOver = false;
    try {
      if (session.handshake()) {
        session.queued();
        session.connection().socket().setStallLimit(stallMillis, ready::isAnyWaiting);
        handedOver = handOver(session);
      }
    } finally {
      if (!handedOver) {
        session.close();
      }
    }
  }

  private boolean handOver(LiveSession session) {
    String module = session.module();
    if (ready.offer(module, session)) {
      return true;
    }
    if (whenBusy == WhenBusy.REFUSE) {
      log.accept(
          "transfer-worker-threads reached: "
              + ready.share()
              + " at work for module "
              + module
              + ", "
              + ready.queued(module)
              + " queued; refused "
              + AddressText.of(session.host()));
      session.refuse(BUSY);
      return false;
    }
    try {
      ready.put(module, session);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public void close() {
    workers.close();
  }

  /** The second half of the next session, on a worker. */
  private void transferNext() throws InterruptedException {
    LiveSession session = ready.take();
    try {
      session.transfer(ThreadUse.LENT);
    } finally {
      try {
        session.close();
      } finally {
        ready.done(session.module());
      }
    }
  }
}
