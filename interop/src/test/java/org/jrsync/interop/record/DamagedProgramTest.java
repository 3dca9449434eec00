package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Test;

/** A sample of bad input against the program itself, in processes of its own. */
class DamagedProgramTest {
  private static final Hostile PULL = new Hostile(Reader.CLIENT_RECEIVER, 33, true, "");
  private static final Hostile PUSH = new Hostile(Reader.CLIENT_SENDER, 33, true, "");
  private static final Hostile SERVED = new Hostile(Reader.SERVER_SENDER, 33, true, "");
  private static final Hostile FED = new Hostile(Reader.SERVER_RECEIVER, 33, true, "");

  /** One damaged stream and what it ends with. */
  private record Sample(Hostile session, String field, long value, int code, String line) {}

  private static final List<Sample> CLIENTS =
      List.of(
          new Sample(PULL, "entry: name length", Integer.MAX_VALUE, 22, "overflow in file list"),
          new Sample(PULL, "entry: hard link", -1, 2, "hard-link reference"),
          new Sample(PULL, "file: block length", -1, 2, "Invalid block length"),
          new Sample(PULL, "file: token", Integer.MAX_VALUE, 12, "unexpectedly closed"),
          new Sample(PUSH, "request: index", 1000, 2, "File-list index 1000"),
          new Sample(PUSH, "greeting: version", 41, 2, "version mismatch"));

  private static final List<Sample> SERVERS =
      List.of(
          new Sample(SERVED, "filter rule: length", -1, 22, "length of a filter rule"),
          new Sample(SERVED, "request: block count", Integer.MAX_VALUE, 22, "checksum count"),
          new Sample(SERVED, "local item: name length", 32_767, 2, "over-long vstring"),
          new Sample(FED, "entry: file length", -1, 4, "negative"),
          new Sample(FED, "file: remainder", 99, 2, "Invalid remainder length"),
          new Sample(FED, "file: token", -5, 2, "Invalid block index"));

  /** The line that names the field, rsync's closing line, and nothing else. */
  private static void assertPlain(String err, int code, String line) {
    List<String> lines = err.lines().toList();
    assertThat(err).contains(line).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(lines.getLast()).contains("rsync error: ").contains("(code " + code + ")");
    // What a version that is none takes is two lines, as with rsync.
    assertThat(lines).hasSize(line.equals("version mismatch") ? 3 : 2);
  }

  @Test
  void clients() {
    try (Ground ground = new Ground();
        Real ours = new Real(ground, Jrsync.binary())) {
      for (Sample sample : CLIENTS) {
        ground.reset();
        Script script = sample.session.with(sample.field, sample.value);
        Result result = ours.client(sample.session.session(), script);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(sample.code);
        assertPlain(result.err(), sample.code, sample.line);
        ground.assertWhole(result.toString());
        ground.assertSourceUntouched();
      }
    }
  }

  @Test
  void daemonGoesOnServing() {
    RandomGenerator random = Damage.random(4);
    try (Ground ground = new Ground();
        Real ours = new Real(ground, Jrsync.binary())) {
      for (Sample sample : SERVERS) {
        ground.reset();
        int code = ours.daemon(sample.session.with(sample.field, sample.value));
        assertThat(code).as(sample.toString()).isEqualTo(sample.code);
        ground.assertWhole(sample.toString());
      }
      for (Session session : List.of(Session.titled("push"), Session.titled("pull -z"))) {
        Recording recording = session.recorded();
        for (Damage damage : Damage.values()) {
          ground.reset();
          byte[] stream = damage.apply(recording.fromClient(), random);
          ours.daemon(Script.blind(stream));
          ground.assertWhole(damage + " in " + session);
        }
      }
      ground.reset();
      Recording good = Session.titled("push").recorded();
      assertThat(ours.daemon(Script.whole(good, true))).isZero();
      ground.assertCopied();
      ground.assertSourceUntouched();
    }
  }

  /** As a remote shell starts it: what it says is on standard error or in frames. */
  @Test
  void serversOfRemoteShells() {
    try (Ground ground = new Ground()) {
      for (Sample sample : SERVERS) {
        ground.reset();
        boolean sends = sample.session.reader() == Reader.SERVER_SENDER;
        String way = sends ? "--sender" : "-v";
        String place = (sends ? ground.source() : ground.copy()) + "/";
        Result result =
            Command.of(Jrsync.binary(), "--server", way, "-lHogDtpre.iLsfxCIvu", "-B32", ".", place)
                .input(spoken(sample.session.with(sample.field, sample.value)))
                .run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(sample.code);
        assertThat(result.out() + result.err())
            .contains(sample.line)
            .contains("(code " + sample.code + ")")
            .doesNotContain("Exception");
        ground.assertWhole(result.toString());
      }
    }
  }

  /** What a client says to a daemon, as one over a remote shell says it. */
  private static byte[] spoken(Script script) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    script.steps().forEach(step -> all.writeBytes(step.bytes()));
    byte[] stream = all.toByteArray();
    int end = all.toString(StandardCharsets.ISO_8859_1).indexOf("\0\0") + 2;
    ByteArrayOutputStream spoken = new ByteArrayOutputStream();
    spoken.writeBytes(HandMade.written(out -> out.writeInt(33)));
    spoken.writeBytes(Arrays.copyOfRange(stream, end, stream.length));
    return spoken.toByteArray();
  }

  @Test
  void clientsOfSilentServers() {
    Recording recording = Session.titled("pull").recorded();
    int beginning = recording.beginning(false);
    try (Ground ground = new Ground();
        Real ours = new Real(ground, Jrsync.binary());
        Real theirs = new Real(ground)) {
      for (int length : new int[] {0, beginning, beginning + 30}) {
        ground.reset();
        Result result = silence(ours, recording, length);
        int code = silence(theirs, recording, length).exitCode();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(code).isIn(30, 35);
        assertPlain(result.err(), code, "timeout");
        ground.assertWhole(result.toString());
      }
    }
  }

  /** What a client does whose server says so much and then no more. */
  private static Result silence(Real program, Recording recording, int length) {
    Script script = Script.stopping(recording, false, length, new byte[0]);
    return program.client(Session.titled("pull"), script, "--timeout=1", "--contimeout=2");
  }

  @Test
  void serversOfSilentClients() throws IOException, InterruptedException {
    try (Ground ground = new Ground()) {
      Process server =
          Command.of(
                  Jrsync.binary(),
                  "--server",
                  "--sender",
                  "-lHogDtpre.iLsfxCIvu",
                  "--timeout=1",
                  ".",
                  ground.source() + "/")
              .start();
      try {
        server.getOutputStream().write(HandMade.written(out -> out.writeInt(33)));
        server.getOutputStream().flush();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(30);
      } finally {
        server.destroyForcibly();
      }
    }
  }
}
