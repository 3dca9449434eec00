package org.jrsync.interop.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jrsync.wire.MessageCode;

/** Plays streams to one reader of ours, and checks what all of its plays have in common. */
final class Play implements AutoCloseable {
  /** What a run ends with that was whole, but for something that the peer had to tell of. */
  static final Set<Integer> SOFT = Set.of(0, 23, 24, 25);

  private final Reader reader;
  private final Session session;
  private final Recording recording;
  private final Frames frames;
  private final Ground ground = new Ground();
  private final LocalDaemon daemon = new LocalDaemon(ground);

  /** How a play ended. */
  private record End(int code, List<String> told, String text) {}

  Play(Reader reader) {
    this(reader, reader.session());
  }

  Play(Reader reader, Session session) {
    this.reader = reader;
    this.session = session;
    this.recording = session.recorded();
    this.frames =
        recording.hasFrames(reader.server())
            ? Frames.of(recording, reader.server())
            : Frames.of(new byte[0], 0);
  }

  Ground ground() {
    return ground;
  }

  /** The recorded stream with bytes put in before a frame. */
  Script inserting(int frame, byte[] bytes) {
    return Script.inserting(recording, reader.server(), frames.bytesBefore(frame), bytes);
  }

  /** The recorded stream up to a frame, then other bytes, then nothing. */
  Script damaged(int frame, byte[] bytes) {
    return Script.damaged(recording, reader.server(), frames.bytesBefore(frame), bytes);
  }

  /** The recorded stream as far as another one is the same, then the rest of the other at once. */
  Script other(byte[] stream) {
    byte[] recorded = reader.stream(recording);
    int same = Arrays.mismatch(recorded, stream);
    if (same < 0) {
      return Script.whole(recording, reader.server());
    }
    byte[] rest = Arrays.copyOfRange(stream, same, stream.length);
    return Script.damaged(recording, reader.server(), same, rest);
  }

  /**
   * Plays a script: it ends, says what is wrong if something is, shows nothing of its inside, and
   * leaves nothing broken.
   *
   * @return the exit code
   */
  int run(Script script, String damage) {
    ground.reset();
    End end = play(script);
    String what = damage + ": " + end.text;
    if (!toldToEndWith(script, end.code)) {
      assertThat(end.code).as(what).isBetween(-1, 35);
    }
    assertThat(end.told)
        .as(what)
        .noneMatch(line -> line.contains("internal error") || line.contains("Exception"));
    // With the soft ones it is the peer who tells.
    if (end.code > 0 && !reader.server() && !SOFT.contains(end.code)) {
      assertThat(end.told).as(what).isNotEmpty();
    }
    ground.assertWhole(what);
    ground.assertSourceUntouched();
    return end.code;
  }

  /** Whether a script has a message that its sender ends with this code, whatever it means. */
  private static boolean toldToEndWith(Script script, int code) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    script.steps().forEach(step -> all.writeBytes(step.bytes()));
    byte[] told = HandMade.framed(out -> out.messageInt(MessageCode.ERROR_EXIT, code));
    String header = new String(told, 0, told.length - 3, ISO_8859_1);
    return code > 0 && all.toString(ISO_8859_1).contains(header);
  }

  /** As {@link #run}, for what must not end well. */
  int fails(Script script, String damage) {
    int code = run(script, damage);
    assertThat(code).as(damage).isNotZero();
    return code;
  }

  private End play(Script script) {
    if (reader.server()) {
      LocalDaemon.Outcome outcome = daemon.play(script);
      return new End(outcome.exitStatus(), outcome.log(), outcome.toString());
    }
    LocalClient.Outcome outcome = LocalClient.play(session, ground, script);
    return new End(outcome.exitCode(), outcome.errors(), outcome.toString());
  }

  /** Ends with a session that nobody has damaged: it must go well. */
  @Override
  public void close() {
    try {
      int code = run(Script.whole(recording, reader.server()), "undamaged, at the end");
      assertThat(code).isIn(0, session.exitCode(), session.serverExitCode());
      ground.assertNothingOpen();
    } finally {
      daemon.close();
      ground.close();
    }
  }
}
