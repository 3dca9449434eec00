package org.jrsync.daemon.listen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jrsync.posix.SocketHandle;

/**
 * Clients that were greeted, get no thread, and are told why. Each has a moment to read it: closed
 * at once, with its own greeting unread, the connection would be reset and the reason lost with it.
 * Nothing here waits; for the thread that accepts alone.
 */
final class Farewells {

  private static final byte[] TEXT =
      "@ERROR: the daemon cannot serve more clients now -- try again later\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  /** How many clients may be leaving at once; the first of more are cut off. */
  private static final int MOST = 64;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int BYTES = 64 * 1024;
  private static final int LOOK_AGAIN_MILLIS = 20;

  private final Deque<Leaving> leaving = new ArrayDeque<>();
  private final byte[] sink = new byte[1024];

  private final class Leaving {
    private final SocketHandle socket;
    private final long end = System.nanoTime() + PATIENCE_NANOS;
    private int taken;

    Leaving(SocketHandle socket) {
      this.socket = socket;
    }

    boolean hasGone() {
      try {
        int count = 1;
        while (count > 0 && taken < BYTES) {
          count = socket.read(sink, 0, sink.length, 0);
          taken += count;
        }
        return count != 0 || end - System.nanoTime() <= 0;
      } catch (IOException | Error e) {
        // Without memory for reading, it has had its time.
        return true;
      }
    }
  }

  /** Takes a new connection over, on which no more than the greeting was sent. */
  void add(SocketHandle socket) {
    boolean stays = false;
    try {
      socket.setStallLimit(0);
      socket.write(TEXT, 0, TEXT.length);
      socket.shutdownOutput();
      if (leaving.size() == MOST) {
        leaving.removeFirst().socket.close();
      }
      leaving.addLast(new Leaving(socket));
      stays = true;
    } catch (IOException e) {
      // The client has gone by itself.
      return;
    } finally {
      if (!stays) {
        socket.close();
      }
    }
  }

  /**
   * Lets go of those that have gone or had their time.
   *
   * @return milliseconds until it is to be called again, -1 for not before the next {@link #add}
   */
  int tend() {
    for (Iterator<Leaving> all = leaving.iterator(); all.hasNext(); ) {
      Leaving client = all.next();
      if (client.hasGone()) {
        client.socket.close();
        all.remove();
      }
    }
    return leaving.isEmpty() ? -1 : LOOK_AGAIN_MILLIS;
  }

  /** Lets go of all. */
  void close() {
    leaving.forEach(client -> client.socket.close());
    leaving.clear();
  }
}
