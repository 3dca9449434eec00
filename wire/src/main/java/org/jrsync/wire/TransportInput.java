package org.jrsync.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes bytes off a {@link Transport}: waits for them within the bounds, and counts them. */
final class TransportInput {
  private final Transport transport;
  private final IoTimeout timeout;
  private @Nullable IdleHook idleHook;
  private Role role = Role.CLIENT;
  private long rawBytes;

  /** So many of them do not count; none does while this is the largest number. */
  private long uncounted;

  TransportInput(Transport transport, IoTimeout timeout) {
    this.transport = transport;
    this.timeout = timeout;
  }

  void setRole(Role role) {
    this.role = role;
  }

  Role role() {
    return role;
  }

  void setIdleHook(@Nullable IdleHook hook) {
    this.idleHook = hook;
  }

  IoTimeout timeout() {
    return timeout;
  }

  /** All bytes taken so far. */
  long taken() {
    return rawBytes;
  }

  /** The bytes taken that count. */
  long counted() {
    return Math.max(0, rawBytes - uncounted);
  }

  /** What comes counts as nothing until {@link #startCounting}. */
  void stopCounting() {
    uncounted = Long.MAX_VALUE;
  }

  /** What comes counts from here on, and the last {@code unread} bytes with it. */
  void startCounting(int unread) {
    uncounted = rawBytes - unread;
  }

  /** Fails as a read by this role would if the connection is known to be over. */
  void checkOpen(Role who) {
    if (transport.isClosed()) {
      throw new ConnectionClosedException(counted(), who);
    }
  }

  /**
   * Waits for bytes.
   *
   * @return how many there are, at least 1
   */
  int receive(byte[] target, int offset, int length) {
    IdleHook hook = idleHook;
    try {
      while (true) {
        // Before the read: what has arrived is never lost to a bound, and a trickle meets it too.
        timeout.checkDeadline(role);
        long wait = timeout.waitMillis();
        if (hook != null) {
          hook.beforeRead();
          if (hook.hasWork()) {
            wait = Transport.NO_WAIT;
          } else {
            long interval = hook.intervalMillis();
            wait = interval != 0 && (wait == 0 || interval < wait) ? interval : wait;
          }
        }
        int n = transport.read(target, offset, length, wait);
        if (n > 0) {
          rawBytes += n;
          timeout.received();
          return n;
        }
        if (n < 0) {
          throw new ConnectionClosedException(counted(), role);
        }
        if (hook != null) {
          hook.idle();
        }
        timeout.check(role);
      }
    } catch (IOException e) {
      throw IoErrors.failed("read", e, role);
    }
  }
}
