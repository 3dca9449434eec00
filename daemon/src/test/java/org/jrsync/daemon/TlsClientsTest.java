package org.jrsync.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ListenerModel;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.config.TlsFiles;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.metrics.SessionEnd;
import org.jrsync.daemon.tls.OwnCertificate;
import org.jrsync.daemon.tls.ServerTls;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.Transport;
import org.jrsync.wire.tls.TlsTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients at a daemon's port for TLS, good ones and others, in each model. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class TlsClientsTest {
  private static final String LIST = "@RSYNCD: 31.0\n#list\n";

  @TempDir static Path dir;
  private static OwnCertificate own = new OwnCertificate(Path.of("/"), Path.of("/"));

  @Parameter ListenerModel model = ListenerModel.THREADS;

  private final ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void make() throws Exception {
    own = OwnCertificate.make(dir, "here");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    operator.close();
  }

  private Daemon start(String text) {
    return start(text, null);
  }

  private Daemon start(String text, @Nullable TlsFiles inForce) {
    DaemonConfig config =
        MemoryFiles.load(
            "listener = "
                + model
                + "\nreverse lookup = no\n"
                + own.directives()
                + text
                + "\n[m]\npath = /\n");
    LogSink sink = (writer, line) -> log.add(line);
    ListenSockets sockets =
        ListenSockets.bind("127.0.0.1", 0, 128, line -> {})
            .withTls(ListenSockets.bind("127.0.0.1", 0, 128, line -> {}));
    Daemon daemon =
        new Daemon(
            () -> config,
            sockets,
            new ServerTls(
                () -> inForce == null ? config.tls() : inForce,
                new OperatorFiles(operator),
                log::add),
            Daemon.services(() -> config, operator, module -> sink, SessionOverrides.NONE),
            (peer, request, result) -> {},
            sink);
    daemon.start();
    open.add(daemon);
    return daemon;
  }

  private Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    open.addFirst(socket);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static Transport transport(Socket socket) throws IOException {
    return new StreamTransport(
        socket.getInputStream(),
        socket.getOutputStream(),
        millis -> {},
        socket::shutdownOutput,
        socket::close);
  }

  private static TlsTransport secure(Socket socket, @Nullable OwnCertificate shown)
      throws Exception {
    TlsTransport tls = new TlsTransport(transport(socket), own.client(shown));
    tls.handshake(Transport.FOR_EVER);
    return tls;
  }

  private static String dialogue(Transport at, String said) throws IOException {
    byte[] bytes = said.getBytes(ISO_8859_1);
    at.write(bytes, 0, bytes.length);
    return hear(at);
  }

  private static String hear(Transport at) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    int n;
    while ((n = at.read(buffer, 0, buffer.length, Transport.FOR_EVER)) > 0) {
      all.write(buffer, 0, n);
    }
    return all.toString(ISO_8859_1);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static long ended(Daemon daemon, SessionEnd end) {
    return daemon.sessions().figures().ended(end);
  }

  @Test
  void bothPortsServeAtOnce() throws Exception {
    Daemon daemon = start("");
    try (TlsTransport tls = secure(connect(daemon.tlsPort()), null)) {
      // Said before the greeting has come, and heard to the goodbye.
      assertThat(dialogue(tls, LIST)).startsWith("@RSYNCD: 33").endsWith("@RSYNCD: EXIT\n");
    }
    assertThat(dialogue(transport(connect(daemon.port())), LIST)).endsWith("@RSYNCD: EXIT\n");
    await(() -> ended(daemon, SessionEnd.LISTED) == 2);
    assertThat(daemon.sessions().figures().accepted()).isEqualTo(2);
    assertThat(log).filteredOn("connect from UNDETERMINED (127.0.0.1)"::equals).hasSize(2);
  }

  @Test
  void theDaemonsGoodbyeIsTlss() throws Exception {
    Daemon daemon = start("");
    SSLEngine engine = own.client(null);
    try (TlsTransport tls = new TlsTransport(transport(connect(daemon.tlsPort())), engine)) {
      tls.handshake(Transport.FOR_EVER);
      assertThat(dialogue(tls, LIST)).isNotEmpty();
      assertThat(engine.isInboundDone()).isTrue();
    }
  }

  @Test
  void aClientWithoutTlsIsCutOffAndToldOf() throws Exception {
    Daemon daemon = start("");
    Socket socket = connect(daemon.tlsPort());
    // A TLS alert, and no byte of the daemon's own.
    assertThat(dialogue(transport(socket), LIST)).doesNotContain("RSYNCD");
    await(() -> ended(daemon, SessionEnd.TLS) == 1);
    assertThat(log)
        .singleElement()
        .asString()
        .startsWith("TLS handshake with 127.0.0.1 failed: ")
        .doesNotContain("Exception", "\n");
  }

  @Test
  void aClientThatGoesOrSaysHalfIsToldOf() throws Exception {
    Daemon daemon = start("");
    connect(daemon.tlsPort()).close();
    try (Socket half = connect(daemon.tlsPort())) {
      half.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0});
    }
    await(() -> ended(daemon, SessionEnd.LEFT) == 2);
    assertThat(log)
        .hasSize(2)
        .allMatch(line -> line.startsWith("TLS handshake with 127.0.0.1 failed: "));
    try (TlsTransport tls = secure(connect(daemon.tlsPort()), null)) {
      assertThat(dialogue(tls, LIST)).endsWith("@RSYNCD: EXIT\n");
    }
  }

  @Test
  void silentAndTricklingClientsFallUnderTheHandshakesDeadline() throws Exception {
    Daemon daemon = start("handshake timeout = 5\n");
    Socket silent = connect(daemon.tlsPort());
    Socket trickle = connect(daemon.tlsPort());
    // One that shook hands and says nothing has the rest of the same time.
    TlsTransport idle = secure(connect(daemon.tlsPort()), null);
    byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
    AtomicBoolean cutOff = new AtomicBoolean();
    Thread sender =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                for (int i = 0; i < 2000; i++) {
                  trickle.getOutputStream().write(hello[Math.min(i, 10)]);
                  Thread.sleep(20);
                }
              } catch (IOException | InterruptedException e) {
                cutOff.set(true);
              }
            });
    assertThat(silent.getInputStream().read()).isEqualTo(-1);
    assertThat(hear(idle)).startsWith("@RSYNCD");
    sender.join(30_000);
    assertThat(cutOff).isTrue();
    await(() -> ended(daemon, SessionEnd.HANDSHAKE_TIMEOUT) == 3);
    assertThat(log).filteredOn("handshake timeout reached by 127.0.0.1"::equals).hasSize(3);
  }

  @Test
  void aDamagedRecordEndsTheSessionWithALine() throws Exception {
    Daemon daemon = start("");
    Socket socket = connect(daemon.tlsPort());
    TlsTransport tls = secure(socket, null);
    byte[] greeting = "@RSYNCD: 31.0\n".getBytes(ISO_8859_1);
    tls.write(greeting, 0, greeting.length);
    byte[] record = new byte[60];
    Arrays.fill(record, (byte) 9);
    System.arraycopy(new byte[] {23, 3, 3, 0, 55}, 0, record, 0, 5);
    socket.getOutputStream().write(record);
    await(() -> ended(daemon, SessionEnd.TLS) == 1);
    assertThat(log).filteredOn(line -> line.startsWith("TLS with 127.0.0.1 failed: ")).hasSize(1);
    assertThat(log).noneMatch(line -> line.contains("internal error"));
  }

  @Test
  void aProxySpeaksBeforeTls() throws Exception {
    Daemon daemon = start("proxy protocol = yes\nproxy protocol hosts = 127.0.0.1\n");
    Socket socket = connect(daemon.tlsPort());
    TlsTransport tls = new TlsTransport(transport(socket), own.client(null));
    socket
        .getOutputStream()
        .write("PROXY TCP4 192.0.2.7 127.0.0.1 1234 874\r\n".getBytes(ISO_8859_1));
    tls.handshake(Transport.FOR_EVER);
    assertThat(dialogue(tls, LIST)).endsWith("@RSYNCD: EXIT\n");
    assertThat(log).contains("connect from UNDETERMINED (192.0.2.7)");
    // Within TLS it is no header any more.
    Socket other = connect(daemon.tlsPort());
    assertThatThrownBy(() -> secure(other, null)).isInstanceOf(IOException.class);
    await(() -> ended(daemon, SessionEnd.PROTOCOL) == 1);
  }

  @Test
  void clientsAreNamedAndModulesMayBeForTlsAlone() throws Exception {
    OwnCertificate friend = OwnCertificate.make(dir, "friend-" + model);
    Daemon daemon =
        start(
            "tls only = yes\ntls client ca = "
                + friend.certificate()
                + "\n[n]\npath = /nonexistent");
    try (TlsTransport tls = secure(connect(daemon.tlsPort()), friend)) {
      assertThat(dialogue(tls, "@RSYNCD: 31.0\nn\n")).contains("@ERROR: chroot failed");
    }
    assertThat(log).contains("TLS certificate of 127.0.0.1: CN=friend-" + model);
    assertThat(dialogue(transport(connect(daemon.port())), "@RSYNCD: 31.0\nn\n"))
        .endsWith("@ERROR: module n is served over TLS only\n");
    assertThat(log).contains("module n is for TLS only: refused UNDETERMINED (127.0.0.1)");
    await(() -> ended(daemon, SessionEnd.ACCESS) == 1);
    Socket stranger = connect(daemon.tlsPort());
    try (TlsTransport tls = new TlsTransport(transport(stranger), own.client(null))) {
      tls.handshake(Transport.FOR_EVER);
      assertThatThrownBy(() -> dialogue(tls, LIST)).isInstanceOf(IOException.class);
    }
    await(() -> ended(daemon, SessionEnd.TLS) == 1);
  }

  @Test
  void namesInOtherScriptsForgeNoLines() throws Exception {
    // The low byte of its third letter is a line end's.
    OwnCertificate odd = OwnCertificate.make(dir, "odd-" + model, "-dname", "CN=a\\C4\\8Ab");
    Daemon daemon = start("tls client ca = " + odd.certificate() + "\n");
    try (TlsTransport tls = secure(connect(daemon.tlsPort()), odd)) {
      assertThat(dialogue(tls, LIST)).endsWith("@RSYNCD: EXIT\n");
    }
    assertThat(log).contains("TLS certificate of 127.0.0.1: CN=a\u00c4\u008ab");
  }

  @Test
  void clientsAreRefusedWhereTheyCannotBeAskedForCertificates() throws Exception {
    // The session's configuration relies on what the one in force does not ask for.
    TlsFiles inForce = MemoryFiles.load(own.directives()).tls();
    Daemon daemon = start("tls client ca = " + own.certificate() + "\n", inForce);
    Socket socket = connect(daemon.tlsPort());
    assertThatThrownBy(() -> secure(socket, null)).isInstanceOf(IOException.class);
    await(() -> ended(daemon, SessionEnd.TLS) == 1);
    assertThat(log)
        .contains(
            "TLS handshake with 127.0.0.1 failed: the certificates that clients need cannot be"
                + " asked for");
  }

  @Test
  void clientsAboveTheirHostsNumberAreToldSo() throws Exception {
    Daemon daemon = start("max connections per host = 1\n");
    TlsTransport first = secure(connect(daemon.tlsPort()), null);
    TlsTransport second = secure(connect(daemon.tlsPort()), null);
    assertThat(dialogue(second, LIST)).contains("@ERROR: max connections (1) reached");
    await(() -> ended(daemon, SessionEnd.MAX_CONNECTIONS_PER_HOST) == 1);
    assertThat(dialogue(first, LIST)).endsWith("@RSYNCD: EXIT\n");
  }

  @Test
  void stoppingWaitsForNoHandshake() throws Exception {
    Daemon daemon = start("");
    Socket silent = connect(daemon.tlsPort());
    await(() -> daemon.sessions().active() == 1);
    long begun = System.nanoTime();
    daemon.stop(Duration.ofSeconds(20));
    assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
    assertThat(silent.getInputStream().read()).isEqualTo(-1);
  }
}
