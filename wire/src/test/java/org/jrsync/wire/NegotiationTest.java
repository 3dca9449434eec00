package org.jrsync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jrsync.wire.ByteTransport.bytes;
import static org.jrsync.wire.ByteTransport.concat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.compress.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exchange before the file list (docs/protocol.md, "Negotiation"). */
@Timeout(30)
class NegotiationTest {
  private static Negotiation client() {
    return new Negotiation(false, false).allowIncRecurse(true);
  }

  private static Negotiation server(int clientProtocol) {
    String option = ClientInfo.option(clientProtocol, true);
    ClientInfo info = option.isEmpty() ? ClientInfo.NONE : new ClientInfo(option.substring(1));
    return new Negotiation(true, true).allowIncRecurse(true).clientInfo(info).seed(77);
  }

  private record Both(Negotiated client, Negotiated server) {}

  private static Both negotiate(Negotiation client, Negotiation server) throws Exception {
    MemoryPipe.Pair pair = MemoryPipe.pair(4096);
    CompletableFuture<Negotiated> served = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            served.complete(
                server.run(new WireInput(pair.second()), new WireOutput(pair.second())));
          } catch (RsyncException e) {
            served.completeExceptionally(e);
            pair.second().close();
          }
        });
    Negotiated asked = client.run(new WireInput(pair.first()), new WireOutput(pair.first()));
    return new Both(asked, served.get(10, TimeUnit.SECONDS));
  }

  /** What reading tells counts, not that nobody takes what is written. */
  @Test
  void aPeerThatHasEndedAlreadyHasClosedTheConnection() {
    Transport gone = gone("");
    assertThatThrownBy(() -> client().exchangeProtocol(new WireInput(gone), new WireOutput(gone)))
        .isInstanceOf(ConnectionClosedException.class)
        .hasMessageContaining("connection unexpectedly closed (0 bytes received so far)");
    Transport printed = gone("hi there");
    assertThatThrownBy(
            () -> client().exchangeProtocol(new WireInput(printed), new WireOutput(printed)))
        .isInstanceOfSatisfying(
            RsyncException.class,
            e ->
                assertThat(e.lines())
                    .containsExactly(
                        "protocol version mismatch -- is your shell clean?",
                        "(see the rsync manpage for an explanation)"));
  }

  private static Transport gone(String lastWords) {
    return StreamTransport.of(
        new ByteArrayInputStream(lastWords.getBytes(StandardCharsets.ISO_8859_1)),
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "33, 33, 33, 511, XXH3_128",
    "33, 32, 32, 511, XXH3_128",
    "31, 33, 31, 511, XXH3_128",
    "30, 33, 30, 511, XXH3_128",
    "29, 33, 29, 0, MD4_OLD",
    "33, 28, 28, 0, MD4_OLD"
  })
  void bothSidesAgree(int ours, int theirs, int common, int flags, ChecksumType checksum)
      throws Exception {
    Both both = negotiate(client().protocol(ours), server(ours).protocol(theirs));
    for (Negotiated n : new Negotiated[] {both.client, both.server}) {
      assertThat(n.protocol()).isEqualTo(common);
      assertThat(n.compatFlags()).isEqualTo(flags);
      assertThat(n.transferChecksum()).isEqualTo(checksum);
      assertThat(n.fileChecksum()).isEqualTo(checksum);
      assertThat(n.compression()).isEqualTo(CompressionType.NONE);
      assertThat(n.seed()).isEqualTo(77);
      assertThat(n.incRecurse()).isEqualTo(common >= 30);
      assertThat(n.safeFileList()).isEqualTo(common >= 30);
      assertThat(n.varintFileListFlags()).isEqualTo(common >= 30);
      assertThat(n.checksumNegotiated()).isEqualTo(common >= 30);
    }
    assertThat(both.client.receiverSetsSymlinkTimes()).isTrue();
    assertThat(both.server.receiverSetsSymlinkTimes()).isEqualTo(common >= 30);
    assertThat(both.client.remoteProtocol()).isEqualTo(theirs);
    assertThat(both.server.remoteProtocol()).isEqualTo(ours);
  }

  @Test
  void compressionIsNegotiated() throws Exception {
    Both both =
        negotiate(
            client().compress(true, null, CompressionType.LEVEL_UNSET),
            server(33).compress(true, null, CompressionType.LEVEL_UNSET));
    assertThat(both.client.compression()).isEqualTo(CompressionType.ZSTD);
    assertThat(both.server.compression()).isEqualTo(CompressionType.ZSTD);
    assertThat(both.server.compressionNegotiated()).isTrue();
  }

  @Test
  void listsOfTheEnvironmentNarrowTheChoice() throws Exception {
    Both both =
        negotiate(
            client().checksumList("bogus XXHASH md5 md5 & sha1"),
            server(33).checksumList("sha1 & md5 xxh64"));
    assertThat(both.client.transferChecksum()).isEqualTo(ChecksumType.XXH64);
    // Each side takes its own first preference that the other lists: rsync's lists can differ too.
    assertThat(both.server.transferChecksum()).isEqualTo(ChecksumType.MD5);
  }

  @Test
  void namedChoicesAreNotNegotiated() throws Exception {
    @Nullable ChecksumChoice choice = ChecksumChoice.parse("md5,sha1");
    Both both =
        negotiate(
            client().checksumChoice(choice).compress(true, "zstd", CompressionType.LEVEL_UNSET),
            server(33).checksumChoice(choice).compress(true, "zstd", CompressionType.LEVEL_UNSET));
    assertThat(both.client.transferChecksum()).isEqualTo(ChecksumType.MD5);
    assertThat(both.server.fileChecksum()).isEqualTo(ChecksumType.SHA1);
    assertThat(both.client.checksumNegotiated()).isFalse();
    assertThat(both.server.compression()).isEqualTo(CompressionType.ZSTD);
  }

  @Test
  void aServersListBoundsNamedChoices() {
    Negotiation server =
        server(33).checksumChoice(ChecksumChoice.parse("md5,sha1")).checksumList("xxh128 & md5");
    ExecutionException e =
        catchThrowableOfType(
            ExecutionException.class,
            () -> negotiate(client().checksumChoice(ChecksumChoice.parse("md5,sha1")), server));
    assertThat(Objects.requireNonNull(e.getCause()))
        .hasMessage("Your --checksum-choice value (md5,sha1) was refused by the server.");
  }

  @Test
  void checksumChoices() {
    assertThat(ChecksumChoice.parse("auto")).isNull();
    assertThat(ChecksumChoice.parse("auto,AUTO")).isNull();
    assertThat(ChecksumChoice.parse("auto,md4"))
        .isEqualTo(new ChecksumChoice("auto,md4", null, ChecksumType.MD4));
    assertThatThrownBy(() -> ChecksumChoice.parse("md5,foo"))
        .hasMessage("unknown checksum name: foo");
  }

  /** The client's side against a scripted server. */
  private static Negotiated scripted(Negotiation client, byte[]... parts) {
    ByteTransport transport = new ByteTransport(concat(parts), 1);
    return client.run(new WireInput(transport), new WireOutput(transport));
  }

  private static byte[] vstring(String text) {
    byte[] b = text.getBytes(StandardCharsets.US_ASCII);
    return concat(bytes(b.length), b);
  }

  @Test
  void everyTruncationFailsCleanly() {
    byte[] all =
        concat(bytes(33, 0, 0, 0, 0x81, 0xff), vstring("md5"), vstring("zstd"), bytes(1, 2, 3, 4));
    for (int n = 0; n < all.length; n++) {
      byte[] part = java.util.Arrays.copyOf(all, n);
      assertThatThrownBy(
              () -> scripted(client().compress(true, null, CompressionType.LEVEL_UNSET), part))
          .isInstanceOf(ConnectionClosedException.class);
    }
    assertThat(scripted(client().compress(true, null, CompressionType.LEVEL_UNSET), all).seed())
        .isEqualTo(0x04030201);
  }

  @Test
  void nothingInCommon() {
    RsyncException e =
        catchThrowableOfType(
            RsyncException.class,
            () ->
                scripted(
                    client().checksumList("md4 md5"),
                    bytes(33, 0, 0, 0, 0x81, 0xff),
                    vstring("xxh3 sha1")));
    assertThat(e)
        .hasMessage(
            "Failed to negotiate a checksum choice.\nServer list: xxh3 sha1\nClient list: md4 md5");
    assertThat(e.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
    assertThat(e.reportedByPeer()).isFalse();
  }

  @Test
  void aListOfUnknownNamesIsInvalid() {
    ByteTransport transport =
        ByteTransport.of(concat(bytes(33, 0, 0, 0, 0x81, 0xff), vstring("md5")));
    assertThatThrownBy(() ->
            client().checksumList("foo").run(new WireInput(transport), new WireOutput(transport)))
        .hasMessageEndingWith("Client list: INVALID");
    assertThat(transport.writtenHex()).isEqualTo("21000000" + "07494e56414c4944");
  }

  @Test
  void anOldServerWithACompressionThatTheListExcludes() {
    RsyncException e =
        catchThrowableOfType(
            RsyncException.class,
            () ->
                scripted(
                    client().compress(true, null, CompressionType.LEVEL_UNSET).compressList("zstd"),
                    bytes(29, 0, 0, 0)));
    assertThat(e)
        .hasMessage("Failed to negotiate a compress choice.\nServer list: zlib\nClient list: zstd");
  }

  @Test
  void versionsOutOfRange() {
    String mismatch =
        "protocol version mismatch -- is your shell clean?\n(see the rsync manpage for an explanation)";
    assertThatThrownBy(() -> scripted(client(), bytes('H', 'e', 'l', 'l')))
        .hasMessage(mismatch)
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.PROTOCOL));
    assertThatThrownBy(() -> scripted(client(), bytes(19, 0, 0, 0))).hasMessage(mismatch);
    assertThatThrownBy(() -> scripted(client(), bytes(27, 0, 0, 0)))
        .hasMessageContaining("older than 28");
    assertThatThrownBy(() -> scripted(client().protocol(27), bytes(33, 0, 0, 0)))
        .hasMessage("--protocol must be at least 28 on the Client.");
    assertThatThrownBy(() -> scripted(client().protocol(19), bytes(33, 0, 0, 0)))
        .hasMessage("--protocol must be at least 20 on the Client.");
    assertThatThrownBy(() -> scripted(client().protocol(34), bytes(34, 0, 0, 0)))
        .hasMessage("--protocol must be no more than 33 on the Client.");
  }

  @Test
  void unwantedRecursionIsRefused() {
    assertThatThrownBy(() -> scripted(client().allowIncRecurse(false), bytes(33, 0, 0, 0, 1)))
        .hasMessage("Incompatible options specified for inc-recursive connection.");
  }

  @Test
  void longListsAreRefused() {
    assertThatThrownBy(() -> scripted(client(), bytes(33, 0, 0, 0, 0x81, 0xff, 0x81, 0x00)))
        .hasMessage("over-long vstring received (256 > 255)");
  }

  @Test
  void capabilities() {
    assertThat(ClientInfo.option(33, true)).isEqualTo("e.iLsfxCIvu");
    assertThat(ClientInfo.option(30, false)).isEqualTo("e.LsfxCIvu");
    assertThat(ClientInfo.option(29, true)).isEmpty();
    assertThat(CompatFlags.forServer(ClientInfo.NONE, true))
        .isEqualTo(CompatFlags.SYMLINK_TIMES | CompatFlags.SYMLINK_ICONV);
    assertThat(new ClientInfo("31.5iL").protocolFor(33)).isEqualTo(30);
    assertThat(new ClientInfo("33.5iL").protocolFor(33)).isEqualTo(32);
    assertThat(new ClientInfo("34.5iL").protocolFor(33)).isEqualTo(33);
    assertThat(new ClientInfo(".iL").protocolFor(33)).isEqualTo(33);
    assertThat(new ClientInfo("33.0").protocolFor(33)).isEqualTo(33);
  }

  /** A record has no lists of names, whatever its flags say, and is told nothing. */
  @Test
  void aRecordTakesThePlaceOfThePeer() {
    ByteTransport sink = ByteTransport.sink();
    WireInput in = new WireInput(ByteTransport.of(bytes(0x81, 0xff, 7, 0, 0, 0, 42)));
    Negotiated agreed =
        client()
            .remoteProtocol(31)
            .recorded()
            .compress(true, null, CompressionType.LEVEL_UNSET)
            .run(in, new WireOutput(sink));
    assertThat(agreed.protocol()).isEqualTo(31);
    assertThat(agreed.compatFlags()).isEqualTo(0x1ff);
    assertThat(agreed.seed()).isEqualTo(7);
    assertThat(agreed.transferChecksum()).isEqualTo(ChecksumType.MD5);
    assertThat(agreed.compression().wireName()).isEqualTo("zlib");
    assertThat(in.readByte()).isEqualTo(42);
    assertThat(sink.written()).isEmpty();
  }
}
