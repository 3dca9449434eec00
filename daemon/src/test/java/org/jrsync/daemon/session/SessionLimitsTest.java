package org.jrsync.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client cannot do to the daemon before and after it is let in. */
class SessionLimitsTest {

  private static final String CLIENT = "@RSYNCD: 33.0 md5\n";
  private static final String CONFIG = "[m]\npath = /tmp\n";

  private static ScriptedTransport letIn() {
    return new ScriptedTransport().say(CLIENT + "m\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@RSYNCD: 33", CLIENT, CLIENT + "m", CLIENT + "m\n--server\0"})
  void theHandshakeHasADeadline(String said) {
    SessionFixture fixture = new SessionFixture("timeout = 1\n" + CONFIG);
    long start = System.nanoTime();

    assertThat(fixture.run(new ScriptedTransport().say(said).thenSilence())).isFalse();

    assertThat(System.nanoTime() - start).isBetween(500_000_000L, 4_000_000_000L);
    assertThat(fixture.log)
        .endsWith(
            "[Receiver] daemon handshake timeout -- exiting",
            "rsync error: timeout in data send/receive (code 30)");
  }

  @Test
  void aTrickleDoesNotMoveTheDeadline() {
    SessionFixture fixture = new SessionFixture("timeout = 1\n" + CONFIG);
    ScriptedTransport client = new ScriptedTransport();
    for (int i = 0; i < 60; i++) {
      client.answer(heard -> {
        sleep(50);
        return "x";
      });
    }
    long start = System.nanoTime();

    assertThat(fixture.run(client)).isFalse();

    assertThat(System.nanoTime() - start).isLessThan(2_500_000_000L);
    assertThat(fixture.log).contains("[Receiver] daemon handshake timeout -- exiting");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tooManyArgumentsEndTheSession() {
    SessionFixture fixture = new SessionFixture(CONFIG);

    assertThat(fixture.run(letIn().say("a\0".repeat(17_000) + "\0"))).isFalse();

    assertThat(fixture.log)
        .endsWith("too many daemon arguments", "rsync error: protocol incompatibility (code 2)");
  }

  @Test
  void asManyArgumentsAsThereIsRoomForAreTaken() {
    int room = ArgumentReader.MAX_ARGUMENTS - 2;
    for (int count : new int[] {room - 1, room, room + 1}) {
      SessionFixture fixture = new SessionFixture(CONFIG);

      fixture.run(letIn().say("--server\0.\0" + "m/\0".repeat(count - 2) + "\0"));

      assertThat(fixture.requests).hasSize(count <= room ? 1 : 0);
      if (count <= room) {
        assertThat(fixture.requests.getFirst().arguments()).hasSize(count);
      } else {
        assertThat(fixture.log).contains("too many daemon arguments");
      }
    }
  }

  @Test
  void tooLongAnArgumentEndsTheSession() {
    SessionFixture fixture = new SessionFixture(CONFIG);

    assertThat(fixture.run(letIn().say("a".repeat(6_000) + "\0\0"))).isFalse();

    assertThat(fixture.log).contains("daemon argument is longer than 5119 bytes");
  }

  @Test
  void whateverATransferThrowsStaysInItsSession() {
    for (Throwable thrown :
        new Throwable[] {
          new IllegalStateException("bug"), new StackOverflowError(), new OutOfMemoryError("x")
        }) {
      SessionFixture fixture = new SessionFixture(CONFIG + "max connections = 2\n");
      fixture.runner =
          (request, transport, use) -> {
            assertThat(fixture.slotsTaken).isOne();
            throw sneaky(thrown);
          };
      ScriptedTransport client = letIn().say("--server\0.\0m/\0\0");

      assertThat(fixture.run(client)).isTrue();

      assertThat(client.isClosed()).isTrue();
      assertThat(fixture.slotsTaken).isZero();
      assertThat(fixture.log.getLast())
          .startsWith("session of 127.0.0.1 ended by an internal error: " + thrown);
      assertThat(fixture.ended).hasSize(1);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T sneaky(Throwable e) throws T {
    throw (T) e;
  }

  @Test
  void whoCannotChrootIsConfinedAllTheSame() {
    SessionFixture fixture = new SessionFixture(CONFIG);
    fixture.run(letIn().say("--server\0.\0m/\0\0"), false);

    TransferRequest request = fixture.requests.getFirst();
    assertThat(request.paths().chroot()).isFalse();
    assertThat(request.paths().mungeSymlinks()).isTrue();
    assertThat(request.identity().isUnchanged()).isTrue();

    SessionFixture asRoot = new SessionFixture(CONFIG);
    asRoot.run(letIn().say("--server\0.\0m/\0\0"), true);

    assertThat(asRoot.requests.getFirst().paths().chroot()).isTrue();
    assertThat(asRoot.requests.getFirst().paths().mungeSymlinks()).isFalse();
  }
}
