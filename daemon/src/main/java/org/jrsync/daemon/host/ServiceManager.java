package org.jrsync.daemon.host;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jrsync.posix.MonotonicClock;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.UnixDatagram;
import org.jspecify.annotations.Nullable;

/**
 * Tells a service manager, such as systemd with {@code Type=notify}, how far the daemon is, as
 * described in sd_notify(3). Without one nothing is told; one that cannot be told costs a line of
 * the log.
 */
public final class ServiceManager {

  private static final int PATIENCE_MILLIS = 1_000;

  private final byte @Nullable [] socket;
  private final Consumer<String> log;
  private volatile boolean ready;

  /**
   * @param socket the value of {@code NOTIFY_SOCKET}, null for none
   * @param log the daemon's log
   */
  public ServiceManager(byte @Nullable [] socket, Consumer<String> log) {
    this.socket = socket;
    this.log = log;
  }

  /**
   * Clients are accepted from now on.
   *
   * @param self this process's number, told where it is another than the one that was started; else
   *     0
   */
  public void ready(long self) {
    ready = true;
    tell(self == 0 ? "READY=1" : "MAINPID=" + self + "\nREADY=1");
  }

  /** Has a reload done, with what it takes to see its beginning and end. */
  public void reload(Runnable reload) {
    if (ready) {
      tell("RELOADING=1\nMONOTONIC_USEC=" + MonotonicClock.micros());
    }
    try {
      reload.run();
    } finally {
      if (ready) {
        tell("READY=1");
      }
    }
  }

  /** The daemon begins to stop; nothing else is told from now on. */
  public void stopping() {
    ready = false;
    tell("STOPPING=1");
  }

  private synchronized void tell(String state) {
    byte[] address = socket;
    if (address == null) {
      return;
    }
    try {
      UnixDatagram.send(address, state.getBytes(StandardCharsets.US_ASCII), PATIENCE_MILLIS);
    } catch (PosixException e) {
      log.accept(
          "the service manager could not be told "
              + state.replace('\n', ' ')
              + ": "
              + e.getMessage()
              + " (NOTIFY_SOCKET="
              + new String(address, StandardCharsets.ISO_8859_1)
              + ")");
    }
  }
}
