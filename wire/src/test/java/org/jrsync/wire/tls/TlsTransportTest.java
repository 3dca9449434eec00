package org.jrsync.wire.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jrsync.wire.MemoryPipe;
import org.jrsync.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTransportTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir static Path folder;
  private static KeyStore store;

  private final MemoryPipe.Pair pipe = MemoryPipe.pair();
  private final SSLEngine clientEngine;
  private final TlsTransport client;
  private final TlsTransport server;
  private volatile boolean enough;

  private interface Work {
    void run() throws Exception;
  }

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path file = folder.resolve("keys");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "SAN=dns:server")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
  }

  TlsTransportTest() throws Exception {
    clientEngine = engine(true, true);
    client = new TlsTransport(pipe.first(), clientEngine);
    server = new TlsTransport(pipe.second(), engine(false, true));
  }

  private static SSLEngine engine(boolean isClient, boolean trusting) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLEngine engine = context.createSSLEngine(trusting ? "server" : "other", 874);
    engine.setUseClientMode(isClient);
    if (isClient) {
      var parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
    return engine;
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  private static CompletableFuture<Void> async(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon(true)
        .start(() -> {
          try {
            work.run();
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private void shakeHands() throws Exception {
    CompletableFuture<Void> other = async(() -> server.handshake(Transport.FOR_EVER));
    client.handshake(Transport.FOR_EVER);
    other.get(30, TimeUnit.SECONDS);
  }

  private static byte[] readAll(Transport from) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[5000];
    int n;
    while ((n = from.read(buffer, 0, buffer.length, Transport.FOR_EVER)) >= 0) {
      all.write(buffer, 0, n);
    }
    return all.toByteArray();
  }

  @Test
  void bytesArriveBothWaysAtOnceAndGoodbyesAreEnds() throws Exception {
    shakeHands();
    byte[] up = new byte[3_000_000];
    byte[] down = new byte[2_000_001];
    new Random(1).nextBytes(up);
    new Random(2).nextBytes(down);
    var sends =
        async(() -> {
          client.write(up, 0, up.length);
          client.shutdownOutput();
        });
    var answers =
        async(() -> {
          server.write(down, 0, down.length);
          server.shutdownOutput();
        });
    var arrives = async(() -> assertThat(readAll(server)).isEqualTo(up));
    assertThat(readAll(client)).isEqualTo(down);
    for (var part : new CompletableFuture<?>[] {sends, answers, arrives}) {
      part.get(30, TimeUnit.SECONDS);
    }
    assertThatThrownBy(() -> client.write(up, 0, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void nothingOfTheDataIsSeenBelow() throws Exception {
    shakeHands();
    byte[] text = "a text that nobody else may read".getBytes(US_ASCII);
    client.write(text, 0, text.length);
    byte[] sealed = new byte[1000];
    int n = pipe.second().read(sealed, 0, sealed.length, Transport.FOR_EVER);
    assertThat(new String(Arrays.copyOf(sealed, n), ISO_8859_1)).doesNotContain("nobody");
  }

  @Test
  void readsWaitAsLongAsTheyAreTold() throws Exception {
    shakeHands();
    byte[] buffer = new byte[10];
    assertThat(client.read(buffer, 0, 10, Transport.NO_WAIT)).isZero();
    assertThat(client.read(buffer, 0, 10, 20)).isZero();
    server.write(new byte[] {1, 2, 3}, 0, 3);
    assertThat(client.read(buffer, 0, 2, 5000)).isEqualTo(2);
    assertThat(client.read(buffer, 2, 8, Transport.NO_WAIT)).isEqualTo(1);
    assertThat(buffer).startsWith(1, 2, 3);
  }

  @Test
  void endWithoutGoodbyeIsAnEnd() throws Exception {
    shakeHands();
    pipe.second().shutdownOutput();
    assertThat(client.read(new byte[1], 0, 1, Transport.FOR_EVER)).isEqualTo(-1);
  }

  @Test
  void handshakeDoesNotTakeLongerThanItMay() {
    assertThatThrownBy(() -> client.handshake(50)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void endInTheHandshakeIsAFailure() throws Exception {
    pipe.second().shutdownOutput();
    assertThatThrownBy(() -> client.handshake(Transport.FOR_EVER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended during the TLS handshake");
  }

  @Test
  void bytesThatAreNoTlsAreAFailure() throws Exception {
    byte[] greeting = "@RSYNCD: 31.0\n".getBytes(US_ASCII);
    pipe.second().write(greeting, 0, greeting.length);
    assertThatThrownBy(() -> client.handshake(Transport.FOR_EVER)).isInstanceOf(SSLException.class);
  }

  @Test
  void serverLearnsThatItIsNotTrusted() throws Exception {
    TlsTransport wary = new TlsTransport(pipe.first(), engine(true, false));
    var other =
        async(() -> {
          server.handshake(Transport.FOR_EVER);
          readAll(server);
        });
    assertThatThrownBy(() -> wary.handshake(Transport.FOR_EVER))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("other");
    assertThatThrownBy(() -> other.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SSLException.class)
        .hasMessageContaining("alert");
  }

  /** A transport that gives a byte at a time. */
  private record Piecemeal(Transport whole) implements Transport {
    @Override
    public int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException {
      return whole.read(buffer, offset, 1, idleMillis);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      whole.write(buffer, offset, length);
    }

    @Override
    public boolean writeNow(byte[] buffer, int offset, int length) throws IOException {
      whole.write(buffer, offset, length);
      return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
      whole.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
      whole.shutdownOutput();
    }
  }

  @Test
  void piecesOfRecordsAreAsGoodAsWholeOnes() throws Exception {
    TlsTransport slow = new TlsTransport(new Piecemeal(pipe.second()), engine(false, true));
    var other = async(() -> slow.handshake(10_000));
    client.handshake(10_000);
    other.get(30, TimeUnit.SECONDS);
    byte[] data = new byte[50_000];
    new Random(4).nextBytes(data);
    client.write(data, 0, data.length);
    client.shutdownOutput();
    assertThat(readAll(slow)).isEqualTo(data);
  }

  @Test
  void whatWasReadBeforeCounts() throws Exception {
    var other = async(() -> client.handshake(Transport.FOR_EVER));
    byte[] first = new byte[7];
    for (int n = 0; n < first.length; ) {
      n += pipe.second().read(first, n, first.length - n, Transport.FOR_EVER);
    }
    TlsTransport later = new TlsTransport(pipe.second(), engine(false, true), first);
    later.handshake(10_000);
    other.get(30, TimeUnit.SECONDS);
    client.write(new byte[] {5}, 0, 1);
    byte[] buffer = new byte[3];
    assertThat(later.read(buffer, 0, 3, 5000)).isEqualTo(1);
  }

  @Test
  void closingSaysGoodbyeWhereThatTakesNoWaiting() throws Exception {
    TlsTransport polite = new TlsTransport(new Piecemeal(pipe.second()), engine(false, true));
    var other = async(() -> polite.handshake(Transport.FOR_EVER));
    client.handshake(Transport.FOR_EVER);
    other.get(30, TimeUnit.SECONDS);
    polite.close();
    assertThat(client.read(new byte[1], 0, 1, 5000)).isEqualTo(-1);
    assertThat(clientEngine.isInboundDone()).isTrue();
  }

  @Test
  void inputThatWasTakenInIsKnown() throws Exception {
    shakeHands();
    assertThat(server.hasInput()).isFalse();
    client.write(new byte[] {1}, 0, 1);
    client.write(new byte[] {2}, 0, 1);
    byte[] buffer = new byte[10];
    assertThat(server.read(buffer, 0, 10, 5000)).isEqualTo(1);
    assertThat(server.hasInput()).isTrue();
    assertThat(server.read(buffer, 0, 10, Transport.NO_WAIT)).isEqualTo(1);
    assertThat(server.hasInput()).isFalse();
  }

  /** What the client would send, without sending it. */
  private byte[] sealed(byte[] data) throws Exception {
    ByteBuffer record = ByteBuffer.allocate(20_000);
    clientEngine.wrap(ByteBuffer.wrap(data), record);
    return Arrays.copyOf(record.array(), record.position());
  }

  private void sendRaw(byte[] bytes) throws IOException {
    pipe.first().write(bytes, 0, bytes.length);
  }

  @Test
  void damagedRecordIsAFailure() throws Exception {
    shakeHands();
    byte[] record = sealed(new byte[100]);
    record[50] ^= 1;
    sendRaw(record);
    assertThatThrownBy(() -> server.read(new byte[9], 0, 9, 5000)).isInstanceOf(SSLException.class);
  }

  @Test
  void recordThatIsCutShortIsAnEndWithoutData() throws Exception {
    shakeHands();
    byte[] record = sealed(new byte[100]);
    sendRaw(Arrays.copyOf(record, record.length - 1));
    assertThat(server.read(new byte[9], 0, 9, 50)).isZero();
    pipe.first().shutdownOutput();
    assertThat(server.read(new byte[9], 0, 9, 5000)).isEqualTo(-1);
  }

  @Test
  void recordsThatAreTooLongOrNoneAreRefusedByTheirHeader() throws Exception {
    for (byte[] header :
        new byte[][] {
          {23, 3, 3, -1, -1},
          {23, 3, 3, 0x48, 1},
          {23, 3, 3, (byte) 0x90, 0},
          {'@', 'R', 'S', 'Y', 'N'}
        }) {
      MemoryPipe.Pair own = MemoryPipe.pair();
      TlsTransport near = new TlsTransport(own.first(), engine(true, true));
      TlsTransport far = new TlsTransport(own.second(), engine(false, true));
      var other = async(() -> far.handshake(Transport.FOR_EVER));
      near.handshake(Transport.FOR_EVER);
      other.get(30, TimeUnit.SECONDS);
      own.first().write(header, 0, header.length);
      assertThatThrownBy(() -> far.read(new byte[9], 0, 9, 5000))
          .isInstanceOf(SSLException.class)
          .hasMessage("the record is too long");
      assertThat(far.hasInput()).isTrue();
    }
  }

  @Test
  void headersAndHalvesOfRecordsTakeUpNoMoreThanWhatWasSent() throws Exception {
    shakeHands();
    byte[] record = sealed(new byte[16384]);
    byte[] buffer = new byte[20_000];
    sendRaw(Arrays.copyOf(record, 5));
    assertThat(server.read(buffer, 0, 9, 200)).isZero();
    assertThat(server.held()).isLessThanOrEqualTo(4096);
    var half = async(() -> sendRaw(Arrays.copyOfRange(record, 5, 8000)));
    assertThat(server.read(buffer, 0, 9, 500)).isZero();
    half.get(30, TimeUnit.SECONDS);
    assertThat(server.held()).isLessThanOrEqualTo(16384);
    var rest = async(() -> sendRaw(Arrays.copyOfRange(record, 8000, record.length)));
    assertThat(server.read(buffer, 0, buffer.length, 30_000)).isGreaterThan(16_000);
    rest.get(30, TimeUnit.SECONDS);
    // Large ones stay while data comes, and go in a pause.
    assertThat(server.held()).isGreaterThan(32_000);
    assertThat(server.read(buffer, 0, 9, 300)).isZero();
    assertThat(server.held()).isLessThanOrEqualTo(1024);
    client.write(new byte[] {3}, 0, 1);
    assertThat(server.read(buffer, 0, 9, 30_000)).isEqualTo(1);
  }

  @Test
  void endlessRecordsWithoutDataAreRefused() throws Exception {
    shakeHands();
    for (int i = 0; i < 70; i++) {
      clientEngine.beginHandshake();
      sendRaw(sealed(new byte[0]));
    }
    assertThatThrownBy(() -> server.read(new byte[9], 0, 9, 5000))
        .isInstanceOf(SSLException.class)
        .hasMessage("more than 64 records without data");
  }

  @Test
  void newKeysAmidTheDataAreTaken() throws Exception {
    shakeHands();
    byte[] buffer = new byte[9];
    for (int i = 0; i < 100; i++) {
      clientEngine.beginHandshake();
      sendRaw(sealed(new byte[0]));
      client.write(new byte[] {7}, 0, 1);
      assertThat(server.read(buffer, 0, 9, 5000)).isEqualTo(1);
      server.write(new byte[] {8}, 0, 1);
      assertThat(client.read(buffer, 0, 9, 5000)).isEqualTo(1);
    }
  }

  @Test
  void anotherHandshakeIsRefused() throws Exception {
    clientEngine.setEnabledProtocols(new String[] {"TLSv1.2"});
    shakeHands();
    assertThat(server.session().getProtocol()).isEqualTo("TLSv1.2");
    clientEngine.beginHandshake();
    sendRaw(sealed(new byte[0]));
    assertThatThrownBy(() -> server.read(new byte[9], 0, 9, 5000))
        .isInstanceOf(SSLException.class)
        .hasMessage("renegotiation is refused");
  }

  @Test
  void peerThatTricklesOutlivesNoDeadline() throws Exception {
    byte[] start = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
    var trickle =
        async(() -> {
          for (int i = 0; i < 2000 && !enough; i++) {
            pipe.first().write(start, Math.min(i, 10), 1);
            Thread.sleep(5);
          }
        });
    assertThatThrownBy(() -> server.handshake(200)).isInstanceOf(SocketTimeoutException.class);
    assertThat(trickle).isNotDone();
    enough = true;
    trickle.get(30, TimeUnit.SECONDS);
  }

  @Test
  void readEndsInTimeWhileARecordTrickles() throws Exception {
    shakeHands();
    byte[] record = sealed(new byte[1000]);
    var trickle =
        async(() -> {
          for (int i = 0; i < 1000 && !enough; i++) {
            pipe.first().write(record, i, 1);
            Thread.sleep(5);
          }
        });
    assertThat(server.read(new byte[9], 0, 9, 100)).isZero();
    assertThat(trickle).isNotDone();
    enough = true;
    trickle.get(30, TimeUnit.SECONDS);
  }
}
