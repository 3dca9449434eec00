package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jrsync.wire.MessageCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages of every kind, where real rsyncs send them and where none does, whole, cut and with
 * false lengths, against ours as a client and as a daemon, sending and receiving.
 */
@Execution(ExecutionMode.CONCURRENT)
class MessagesTest {
  /** Before the second frame, where all is negotiated. */
  private static final int PLACE = 1;

  /** Kinds that rsync takes, and does nothing for, in roles that they are not meant for. */
  private static final Set<MessageCode> FOR_ONE_ROLE =
      EnumSet.of(MessageCode.SUCCESS, MessageCode.DELETED, MessageCode.NO_SEND);

  /** Besides those that there are: the numbers next to them, and the largest. */
  private static final List<Integer> UNKNOWN = List.of(12, 21, 43, 99, 103, 200, 248);

  /** The recorded streams and the hand-made ones together have every kind for every reader. */
  @ParameterizedTest
  @EnumSource
  void everyKindIsThere(Reader reader) {
    Set<MessageCode> recorded = EnumSet.noneOf(MessageCode.class);
    for (Session session : Session.all()) {
      Recording recording = session.recorded();
      if (reader.reads(session) && recording.hasFrames(reader.server())) {
        recorded.addAll(Frames.of(recording, reader.server()).kinds());
      }
    }
    assertThat(recorded).as("kinds that real rsyncs send").containsAll(reader.recordedKinds());
    Set<MessageCode> all = EnumSet.copyOf(recorded);
    Recording plain = reader.session().recorded();
    for (MessageCode kind : EnumSet.complementOf(EnumSet.copyOf(recorded))) {
      byte[] stream = Frames.of(plain, reader.server()).inserting(PLACE, HandMade.message(kind));
      all.addAll(Frames.of(stream, plain.beginning(reader.server())).kinds());
    }
    assertThat(all).containsExactlyInAnyOrder(MessageCode.values());
  }

  /** A message out of turn ends with the exit code that rsync has for it. */
  @ParameterizedTest
  @EnumSource
  void outOfTurn(Reader reader) {
    try (Play play = new Play(reader);
        Real real = new Real(play.ground())) {
      for (MessageCode kind : MessageCode.values()) {
        byte[] message = HandMade.message(kind);
        int ours = play.run(play.inserting(PLACE, message), "with " + kind);
        play.ground().reset();
        int theirs = real.exitCode(reader, play.inserting(PLACE, message));
        if (ours == 12 && FOR_ONE_ROLE.contains(kind)) {
          continue;
        }
        if (theirs == 0 && reader.server()) {
          // A server keeps the soft ones to itself.
          assertThat(ours).as(kind.toString()).isIn(Play.SOFT);
        } else {
          assertThat(ours).as(kind.toString()).isEqualTo(theirs);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutInside(Reader reader) {
    try (Play play = new Play(reader)) {
      for (MessageCode kind : MessageCode.values()) {
        byte[] message = HandMade.message(kind);
        for (int length = 0; length < message.length; length++) {
          play.fails(
              play.damaged(PLACE, Arrays.copyOf(message, length)),
              kind + " cut after byte " + length);
        }
      }
    }
  }

  /** Lengths that the kind cannot have, and those that no message can have. */
  @ParameterizedTest
  @EnumSource
  void falseLengths(Reader reader) {
    try (Play play = new Play(reader)) {
      for (MessageCode kind : MessageCode.values()) {
        for (int length : new int[] {0, 1, 3, 5, 99, 5119, 5120, 0xffffff}) {
          byte[] content = new byte[Math.min(length, 5120)];
          play.run(
              play.damaged(PLACE, Frames.frame(kind.code(), length, content)),
              kind + " of " + length + " bytes");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void unknownKinds(Reader reader) {
    try (Play play = new Play(reader)) {
      for (int kind : UNKNOWN) {
        byte[] message = Frames.frame(kind, new byte[4]);
        int code = play.fails(play.damaged(PLACE, message), "kind " + kind);
        assertThat(code).isEqualTo(12);
      }
    }
  }

  /** No message can make a client's timeout longer, or take it away. */
  @Test
  void timeoutsAreOnlyShortened() {
    Session session = Session.titled("pull");
    Recording recording = session.recorded();
    Frames frames = Frames.of(recording, false);
    try (Ground ground = new Ground()) {
      for (int seconds : new int[] {0, -1, 86_401, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        byte[] message = HandMade.framed(out -> out.messageInt(MessageCode.IO_TIMEOUT, seconds));
        ground.reset();
        LocalClient.Outcome outcome =
            LocalClient.play(
                session,
                ground,
                Script.stopping(recording, false, frames.bytesBefore(PLACE), message),
                "--timeout=1");
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(30);
      }
    }
  }
}
