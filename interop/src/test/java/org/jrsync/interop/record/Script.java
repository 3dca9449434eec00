package org.jrsync.interop.record;

import java.util.ArrayList;
import java.util.List;

/**
 * One side of a recorded session to play against a live other side: what to send, and how far the
 * other side must have come before each part.
 *
 * @param steps in order
 * @param peer counts how far the other side has come; one for each play
 * @param after what to do when all is sent
 */
record Script(List<Step> steps, Progress peer, End after) {
  /** What a side does that has nothing more to send. */
  enum End {
    /** Sends the end of the stream, as a process that died, and a network that broke, look. */
    CLOSE,
    /** Leaves the connection open and waits for the other side to close it, as servers do. */
    WAIT
  }

  /**
   * A part.
   *
   * @param after how far the other side must have come, as {@link Progress#count} tells
   */
  record Step(long after, byte[] bytes) {}

  /**
   * The script of one side, perhaps damaged.
   *
   * @param client whether it is the client's side
   * @param stream what to send
   * @param intact so many bytes are as they were recorded, and sent in the recorded order; the rest
   *     follows at once
   */
  static Script of(Recording recording, boolean client, byte[] stream, int intact, End after) {
    Progress peer = recording.progress(!client);
    byte[] theirs = client ? recording.fromServer() : recording.fromClient();
    int limit = Math.min(intact, stream.length);
    List<Step> steps = new ArrayList<>();
    int recorded = (client ? recording.fromClient() : recording.fromServer()).length;
    int own = 0;
    int seen = 0;
    for (Recording.Part part : recording.order()) {
      if (part.client() != client) {
        peer.feed(theirs, seen, part.length());
        seen += part.length();
      } else if (own < limit) {
        int end = Math.min(limit, own + part.length());
        steps.add(new Step(peer.count(), java.util.Arrays.copyOfRange(stream, own, end)));
        own = end;
      }
    }
    if (own < stream.length) {
      steps.add(new Step(0, java.util.Arrays.copyOfRange(stream, own, stream.length)));
    } else if (limit == recorded) {
      // Who has said all waits for what is still to be heard.
      steps.add(new Step(peer.count(), new byte[0]));
    }
    return new Script(steps, recording.progress(!client), after);
  }

  /** The whole recorded side. */
  static Script whole(Recording recording, boolean client) {
    byte[] stream = client ? recording.fromClient() : recording.fromServer();
    return of(recording, client, stream, stream.length, End.CLOSE);
  }

  /** The recorded side up to a byte. */
  static Script cut(Recording recording, boolean client, int length) {
    byte[] stream = client ? recording.fromClient() : recording.fromServer();
    return of(recording, client, java.util.Arrays.copyOf(stream, length), length, End.CLOSE);
  }

  /** Bytes that are sent without waiting for anything. */
  static Script blind(byte[] stream) {
    return new Script(List.of(new Step(0, stream)), new Progress(true, 30, 0), End.CLOSE);
  }
}
