package org.jrsync.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The handshake behind a proxy, which the fixture's 127.0.0.1 is trusted as or not. */
class ProxiedDialogueTest {

  private static final String PROXIED =
      "reverse lookup = no\nproxy protocol = yes\nproxy protocol hosts = 127.0.0.0/8\n";
  private static final String HEADER = "PROXY TCP4 192.0.2.7 127.0.0.1 54321 873\r\n";
  private static final String CLIENT = "@RSYNCD: 33.0 md5\n";

  private static ScriptedTransport client(String said) {
    return new ScriptedTransport()
        .answer(heard -> {
          assertThat(heard).isEmpty();
          return said;
        });
  }

  @Test
  void theGivenAddressCounts() {
    SessionFixture fixture =
        new SessionFixture(
            PROXIED + "[m]\npath = /tmp\n[n]\npath = /tmp\nhosts allow = 127.0.0.1\n");
    ScriptedTransport list = client(HEADER + CLIENT + "#list\n");
    assertThat(fixture.run(list)).isFalse();
    assertThat(list.heard()).startsWith("@RSYNCD: 33.0").contains("m ").endsWith("EXIT\n");

    ScriptedTransport denied = client(HEADER + CLIENT + "n\n");
    assertThat(fixture.run(denied)).isFalse();
    assertThat(denied.heard())
        .endsWith("@ERROR: access denied to n from UNDETERMINED (192.0.2.7)\n");
    assertThat(fixture.log)
        .containsExactly(
            "connect from UNDETERMINED (192.0.2.7)",
            "module-list request from UNDETERMINED (192.0.2.7)",
            "connect from UNDETERMINED (192.0.2.7)",
            "rsync denied on module n from UNDETERMINED (192.0.2.7)");
    assertThat(fixture.ended).containsExactly("192.0.2.7 null", "192.0.2.7 null");
  }

  @Test
  void aProxyMaySpeakForItself() {
    SessionFixture fixture = new SessionFixture(PROXIED + "[m]\npath = /tmp\n");
    fixture.run(client("PROXY UNKNOWN\r\n" + CLIENT + "#list\n"));
    assertThat(fixture.log).startsWith("connect from UNDETERMINED (127.0.0.1)");
  }

  @Test
  void nobodyElseMaySpeakForOthers() {
    for (String hosts : new String[] {"", "10.0.0.0/8", "localhost, 127.0.0.2"}) {
      SessionFixture fixture =
          new SessionFixture(
              "proxy protocol = yes\nproxy protocol hosts = " + hosts + "\n[m]\npath = /tmp\n");
      ScriptedTransport client = new ScriptedTransport().say(HEADER + CLIENT + "#list\n");
      assertThat(fixture.run(client)).isFalse();
      assertThat(client.heard()).isEmpty();
      assertThat(fixture.log)
          .containsExactly("proxy protocol rejected from untrusted peer UNDETERMINED (127.0.0.1)");
      assertThat(fixture.lookups).isZero();
    }
  }

  @Test
  void whoSaysNothingOfItsClientGetsNoAnswer() {
    SessionFixture fixture = new SessionFixture(PROXIED + "[m]\npath = /tmp\n");
    ScriptedTransport client = new ScriptedTransport().say(CLIENT + "#list\n");
    assertThat(fixture.run(client)).isFalse();
    assertThat(client.heard()).isEmpty();
    assertThat(fixture.log)
        .containsExactly(
            "proxy protocol header of UNDETERMINED (127.0.0.1) is not valid:"
                + " it begins as neither version does");
  }

  @Test
  void theHeaderHasTheDeadlineOfTheHandshake() {
    SessionFixture fixture =
        new SessionFixture("handshake timeout = 1\n" + PROXIED + "[m]\npath = /tmp\n");
    long start = System.nanoTime();
    assertThat(fixture.run(new ScriptedTransport().say("PROXY TCP4 ").thenSilence())).isFalse();
    assertThat(System.nanoTime() - start).isBetween(500_000_000L, 4_000_000_000L);
    assertThat(fixture.log).contains("handshake timeout reached by 127.0.0.1");
  }
}
