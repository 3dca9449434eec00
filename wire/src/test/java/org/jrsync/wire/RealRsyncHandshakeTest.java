package org.jrsync.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.compress.CompressionType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first steps with the rsync that is installed, if one is. */
@Timeout(60)
class RealRsyncHandshakeTest {
  private static final Path RSYNC = Path.of("/usr/bin/rsync");

  private static int newest;

  @BeforeAll
  static void installed() throws Exception {
    assumeTrue(Files.isExecutable(RSYNC), "no /usr/bin/rsync");
    Process process = new ProcessBuilder(RSYNC.toString(), "--version").start();
    String text = new String(process.getInputStream().readAllBytes(), US_ASCII);
    String mark = "protocol version ";
    int at = text.indexOf(mark) + mark.length();
    newest = Integer.parseInt(text, at, at + 2, 10);
  }

  private static final MessageListener NO_MESSAGES =
      new MessageListener() {
        @Override
        public void text(MessageCode code, byte[] text) {
          throw new AssertionError(code + " " + new String(text, US_ASCII));
        }

        @Override
        public void ioError(int flags) {
          throw new AssertionError("I/O error " + flags);
        }
      };

  /**
   * We are the client of {@code rsync --server --sender} and take the first entry's file-list
   * flags.
   */
  @ParameterizedTest
  @ValueSource(ints = {33, 32, 31, 30, 29, 28})
  void asAClientOfAServer(int protocol, @TempDir Path dir) throws Exception {
    assumeTrue(protocol <= newest, "the installed rsync speaks up to " + newest);
    Process process =
        new ProcessBuilder(
                RSYNC.toString(),
                "--server",
                "--sender",
                "-ltprz" + ClientInfo.option(protocol, true),
                ".",
                dir + "/")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (Transport transport =
        StreamTransport.of(process.getInputStream(), process.getOutputStream())) {
      WireInput in = new WireInput(transport);
      WireOutput out = new WireOutput(transport);
      Negotiated agreed =
          new Negotiation(false, false)
              .protocol(protocol)
              .allowIncRecurse(true)
              .compress(true, null, CompressionType.LEVEL_UNSET)
              .run(in, out);
      assertThat(agreed.protocol()).isEqualTo(protocol);
      assertThat(agreed.remoteProtocol()).isEqualTo(newest);
      assertThat(agreed.incRecurse()).isEqualTo(protocol >= 30);
      assertThat(agreed.seed()).isNotZero();
      assertThat(agreed.compression())
          .isEqualTo(protocol >= 30 ? CompressionType.ZSTD : CompressionType.ZLIB);
      if (protocol >= 30) {
        assertThat(agreed.transferChecksum()).isEqualTo(ChecksumType.XXH3_128);
        assertThat(agreed.id0Names()).isTrue();
        out.startMultiplexing();
      }
      in.startMultiplexing(NO_MESSAGES, false);
      in.setRole(Role.RECEIVER);
      out.writeInt(0);
      out.flush();
      // The first entry is ".", which has some flags set.
      assertThat(protocol >= 30 ? in.readVarint() : in.readByte()).isNotZero();
    } finally {
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** We are the daemon of a client that pulls, up to its first bytes in frames. */
  @ParameterizedTest
  @ValueSource(ints = {33, 32, 31, 30, 29})
  void asADaemon(int protocol, @TempDir Path dir) throws Exception {
    assumeTrue(protocol <= newest, "the installed rsync speaks up to " + newest);
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ProcessBuilder builder =
          new ProcessBuilder(
                  RSYNC.toString(),
                  "-rt",
                  "--protocol=" + protocol,
                  "rsync://joe@127.0.0.1:" + listener.getLocalPort() + "/mod/",
                  dir + "/")
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("RSYNC_PASSWORD", "secret");
      Process process = builder.start();
      try (Socket socket = listener.accept();
          Transport transport = StreamTransport.of(socket)) {
        serve(transport, protocol);
      } finally {
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static void serve(Transport transport, int protocol) throws IOException {
    WireInput in = new WireInput(transport);
    WireOutput out = new WireOutput(transport);
    out.write(Greeting.ours(Protocol.NEWEST).line());
    out.flush();
    Greeting theirs = Greeting.parse(in.readLine(Protocol.MAX_LINE), false);
    assertThat(theirs.protocol()).isEqualTo(protocol);
    int common = theirs.common(Protocol.NEWEST);
    assertThat(in.readLine(Protocol.MAX_LINE)).asString().isEqualTo("mod");

    AuthDigest digest = AuthDigest.forServer(theirs.digests(), common);
    assertThat(digest).isEqualTo(AuthDigest.SHA512);
    String challenge = digest.challenge(new byte[] {1, 2, 3});
    out.write(("@RSYNCD: AUTHREQD " + challenge + "\n").getBytes(US_ASCII));
    out.flush();
    assertThat(in.readLine(Protocol.MAX_LINE))
        .asString()
        .isEqualTo("joe " + digest.response("secret".getBytes(US_ASCII), challenge));
    out.write("@RSYNCD: OK\n".getBytes(US_ASCII));
    out.flush();

    List<String> arguments = new ArrayList<>();
    while (true) {
      String argument = new String(in.readArgument(4096, common >= 30), US_ASCII);
      if (argument.isEmpty()) {
        break;
      }
      arguments.add(argument);
    }
    assertThat(arguments).startsWith("--server", "--sender").endsWith(".", "mod/");
    String cluster = arguments.get(2);
    int e = cluster.indexOf('e');
    ClientInfo info = e < 0 ? ClientInfo.NONE : new ClientInfo(cluster.substring(e + 1));
    if (protocol >= 30) {
      assertThat(cluster).endsWith(ClientInfo.option(protocol, true));
    }

    Negotiated agreed =
        new Negotiation(true, true)
            .protocol(common)
            .remoteProtocol(theirs.protocol())
            .clientInfo(info)
            .allowIncRecurse(true)
            .run(in, out);
    assertThat(agreed.protocol()).isEqualTo(protocol);
    out.startMultiplexing();
    if (common >= 30) {
      assertThat(agreed.transferChecksum()).isEqualTo(ChecksumType.XXH3_128);
      in.startMultiplexing(NO_MESSAGES, true);
    }
    // The end of the filter rules.
    assertThat(in.readInt()).isZero();
  }
}
