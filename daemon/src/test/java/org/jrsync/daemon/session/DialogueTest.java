package org.jrsync.daemon.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jrsync.wire.AuthDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the daemon says and logs. The expected bytes are those of rsync 3.5.1 with the same
 * configuration.
 */
class DialogueTest {

  private static final String CONFIG =
      """
      motd file = /motd
      [pub]
      path = /tmp
      comment = public one
      [hidden]
      path = /tmp
      list = no
      hosts allow = 192.0.2.1
      [denied]
      path = /tmp
      hosts deny = *
      [auth]
      path = /tmp
      auth users = ann
      secrets file = /secrets
      [full]
      path = /tmp
      max connections = -1
      [nopath]
      [gone]
      path = /nonexistent/x
      [gone2]
      path = /nonexistent/x
      use chroot = no
      [baduid]
      path = /tmp
      uid = nosuchuser
      [badgid]
      path = /tmp
      gid = nosuchgroup
      [gid2]
      path = /tmp
      gid = nogroup nosuch
      [lockbad]
      path=/tmp
      max connections = 3
      lock file = /nonexistent/dir/lock
      [file]
      path = /etc/passwd
      """;

  private static final String GREETING =
      "@RSYNCD: 33.0 sha512 sha256 sha1 md5 md4\nHello\nthere\n\n";
  private static final String CLIENT = "@RSYNCD: 33.0 sha512 sha256 sha1 md5 md4\n";
  private static final String STARTUP = "protocol startup error of localhost (127.0.0.1)";
  private static final String NO_LINE =
      "no line of the protocol from localhost (127.0.0.1): it has a NUL or more than 1023 bytes";
  private static final String CONNECT = "connect from localhost (127.0.0.1)";
  private static final String LIST =
      """
      pub            \tpublic one
      denied         \t
      auth           \t
      full           \t
      nopath         \t
      gone           \t
      gone2          \t
      baduid         \t
      badgid         \t
      gid2           \t
      lockbad        \t
      file           \t
      """;

  private static String allowed(String module) {
    return "rsync allowed access on module " + module + " from localhost (127.0.0.1)";
  }

  static Stream<Arguments> dialogues() {
    String listed = "module-list request from localhost (127.0.0.1)";
    return Stream.of(
        Arguments.of(CLIENT + "#list\n", LIST + "@RSYNCD: EXIT\n", listed),
        Arguments.of(CLIENT + "\n", LIST + "@RSYNCD: EXIT\n", listed),
        Arguments.of("@RSYNCD: 31.0\r\n#list\r\n", LIST + "@RSYNCD: EXIT\n", listed),
        Arguments.of("@RSYNCD: 24\n#list\n", LIST, listed),
        Arguments.of(
            CLIENT + "nope\n",
            "@ERROR: Unknown module 'nope'\n",
            "unknown module 'nope' tried from localhost (127.0.0.1)"),
        Arguments.of(CLIENT + "#foo bar\n", "@ERROR: Unknown command '#foo bar'\n", ""),
        Arguments.of(CLIENT + "#early_input=0\n", "@ERROR: invalid early_input length\n", ""),
        Arguments.of(CLIENT + "#early_input=5121\n", "@ERROR: invalid early_input length\n", ""),
        Arguments.of(CLIENT + "#early_input=3\nabcpub\n", "@RSYNCD: OK\n", allowed("pub")),
        Arguments.of("GET / HTTP/1.0\n", "@ERROR: protocol startup error\n", STARTUP),
        Arguments.of(
            "@RSYNCD: 30\n",
            "@ERROR: your client omitted the subprotocol value: @RSYNCD: 30\n",
            STARTUP),
        Arguments.of(
            "@RSYNCD: 32.0\n",
            "@ERROR: your client omitted the digest name list: @RSYNCD: 32.0\n",
            STARTUP),
        Arguments.of(CLIENT + "pu\0b\n", "", NO_LINE),
        Arguments.of(CLIENT + "x".repeat(2000) + "\n", "", NO_LINE),
        Arguments.of("@RSYNCD: 31.0" + "0".repeat(2000) + "\n", "", NO_LINE),
        Arguments.of(
            CLIENT + "hidden\n",
            "@ERROR: Unknown module 'hidden'\n",
            "rsync denied on module hidden from localhost (127.0.0.1)"),
        Arguments.of(
            CLIENT + "denied\n",
            "@ERROR: access denied to denied from localhost (127.0.0.1)\n",
            "rsync denied on module denied from localhost (127.0.0.1)"),
        Arguments.of(
            "@RSYNCD: 33.0 foo\nauth\n",
            "@ERROR: your client does not support one of our daemon-auth checksums: sha512 sha256"
                + " sha1 md5 md4\n",
            allowed("auth") + "\nrsync error: requested action not supported (code 4)"),
        Arguments.of(
            CLIENT + "full\n",
            "@ERROR: max connections (-1) reached -- try again later\n",
            allowed("full")
                + "\nmax connections (-1) reached: refused localhost (127.0.0.1), 0 active here, 0 waiting"),
        Arguments.of(
            CLIENT + "nopath\n",
            "@ERROR: no path setting.\n",
            allowed("nopath") + "\nNo path specified for module nopath"),
        Arguments.of(
            CLIENT + "gone\n",
            "@ERROR: chroot failed\n",
            allowed("gone")
                + "\nrsync: [Receiver] chroot(\"/nonexistent/x\") failed: No such file or directory"
                + " (2)"),
        Arguments.of(
            CLIENT + "gone2\n",
            "@ERROR: chdir failed\n",
            allowed("gone2")
                + "\nrsync: [Receiver] chdir /nonexistent/x failed: No such file or directory (2)"),
        Arguments.of(
            CLIENT + "file\n",
            "@ERROR: chroot failed\n",
            allowed("file")
                + "\nrsync: [Receiver] chroot(\"/etc/passwd\") failed: Not a directory (20)"),
        Arguments.of(
            CLIENT + "baduid\n",
            "@ERROR: invalid uid nosuchuser\n",
            allowed("baduid") + "\nInvalid uid nosuchuser"),
        Arguments.of(
            CLIENT + "badgid\n",
            "@ERROR: invalid gid nosuchgroup\n",
            allowed("badgid") + "\nInvalid gid nosuchgroup"),
        Arguments.of(
            CLIENT + "gid2\n",
            "@ERROR: invalid gid nosuch\n",
            allowed("gid2") + "\nInvalid gid nosuch"),
        Arguments.of(
            CLIENT + "lockbad\n",
            "@ERROR: failed to open lock file\n",
            allowed("lockbad")
                + "\nrsync: [Receiver] failed to open lock file /nonexistent/dir/lock: No such file"
                + " or directory (2)"),
        Arguments.of(CLIENT + "pub\n", "@RSYNCD: OK\n", allowed("pub")));
  }

  @ParameterizedTest
  @MethodSource("dialogues")
  void speaksAsUpstreamDoes(String said, String answered, String logged) {
    SessionFixture fixture = new SessionFixture(CONFIG);
    ScriptedTransport client = new ScriptedTransport().say(said);

    assertThat(fixture.run(client)).isFalse();

    assertThat(client.heard()).isEqualTo(GREETING + answered);
    assertThat(String.join("\n", fixture.log))
        .isEqualTo(logged.isEmpty() ? CONNECT : CONNECT + "\n" + logged);
    assertThat(client.isClosed()).isTrue();
    assertThat(fixture.slotsTaken).isZero();
    assertThat(fixture.ended).containsExactly("127.0.0.1 null");
  }

  private static String answer(String heard, AuthDigest digest, String password) {
    String asked = "@RSYNCD: AUTHREQD ";
    int start = heard.indexOf(asked) + asked.length();
    String challenge = heard.substring(start, heard.indexOf('\n', start));
    return "ann "
        + digest.response(password.getBytes(java.nio.charset.StandardCharsets.US_ASCII), challenge)
        + "\n";
  }

  @Test
  void letsInAfterAuthenticationWithEachDigest() {
    String arguments = "--server\0--sender\0-re.iLsfxCIvu\0.\0auth/a b\0auth/c\0\0";
    for (AuthDigest digest : AuthDigest.values()) {
      boolean old = digest == AuthDigest.MD4_OLD;
      SessionFixture fixture = new SessionFixture(CONFIG);
      ScriptedTransport client =
          new ScriptedTransport()
              .say(old ? "@RSYNCD: 29\n" : "@RSYNCD: 33.0 " + digest.wireName() + "\n")
              .say("auth\n")
              .answer(heard -> answer(heard, digest, "pw"))
              .say(old ? arguments.replace('\0', '\n') : arguments);

      assertThat(fixture.run(client)).isTrue();

      TransferRequest request = fixture.requests.getFirst();
      assertThat(request.user()).isEqualTo("ann");
      assertThat(request.protocol()).isEqualTo(old ? 29 : 33);
      assertThat(request.readOnly()).isTrue();
      assertThat(request.identity().userId()).isEqualTo(65534);
      assertThat(request.identity().groupIds()).containsExactly(65533);
      assertThat(ArgumentReader.request(request.arguments())).isEqualTo("auth/a b auth/c");
      assertThat(request.arguments()).hasSize(6);
      assertThat(client.heard()).endsWith("@RSYNCD: OK\n");
    }
  }

  @Test
  void aWrongPasswordIsAnsweredAndLogged() {
    SessionFixture fixture = new SessionFixture(CONFIG);
    ScriptedTransport client =
        new ScriptedTransport()
            .say(CLIENT + "auth\n")
            .answer(heard -> answer(heard, AuthDigest.SHA512, "wrong"));

    assertThat(fixture.run(client)).isFalse();

    assertThat(client.heard()).endsWith("\n@ERROR: auth failed on module auth\n");
    assertThat(fixture.log)
        .endsWith(
            "auth failed on module auth from localhost (127.0.0.1) for ann: password mismatch");
  }

  @Test
  void anAnswerWithoutShapeIsRefused() {
    SessionFixture fixture = new SessionFixture(CONFIG);
    ScriptedTransport client = new ScriptedTransport().say(CLIENT + "auth\nann\n");

    assertThat(fixture.run(client)).isFalse();

    assertThat(fixture.log)
        .endsWith(
            "auth failed on module auth from localhost (127.0.0.1): invalid challenge response");
  }

  @Test
  void secludedArgumentsComeInASecondList() {
    SessionFixture fixture = new SessionFixture(CONFIG);
    ScriptedTransport client =
        new ScriptedTransport()
            .say(CLIENT + "pub\n--server\0--sender\0-svre.iLsfxCIvu\0\0")
            .say("rsync\0--bwlimit=9\0.\0pub/a\\b pub/c\0\0");

    assertThat(fixture.run(client)).isTrue();

    TransferRequest request = fixture.requests.getFirst();
    assertThat(request.wholeArguments()).isTrue();
    assertThat(request.wantsFiles()).isTrue();
    assertThat(request.arguments().stream().map(word -> new String(word, ISO_8859_1)))
        .containsExactly(
            "--server", "--sender", "-svre.iLsfxCIvu", "--bwlimit=9", ".", "pub/a\\b pub/c");
    assertThat(ArgumentReader.request(request.arguments())).isEqualTo("pub/a\\b pub/c");
  }

  @Test
  void theReverseLookUpIsMadeOnceOrNotAtAll() {
    String module = "[m]\npath = /tmp\nhosts deny = *\n";
    SessionFixture with = new SessionFixture(module);
    with.run(new ScriptedTransport().say(CLIENT + "m\n"));
    assertThat(with.lookups).isEqualTo(1);

    SessionFixture without = new SessionFixture("reverse lookup = no\n" + module);
    without.run(new ScriptedTransport().say(CLIENT + "m\n"));
    assertThat(without.lookups).isZero();
    assertThat(without.log).contains("connect from UNDETERMINED (127.0.0.1)");

    SessionFixture late =
        new SessionFixture("reverse lookup = no\n" + module + "reverse lookup = yes\n");
    late.run(new ScriptedTransport().say(CLIENT + "m\n"));
    assertThat(late.log)
        .containsExactly(
            "connect from UNDETERMINED (127.0.0.1)",
            "rsync denied on module m from localhost (127.0.0.1)");
  }
}
