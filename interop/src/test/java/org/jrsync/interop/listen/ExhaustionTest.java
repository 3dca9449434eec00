package org.jrsync.interop.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A daemon that the system gives no more descriptors or threads: it goes on, says so now and then,
 * and serves as before once there are some again. It runs as a user of its own, since root's limits
 * are none.
 */
class ExhaustionTest {
  private static final int USER = 61_234;
  private static final List<String> AS_USER =
      List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups");
  private static final int CLIENTS = 60;
  private static final String NO_THREAD =
      "@ERROR: the daemon cannot serve more clients now -- try again later\n";

  private final Scratch scratch = new Scratch();
  private final List<Socket> clients = new ArrayList<>();

  @BeforeEach
  void create() throws IOException {
    assumeThat(System.getProperty("user.name"))
        .as("who changes limits and users")
        .isEqualTo("root");
    byte[] noise = new byte[300_000];
    new Random(6).nextBytes(noise);
    Files.write(scratch.folder("src").resolve("noise"), noise);
  }

  @AfterEach
  void end() throws IOException {
    leave();
    scratch.close();
  }

  private RsyncDaemon daemon(String model) {
    Path folder = scratch.folder("daemon");
    Command.of("chown", Integer.toString(USER), folder.toString()).run().expectSuccess();
    Path start =
        scratch.script(
            "start",
            "#!/bin/sh\nexec " + String.join(" ", AS_USER) + " " + Jrsync.binary() + " \"$@\"\n");
    return RsyncDaemon.startWith(
        start,
        folder,
        "listener = "
            + model
            + "\nreverse lookup = no\n"
            + Module.readOnly("src", scratch.folder("src")).section(false));
  }

  /** Sets a soft limit, which the user itself may lower and raise. */
  private static void limit(long pid, String what, long most) {
    List<String> words = new ArrayList<>(AS_USER);
    words.addAll(List.of("prlimit", "--pid", Long.toString(pid), "--" + what + "=" + most + ":"));
    Command.of(words.toArray(new String[0])).run().expectSuccess();
  }

  private static long count(long pid, String what) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/" + what))) {
      return all.count();
    }
  }

  private void come(int port) throws IOException {
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }
  }

  private void leave() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    clients.clear();
  }

  /** What a client has been told within a second; a thread has or has not been found for it. */
  private static String heard(Socket client) throws IOException {
    client.setSoTimeout(1_000);
    StringBuilder text = new StringBuilder();
    try {
      for (int b = client.getInputStream().read(); b >= 0; b = client.getInputStream().read()) {
        text.append((char) b);
        if (b == '\n') {
          client.setSoTimeout(50);
        }
      }
    } catch (SocketTimeoutException e) {
      return text.toString();
    }
    return text + "<end>";
  }

  private Result pull(int port) {
    return Command.of(
            Peers.NEWEST.orSkip().binary(),
            "-rW",
            "rsync://127.0.0.1:" + port + "/src/",
            scratch.folder("copy") + "/")
        .run();
  }

  private void assertServes(int port) throws Exception {
    Result last = pull(port);
    for (int i = 0; i < 50 && last.exitCode() != 0; i++) {
      Thread.sleep(100);
      last = pull(port);
    }
    last.expectSuccess();
    assertThat(scratch.path().resolve("copy/noise"))
        .hasSameBinaryContentAs(scratch.path().resolve("src/noise"));
  }

  private static void assertQuiet(String log) {
    assertThat(log).doesNotContain("\tat ").doesNotContain("internal error");
  }

  private static long lines(RsyncDaemon daemon, String text) {
    return daemon.log().lines().filter(line -> line.contains(text)).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void withoutDescriptorsClientsWaitUntilThereAreSome(String model) throws Exception {
    try (RsyncDaemon daemon = daemon(model)) {
      limit(daemon.pid(), "nofile", count(daemon.pid(), "fd") + 20);
      long begun = System.nanoTime();
      come(daemon.port());
      assertThat(heard(clients.getFirst())).startsWith("@RSYNCD: 33.0 ");
      assertThat(heard(clients.getLast())).isEmpty();
      Thread.sleep(1_500);
      long seconds = (System.nanoTime() - begun) / 1_000_000_000L + 1;
      assertThat(lines(daemon, "accept failed: accept4: Too many open files"))
          .isBetween(1L, seconds + 1);
      // Whoever leaves makes room for one that waits.
      int half = CLIENTS / 2;
      for (Socket client : clients.subList(0, half)) {
        client.close();
      }
      assertThat(heardLater(clients.get(half + 10))).startsWith("@RSYNCD: 33.0 ");
      leave();
      limit(daemon.pid(), "nofile", 1_000);
      assertServes(daemon.port());
      assertQuiet(daemon.everythingLogged());
    }
  }

  private static String heardLater(Socket client) throws IOException {
    String text = heard(client);
    for (int i = 0; i < 10 && text.isEmpty(); i++) {
      text = heard(client);
    }
    return text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void withoutThreadsClientsAreToldSo(String model) throws Exception {
    try (RsyncDaemon daemon = daemon(model)) {
      limit(daemon.pid(), "nproc", count(daemon.pid(), "task") + 10);
      come(daemon.port());
      int greeted = 0;
      int refused = 0;
      for (Socket client : clients) {
        String text = heard(client);
        assertThat(text).startsWith("@RSYNCD: 33.0 ");
        greeted += text.endsWith("<end>") ? 0 : 1;
        refused += text.endsWith(NO_THREAD + "<end>") ? 1 : 0;
      }
      assertThat(greeted + refused).isEqualTo(CLIENTS);
      if (model.equals("threads")) {
        assertThat(refused).isPositive();
        assertThat(greeted).isPositive();
        assertThat(lines(daemon, "no thread for a session of 127.0.0.1: ")).isPositive();
        assertThat(pull(daemon.port()).expect(5).err()).startsWith(NO_THREAD);
      } else {
        assertThat(greeted).isEqualTo(CLIENTS);
      }
      // What there is no thread for at all may fail, and does so alone.
      limit(daemon.pid(), "nproc", 1);
      for (int i = 0; i < 3; i++) {
        pull(daemon.port());
      }
      leave();
      limit(daemon.pid(), "nproc", 1_000);
      assertServes(daemon.port());
      assertQuiet(daemon.everythingLogged());
    }
  }

  /** What the JVM makes for the first virtual thread would be missing for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void evenTheFirstClientMayComeWhenThereAreNone(String model) throws Exception {
    Command.of("chown", Integer.toString(USER), scratch.path().toString()).run().expectSuccess();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String config =
        "address = 127.0.0.1\nport = "
            + port
            + "\nlistener = "
            + model
            + "\nreverse lookup = no\n"
            + Module.readOnly("src", scratch.folder("src")).section(false);
    try (StartedDaemon daemon =
        new StartedDaemon(
            scratch,
            "exec " + String.join(" ", AS_USER) + " \"$@\"",
            List.of(),
            config,
            "--no-detach")) {
      daemon.awaitLog("starting, listening on port");
      limit(daemon.pid(), "nproc", 1);
      come(port);
      assertThat(heard(clients.getFirst())).startsWith("@RSYNCD: 33.0 ");
      leave();
      limit(daemon.pid(), "nproc", 1_000);
      assertServes(port);
      assertQuiet(daemon.logged() + daemon.err());
    }
  }
}
