package org.jrsync.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jrsync.daemon.config.ListenerModel;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.metrics.DaemonFigures;
import org.jrsync.daemon.metrics.ModuleFigures;
import org.jrsync.daemon.metrics.SessionEnd;
import org.jrsync.daemon.metrics.SessionPhase;
import org.jrsync.daemon.session.ModulePaths;
import org.jrsync.daemon.session.ModuleRoot;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.daemon.session.ThreadUse;
import org.jrsync.daemon.session.TransferRequest;
import org.jrsync.daemon.session.TransferResult;
import org.jrsync.daemon.session.TransferRunner;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A daemon on a real socket, with transfers of the tests' own. */
@ParameterizedClass
@EnumSource
class DaemonTest extends DaemonFixture {

  @Test
  void servesManyClientsAtOnce() throws Exception {
    Daemon daemon = start("[m]\npath = " + dir + "\n", NOTHING);
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      idle.add(connect(daemon));
    }

    assertThat(list(daemon)).endsWith("m              \t\n@RSYNCD: EXIT\n");

    for (Socket socket : idle) {
      say(socket, "@RSYNCD: 31.0\n#list\n");
      assertThat(hear(socket)).endsWith("@RSYNCD: EXIT\n");
    }
  }

  @Test
  void aSessionThatFailsHurtsNobodyElse() throws Exception {
    Daemon daemon =
        start(
            "[m]\npath = " + dir + "\nmax connections = 1\nlock file = " + dir + "/lock\n",
            (request, transport, use) -> {
              throw new StackOverflowError();
            });
    for (int i = 0; i < 5; i++) {
      try (Socket socket = connect(daemon)) {
        say(socket, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
        assertThat(hear(socket)).endsWith("@RSYNCD: OK\n");
      }
    }

    assertThat(list(daemon)).endsWith("@RSYNCD: EXIT\n");
    assertThat(log).filteredOn(line -> line.contains("internal error")).hasSize(5);
    assertThat(log).noneMatch(line -> line.contains("reached"));
  }

  /** At a point where the session holds a place of its module already. */
  @Test
  void aHandshakeThatFailsHurtsNobodyElse() throws Exception {
    Queue<Throwable> bugs =
        new ConcurrentLinkedQueue<>(
            List.of(
                new StackOverflowError("deep"),
                new OutOfMemoryError("full"),
                new IllegalStateException("bug")));
    Daemon daemon =
        start(
            "[m]\npath = " + dir + "\nmax connections = 1\nlock file = " + dir + "/lock\n",
            new TransferRunner() {
              @Override
              public TransferResult run(
                  TransferRequest request, Transport transport, ThreadUse use) {
                return new TransferResult(0, 0, 0, 0);
              }

              @Override
              public ModuleRoot open(String module, ModulePaths paths, long patience) {
                Throwable bug = bugs.poll();
                if (bug != null) {
                  throw sneaky(bug);
                }
                return ModuleRoot.open(paths);
              }
            });
    int before = descriptors();
    for (int i = 0; i < 3; i++) {
      try (Socket socket = connect(daemon)) {
        say(socket, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
        assertThat(hearOrReset(socket)).doesNotContain("OK");
      }
    }
    for (int i = 0; i < 500 && daemon.sessions().active() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(daemon.sessions().active()).isZero();
    try (Socket socket = connect(daemon)) {
      say(socket, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
      assertThat(hear(socket)).endsWith("@RSYNCD: OK\n");
    }
    for (String cause : List.of("StackOverflowError: deep", "OutOfMemoryError: full", "bug")) {
      assertThat(log)
          .filteredOn(line -> line.contains("session of 127.0.0.1 ended by an internal error"))
          .filteredOn(line -> line.contains(cause))
          .hasSize(1);
    }
    for (int i = 0; i < 500 && descriptors() > before; i++) {
      Thread.sleep(20);
    }
    assertThat(descriptors()).isLessThanOrEqualTo(before);
  }

  private static int descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T sneaky(Throwable e) throws T {
    throw (T) e;
  }

  @Test
  void countsSessionsOfAModule() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    Daemon daemon =
        start(
            "[m]\npath = " + dir + "\nmax connections = 1\nlock file = " + dir + "/lock\n",
            (request, transport, use) -> {
              running.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new TransferResult(0, 0, 0, 0);
            });
    Socket first = connect(daemon);
    say(first, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    running.await();

    Socket second = connect(daemon);
    say(second, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    assertThat(hear(second)).endsWith("@ERROR: max connections (1) reached -- try again later\n");

    release.countDown();
    assertThat(hear(first)).endsWith("@RSYNCD: OK\n");
    Socket third = connect(daemon);
    say(third, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    assertThat(hear(third)).endsWith("@RSYNCD: OK\n");
  }

  @Test
  void clientsWaitTheirTurnWhereTheModuleSaysSo() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    Daemon daemon =
        start(
            "[m]\npath = "
                + dir
                + "\nmax connections = 1\nmax queued connections = 1\nqueue timeout = 20\n"
                + "lock file = "
                + dir
                + "/lock\n",
            (request, transport, use) -> {
              running.countDown();
              awaitQuietly(release);
              return new TransferResult(0, 0, 0, 0);
            });
    Socket first = connect(daemon);
    say(first, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    running.await();
    Socket second = connect(daemon);
    say(second, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    awaitLine("waits behind 0 (max queued connections 1)");
    Socket third = connect(daemon);
    say(third, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    assertThat(hear(third)).endsWith("@ERROR: max connections (1) reached -- try again later\n");
    release.countDown();
    assertThat(hear(first)).endsWith("@RSYNCD: OK\n");
    assertThat(hear(second)).endsWith("@RSYNCD: OK\n");
  }

  private void awaitLine(String part) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      synchronized (log) {
        if (log.stream().anyMatch(line -> line.contains(part))) {
          return;
        }
      }
      Thread.sleep(20);
    }
    assertThat(log).anyMatch(line -> line.contains(part));
  }

  @Test
  void oneHostGetsNoMoreSessionsThanItMayHave() throws Exception {
    Daemon daemon = start("max-connections-per-host = 2\n[m]\npath = " + dir + "\n", NOTHING);
    Socket first = connect(daemon);
    assertThat(first.getInputStream().read()).isEqualTo('@');
    Socket second = connect(daemon);
    assertThat(second.getInputStream().read()).isEqualTo('@');
    assertThat(list(daemon)).endsWith("@ERROR: max connections (2) reached -- try again later\n");
    assertThat(log)
        .anyMatch(line -> line.contains("max connections per host (2) reached: 3 of 127.0.0.1"));
    first.close();
    second.close();
    for (int i = 0; i < 500 && daemon.sessions().active() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(list(daemon)).endsWith("@RSYNCD: EXIT\n");
  }

  @Test
  void everySessionIsCountedInOneWay() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    Daemon daemon =
        start(
            "[m]\npath = "
                + dir
                + "\n[one]\npath = "
                + dir
                + "\nmax connections = 1\nmax queued connections = 1\nlock file = "
                + dir
                + "/lock\n[shut]\npath = "
                + dir
                + "\nhosts allow = 192.0.2.1\n[gone]\npath = "
                + dir
                + "/gone\n",
            (request, transport, use) -> {
              if (request.module().name().equals("one")) {
                running.countDown();
                awaitQuietly(release);
              }
              return new TransferResult(request.arguments().size() == 3 ? 0 : 23, 100, 10, 0);
            });
    list(daemon);
    connect(daemon).close();
    ask(daemon, "m\n--server\0.\0m/\0\0");
    ask(daemon, "m\n--server\0.\0\0");
    ask(daemon, "none\n");
    ask(daemon, "shut\n");
    ask(daemon, "gone\n");
    ask(daemon, "#oops\n");
    awaitFigures(daemon, figures -> figures.activeSessions() == 0);

    assertThat(ends(daemon.sessions().figures()))
        .isEqualTo(
            Map.of(
                SessionEnd.SERVED,
                1L,
                SessionEnd.FAILED,
                1L,
                SessionEnd.LISTED,
                1L,
                SessionEnd.LEFT,
                1L,
                SessionEnd.UNKNOWN_MODULE,
                1L,
                SessionEnd.ACCESS,
                1L,
                SessionEnd.MODULE,
                1L,
                SessionEnd.PROTOCOL,
                1L));

    Socket idle = connect(daemon);
    Socket first = connect(daemon);
    say(first, "@RSYNCD: 31.0\none\n--server\0.\0one/\0\0");
    running.await();
    Socket second = connect(daemon);
    say(second, "@RSYNCD: 31.0\none\n--server\0.\0one/\0\0");
    awaitLine("waits behind 0");
    ask(daemon, "one\n");
    awaitFigures(
        daemon,
        figures ->
            figures
                .active()
                .equals(
                    Map.of(
                        SessionPhase.HANDSHAKE,
                        1,
                        SessionPhase.QUEUED,
                        1,
                        SessionPhase.TRANSFER,
                        1)));
    release.countDown();
    hear(first);
    hear(second);
    idle.close();
    awaitFigures(daemon, figures -> figures.activeSessions() == 0);

    DaemonFigures figures = daemon.sessions().figures();
    assertThat(figures.ended(SessionEnd.MAX_CONNECTIONS)).isEqualTo(1);
    assertThat(figures.accepted()).isEqualTo(12);
    assertThat(figures.ended().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(12);
    assertThat(figures.refused()).isEqualTo(5);
    assertThat(figures.modules())
        .isEqualTo(
            Map.of(
                "m",
                new ModuleFigures(0, 1, 1, 200, 20),
                "one",
                new ModuleFigures(0, 2, 0, 200, 20)));
    assertThat(figures.startDelay().count()).isEqualTo(12);
    assertThat(figures.handshake().count()).isEqualTo(4);
    assertThat(figures.queue().max()).isPositive();
    assertThat(figures.transfer().count()).isEqualTo(4);
    assertThat(log)
        .anyMatch(line ->
            line.endsWith(
                "max connections (1) reached: refused UNDETERMINED (127.0.0.1), 1 active here,"
                    + " 1 waiting"));
  }

  private void ask(Daemon daemon, String request) throws IOException {
    try (Socket socket = connect(daemon)) {
      say(socket, "@RSYNCD: 31.0\n" + request);
      hear(socket);
    }
  }

  private static void awaitFigures(Daemon daemon, Predicate<DaemonFigures> wanted)
      throws InterruptedException {
    for (int i = 0; i < 500 && !wanted.test(daemon.sessions().figures()); i++) {
      Thread.sleep(20);
    }
    assertThat(daemon.sessions().figures()).matches(wanted);
  }

  private static Map<SessionEnd, Long> ends(DaemonFigures figures) {
    Map<SessionEnd, Long> ends = new HashMap<>(figures.ended());
    ends.values().removeIf(count -> count == 0);
    return ends;
  }

  @Test
  void beyondMaxTransfersSessionsWaitTheirTurn() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Daemon daemon =
        start(
            "max-transfers = 2\ntransfer-worker-threads = 3\n[m]\npath = " + dir + "\n",
            (request, transport, use) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              awaitQuietly(release);
              running.decrementAndGet();
              return new TransferResult(0, 0, 0, 0);
            });
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(connect(daemon));
      say(clients.get(i), "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    }
    awaitFigures(
        daemon,
        figures ->
            figures.active(SessionPhase.TRANSFER) == 2 && figures.active(SessionPhase.QUEUED) == 2);
    assertThat(list(daemon)).endsWith("@RSYNCD: EXIT\n");
    release.countDown();
    for (Socket client : clients) {
      assertThat(hear(client)).endsWith("@RSYNCD: OK\n");
    }
    assertThat(most.get()).isEqualTo(2);
    if (model != ListenerModel.HYBRID) {
      // There, workers are no more than that, and sessions wait for one of them.
      awaitLine("max transfers (2) reached: 127.0.0.1 waits for module m");
    }
  }

  @Test
  void whereWorkersAreBusySessionsAreRefusedIfTheOperatorSaysSo() throws Exception {
    assumeTrue(model == ListenerModel.HYBRID, "the others have no workers");
    CountDownLatch release = new CountDownLatch(1);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Daemon daemon =
        start(
            "when workers are busy = refuse\ntransfer-worker-threads = 1\n[m]\npath = "
                + dir
                + "\n",
            new TransferRunner() {
              @Override
              public TransferResult run(
                  TransferRequest request, Transport transport, ThreadUse use) {
                awaitQuietly(release);
                return new TransferResult(0, 0, 0, 0);
              }

              @Override
              public TransferResult refuse(
                  TransferRequest request, Transport transport, String reason) {
                told.add(reason);
                return new TransferResult(1, 0, 0, 0);
              }
            });
    List<Socket> clients = new ArrayList<>();
    // One is at work, and twice as many as there are workers may wait.
    for (int i = 0; i < 3; i++) {
      int waiting = i;
      clients.add(connect(daemon));
      say(clients.get(i), "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
      awaitFigures(
          daemon,
          figures ->
              figures.active(SessionPhase.TRANSFER) == 1
                  && figures.active(SessionPhase.QUEUED) == waiting);
    }
    Socket refused = connect(daemon);
    say(refused, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    assertThat(hear(refused)).endsWith("@RSYNCD: OK\n");
    assertThat(told)
        .containsExactly("all transfer threads of this daemon are busy -- try again later");
    awaitLine(
        "transfer-worker-threads reached: 1 at work for module m, 2 queued; refused 127.0.0.1");
    release.countDown();
    for (Socket client : clients) {
      assertThat(hear(client)).endsWith("@RSYNCD: OK\n");
    }
  }

  @Test
  void sessionsThatWaitForTheirTurnEndWithTheDaemon() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger run = new AtomicInteger();
    Daemon daemon =
        start(
            "max-transfers = 1\n[m]\npath = " + dir + "\n",
            (request, transport, use) -> {
              run.incrementAndGet();
              awaitQuietly(release);
              return new TransferResult(0, 0, 0, 0);
            });
    Socket first = connect(daemon);
    say(first, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    awaitFigures(daemon, figures -> figures.active(SessionPhase.TRANSFER) == 1);
    Socket second = connect(daemon);
    say(second, "@RSYNCD: 31.0\nm\n--server\0.\0m/\0\0");
    awaitFigures(daemon, figures -> figures.active(SessionPhase.QUEUED) == 1);

    daemon.sessions().endHandshakes();

    assertThat(hear(second)).endsWith("@RSYNCD: OK\n");
    if (model != ListenerModel.HYBRID) {
      // There, it is a worker that finds the session ended.
      awaitFigures(daemon, figures -> figures.activeSessions() == 1);
    }
    release.countDown();
    hear(first);
    awaitFigures(daemon, figures -> figures.activeSessions() == 0);
    assertThat(run.get()).isEqualTo(1);
  }

  @Test
  void beyondMaxSessionsClientsWaitInTheSystem() throws Exception {
    Daemon daemon = start("max sessions = 1\n[m]\npath = " + dir + "\n", NOTHING);
    Socket first = connect(daemon);
    assertThat(first.getInputStream().read()).isEqualTo('@');
    Socket second = connect(daemon);
    say(second, "@RSYNCD: 31.0\n#list\n");
    second.setSoTimeout(200);
    assertThatThrownBy(() -> second.getInputStream().read())
        .isInstanceOf(java.net.SocketTimeoutException.class);
    awaitLine("max sessions (1) reached: 1 active; further clients wait");
    second.setSoTimeout(10_000);
    first.close();
    assertThat(hear(second)).endsWith("@RSYNCD: EXIT\n");
  }

  @Test
  void aHandshakeThatTricklesEndsAtItsTimeout() throws Exception {
    Daemon daemon = start("handshake timeout = 1\n[m]\npath = " + dir + "\n", NOTHING);
    Socket socket = connect(daemon);
    say(socket, "@RSYNCD: 31.0\nm\n");
    long start = System.nanoTime();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 200; i++) {
                say(socket, "--server\0");
                Thread.sleep(50);
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void sessionsHaveNumbersOfTheirOwnInTheLog() throws Exception {
    Daemon daemon = start("[m]\npath = " + dir + "\n", NOTHING);

    list(daemon);
    list(daemon);

    assertThat(log)
        .contains("[1] connect from UNDETERMINED (127.0.0.1)")
        .contains("[2] connect from UNDETERMINED (127.0.0.1)");
  }

  @Test
  void stoppingEndsSessionsAndListening() throws Exception {
    Daemon daemon = start("[m]\npath = " + dir + "\n", NOTHING);
    Socket idle = connect(daemon);
    idle.getInputStream().read();

    daemon.stop(Duration.ofMillis(50));

    assertThat(hearOrReset(idle)).isNotNull();
    assertThatThrownBy(() -> connect(daemon)).isInstanceOf(IOException.class);
  }

  private static String hearOrReset(Socket socket) {
    try {
      return hear(socket);
    } catch (IOException e) {
      return "reset";
    }
  }

  @Test
  void anAddressInUseIsAnError() {
    Daemon daemon = start("[m]\n", NOTHING);
    SessionServices services =
        Daemon.services(
            () -> MemoryFiles.load(""), operator, module -> sink, SessionOverrides.NONE);

    assertThatThrownBy(() ->
            new Daemon(
                () -> MemoryFiles.load(""),
                ListenSockets.bind("127.0.0.1", daemon.port(), 5, line -> sink.line(0, line)),
                services,
                (peer, request, result) -> {},
                sink))
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOCKET_IO))
        .hasMessage("unable to bind any inbound sockets on port " + daemon.port());
    assertThat(log).anyMatch(line -> line.contains("bind: Address already in use"));
  }

  @Test
  void anErrorThatAThreadLetsThroughEndsThatThreadAlone() throws Exception {
    Daemon daemon = start("[m]\npath = " + dir + "\n", NOTHING);
    Thread thread =
        new Thread(
            () -> {
              throw new StackOverflowError("deep");
            },
            "session 7 receiver");
    thread.start();
    thread.join();
    assertThat(log)
        .anySatisfy(line ->
            assertThat(line)
                .endsWith(
                    "thread \"session 7 receiver\" ended by an internal error:"
                        + " java.lang.StackOverflowError: deep"));
    assertThat(connect(daemon).getInputStream().read()).isEqualTo('@');
  }

  /** A session's thread would load it with its module's identity, from a file of that user's. */
  @Test
  void librariesAreLoadedBeforeAnySession() throws Exception {
    start("[m]\npath = " + dir + "\n", NOTHING);
    assertThat(Files.readString(Path.of("/proc/self/maps"))).contains("libzstd-jni");
  }
}
