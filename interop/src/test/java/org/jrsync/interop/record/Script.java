package org.jrsync.interop.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One side of a recorded session to play against a live other side: what to send, and how far the
 * other side must have come before each part.
 *
 * @param steps in order
 * @param peer counts how far the other side has come; one for each play
 * @param after what to do when all is sent
 * @param silence of the other side after which a part is sent that waits for more of it
 */
record Script(List<Step> steps, Progress peer, End after, Duration silence) {
  /** Where the session fails in any case, and is often played. */
  static final Duration SHORT_SILENCE = Duration.ofMillis(300);

  /** Where it must go well: answers that come before what they answer would mislead a slow side. */
  private static final Duration LONG_SILENCE = Duration.ofSeconds(5);

  /** A script that is short of patience. */
  Script(List<Step> steps, Progress peer, End after) {
    this(steps, peer, after, SHORT_SILENCE);
  }

  /** What a side does that has nothing more to send. */
  enum End {
    /** Sends the end of the stream, as a process that died, and a network that broke, look. */
    CLOSE,
    /** Leaves the connection open and says no more. */
    STOP
  }

  /**
   * A part.
   *
   * @param after how far the other side must have come, as {@link Progress#count} tells
   */
  record Step(long after, byte[] bytes) {}

  /** The whole recorded side. */
  static Script whole(Recording recording, boolean client) {
    return inserting(recording, client, 0, new byte[0]);
  }

  /** The recorded side with other bytes put in at a place, and the order kept before and after. */
  static Script inserting(Recording recording, boolean client, int at, byte[] bytes) {
    byte[] stream = stream(recording, client);
    List<Step> steps = inOrder(recording, client, at);
    steps.add(new Step(0, bytes));
    List<Step> all = inOrder(recording, client, stream.length);
    int done = 0;
    for (Step step : all) {
      int from = Math.max(0, at - done);
      if (from < step.bytes.length || step.bytes.length == 0) {
        steps.add(new Step(step.after, Arrays.copyOfRange(step.bytes, from, step.bytes.length)));
      }
      done += step.bytes.length;
    }
    return new Script(steps, recording.progress(!client), End.CLOSE, LONG_SILENCE);
  }

  /** The recorded side up to a byte. */
  static Script cut(Recording recording, boolean client, int length) {
    return damaged(recording, client, length, new byte[0]);
  }

  /** The recorded side up to a byte in its order, and then other bytes at once. */
  static Script damaged(Recording recording, boolean client, int intact, byte[] rest) {
    List<Step> steps = inOrder(recording, client, intact);
    if (rest.length > 0) {
      steps.add(new Step(0, rest));
    }
    return new Script(steps, recording.progress(!client), End.CLOSE);
  }

  /** The recorded side up to a byte, then other bytes; it says no more then and does not go. */
  static Script stopping(Recording recording, boolean client, int length, byte[] last) {
    return new Script(
        damaged(recording, client, length, last).steps, recording.progress(!client), End.STOP);
  }

  /** Bytes that are sent without waiting for anything. */
  static Script blind(byte[] stream) {
    return new Script(List.of(new Step(0, stream)), new Progress(true, 30, 0), End.CLOSE);
  }

  private static byte[] stream(Recording recording, boolean client) {
    return client ? recording.fromClient() : recording.fromServer();
  }

  /** The recorded parts up to a byte; after the very last one waits for the rest of the peer's. */
  private static List<Step> inOrder(Recording recording, boolean client, int length) {
    byte[] own = stream(recording, client);
    byte[] theirs = stream(recording, !client);
    Progress peer = recording.progress(!client);
    List<Step> steps = new ArrayList<>();
    int done = 0;
    int seen = 0;
    for (Recording.Part part : recording.order()) {
      if (part.client() != client) {
        peer.feed(theirs, seen, part.length());
        seen += part.length();
      } else if (done < length) {
        int end = Math.min(length, done + part.length());
        steps.add(new Step(peer.count(), Arrays.copyOfRange(own, done, end)));
        done = end;
      }
    }
    if (length == own.length) {
      steps.add(new Step(peer.count(), new byte[0]));
    }
    return steps;
  }
}
