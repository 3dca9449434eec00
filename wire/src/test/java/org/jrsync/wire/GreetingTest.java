package org.jrsync.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GreetingTest {
  private static Greeting parse(String line) {
    return Greeting.parse(line.getBytes(US_ASCII), true);
  }

  private static void refused(String line, String client, String server) {
    assertThatThrownBy(() -> Greeting.parse(line.getBytes(US_ASCII), true))
        .hasMessage(client)
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.START_CLIENT));
    assertThatThrownBy(() -> Greeting.parse(line.getBytes(US_ASCII), false)).hasMessage(server);
  }

  @Test
  void ours() {
    assertThat(new String(Greeting.ours(33).line(), US_ASCII))
        .isEqualTo("@RSYNCD: 33.0 sha512 sha256 sha1 md5 md4\n");
    assertThat(new String(new Greeting(29, 0, null).line(), US_ASCII)).isEqualTo("@RSYNCD: 29.0\n");
  }

  @Test
  void theirs() {
    assertThat(parse("@RSYNCD: 33.0 sha512 md5")).isEqualTo(new Greeting(33, 0, "sha512 md5"));
    assertThat(parse("@RSYNCD: 31.0")).isEqualTo(new Greeting(31, 0, null));
    assertThat(parse("@RSYNCD: 29")).isEqualTo(new Greeting(29, 0, null));
    assertThat(parse("@RSYNCD: 31.14 x")).isEqualTo(new Greeting(31, 14, "x"));
  }

  @Test
  void aVersionOfManyDigitsIsTheLargest() {
    byte[] line = "@RSYNCD: 12345678901.0 md5".getBytes(ISO_8859_1);
    assertThat(Greeting.parse(line, true).protocol()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void nonsense() {
    String protocolError = "@ERROR: protocol startup error";
    refused(
        "SSH-2.0-OpenSSH",
        "rsync: server sent \"SSH-2.0-OpenSSH\" rather than greeting",
        protocolError);
    refused("@RSYNCD: x", "rsync: server sent \"@RSYNCD: x\" rather than greeting", protocolError);
    refused("@RSYNCD:", "rsync: server sent \"@RSYNCD:\" rather than greeting", protocolError);
    refused(
        "@RSYNCD: 30",
        "rsync: the server omitted the subprotocol value: @RSYNCD: 30",
        "@ERROR: your client omitted the subprotocol value: @RSYNCD: 30");
    refused(
        "@RSYNCD: 32.0",
        "rsync: the server omitted the digest name list: @RSYNCD: 32.0",
        "@ERROR: your client omitted the digest name list: @RSYNCD: 32.0");
  }

  @Test
  void commonVersion() {
    assertThat(parse("@RSYNCD: 40.0 md5").common(33)).isEqualTo(33);
    assertThat(parse("@RSYNCD: 33.0 md5").common(33)).isEqualTo(33);
    assertThat(parse("@RSYNCD: 33.1 md5").common(33)).isEqualTo(32);
    assertThat(parse("@RSYNCD: 31.0").common(33)).isEqualTo(31);
    assertThat(parse("@RSYNCD: 31.1").common(33)).isEqualTo(30);
    assertThat(parse("@RSYNCD: 34.5 md5").common(33)).isEqualTo(33);
  }

  @Test
  void linesAreBounded() {
    byte[] line = "@RSYNCD: 33.0 x\r\n".getBytes(US_ASCII);
    assertThat(new WireInput(ByteTransport.of(line)).readLine(100))
        .asString()
        .isEqualTo("@RSYNCD: 33.0 x");
    assertThatThrownBy(() -> new WireInput(ByteTransport.of(new byte[] {'a', 0, '\n'})).readLine(9))
        .hasMessage("NUL in a line of the greeting");
    assertThatThrownBy(
            () -> new WireInput(ByteTransport.of("abcd\n".getBytes(US_ASCII))).readLine(3))
        .hasMessage("line longer than 3 bytes");
    assertThat(new WireInput(ByteTransport.of("abc\n".getBytes(US_ASCII))).readLine(3)).hasSize(3);
  }

  @Test
  void argumentsEndAsTheProtocolSays() {
    WireInput nul = new WireInput(ByteTransport.of("-a\nb\0\0".getBytes(US_ASCII)));
    assertThat(nul.readArgument(10, true)).asString().isEqualTo("-a\nb");
    assertThat(nul.readArgument(10, true)).isEmpty();
    WireInput lines = new WireInput(ByteTransport.of("-a\n\n".getBytes(US_ASCII)));
    assertThat(lines.readArgument(10, false)).asString().isEqualTo("-a");
    assertThat(lines.readArgument(10, false)).isEmpty();
    assertThatThrownBy(
            () -> new WireInput(ByteTransport.of(new byte[] {1, 2, 3})).readArgument(2, true))
        .hasMessage("argument longer than 2 bytes [client]");
  }

  @Test
  void digestsForAuthentication() {
    assertThat(AuthDigest.forClient("md4 SHA1 md5 whirlpool", 33)).isEqualTo(AuthDigest.SHA1);
    assertThat(AuthDigest.forClient(null, 31)).isEqualTo(AuthDigest.MD5);
    assertThat(AuthDigest.forServer(null, 29)).isEqualTo(AuthDigest.MD4_OLD);
    assertThat(AuthDigest.forServer("md4", 29)).isEqualTo(AuthDigest.MD4);
    assertThatThrownBy(() -> AuthDigest.forClient("x y", 33))
        .hasMessage(
            "Failed to negotiate a daemon auth checksum choice.\nServer list: x y\n"
                + "Client list: sha512 sha256 sha1 md5 md4");
    assertThatThrownBy(() -> AuthDigest.forServer("", 33))
        .hasMessage(
            "@ERROR: your client does not support one of our daemon-auth checksums: sha512 sha256 sha1 md5 md4");
    // A name beyond the limit of 255 characters does not count.
    assertThatThrownBy(() -> AuthDigest.forServer("x".repeat(255) + " md5", 33))
        .isInstanceOf(RsyncException.class);
  }

  @Test
  void responses() {
    byte[] secret = "secret".getBytes(US_ASCII);
    // What openssl makes of the bytes "secretabc".
    assertThat(AuthDigest.MD5.response(secret, "abc")).isEqualTo("xCuToaw7OC6IBxUQKWqWzg");
    assertThat(AuthDigest.SHA1.response(secret, "abc")).isEqualTo("M4EnVA3MvkhYmg/zCHVUj8JMdMg");
    assertThat(AuthDigest.SHA256.response(secret, "abc"))
        .isEqualTo("9roYUjxpQroeG1T4JWUnqxuNuUSWz29KK225aVwPxvk");
    assertThat(AuthDigest.SHA512.response(secret, "abc"))
        .isEqualTo(
            "olNJratyrpY507utzYgpO4VU6WTxPTt/zZUUvwNkjUdsfjxJt7afz8hc+at5ORKlSsXaHOKLNp+Yti+Abpk2WQ");
    assertThat(AuthDigest.MD4.response(secret, "abc")).isEqualTo("Jm6l1mauvOrkY/TRtDSpQA");
    assertThat(AuthDigest.MD4_OLD.response(secret, "abc")).isEqualTo("alX9szSGkPFF0PHICLMjkw");
    assertThat(AuthDigest.SHA512.challenge(new byte[32])).hasSize(86).doesNotContain("=");
  }
}
