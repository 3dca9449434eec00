package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketHandleTest {
  /** What runs the sockets' users. */
  enum Kind {
    PLATFORM,
    VIRTUAL;

    <T> FutureTask<T> start(Callable<T> work) {
      FutureTask<T> task = new FutureTask<>(work);
      if (this == VIRTUAL) {
        Thread.ofVirtual().start(task);
      } else {
        Thread.ofPlatform().daemon(true).start(task);
      }
      return task;
    }

    <T> T run(Callable<T> work) throws Exception {
      return start(work).get(10, TimeUnit.SECONDS);
    }
  }

  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  /** A connection: the end of the test, and the one that is tested. */
  private record Pair(Socket near, SocketHandle far) implements AutoCloseable {
    static Pair open() throws IOException {
      try (ListeningSocket listening = ListeningSocket.bind(LOOPBACK, 5)) {
        Socket near = new Socket(LOOPBACK.getAddress(), listening.local().getPort());
        return new Pair(near, Objects.requireNonNull(accept(listening)));
      }
    }

    @Override
    public void close() throws IOException {
      far.close();
      near.close();
    }
  }

  private static @Nullable SocketHandle accept(ListeningSocket listening) {
    try (ListeningSockets all = new ListeningSockets(List.of(listening))) {
      all.await(-1);
      return listening.accept();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatComesAndKnowsTheEnd(Kind kind) throws Exception {
    try (Pair pair = Pair.open()) {
      byte[] bytes = new byte[10];
      FutureTask<Integer> waiting = kind.start(() -> pair.far.read(bytes, 2, 8, -1));
      Thread.sleep(30);
      pair.near.getOutputStream().write(new byte[] {1, 2, 3});
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(3);
      assertThat(bytes).startsWith(0, 0, 1, 2, 3, 0);
      pair.near.shutdownOutput();
      assertThat(kind.run(() -> pair.far.read(bytes, 0, 1, -1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReadGivesUpInTimeAndNotBefore(Kind kind) throws Exception {
    try (Pair pair = Pair.open()) {
      long start = System.nanoTime();
      assertThat(kind.run(() -> pair.far.read(new byte[1], 0, 1, 0))).isZero();
      assertThat(kind.run(() -> pair.far.read(new byte[1], 0, 1, 50))).isZero();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesMoreThanTheSystemHoldsAtOnce(Kind kind) throws Exception {
    try (Pair pair = Pair.open()) {
      byte[] sent = new byte[20_000_000];
      for (int i = 0; i < sent.length; i++) {
        sent[i] = (byte) ((i * 31) >>> 3);
      }
      FutureTask<Boolean> writing =
          kind.start(() -> {
            pair.far.write(sent, 0, sent.length);
            pair.far.shutdownOutput();
            return true;
          });
      Thread.sleep(50);
      assertThat(writing.isDone()).isFalse();
      assertThat(pair.near.getInputStream().readAllBytes()).isEqualTo(sent);
      assertThat(writing.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWriteThatNobodyTakesFailsAtTheStallLimit(Kind kind) throws Exception {
    try (Pair pair = Pair.open()) {
      pair.far.setStallLimit(100);
      assertThatThrownBy(() ->
              kind.run(() -> {
                pair.far.write(new byte[50_000_000], 0, 50_000_000);
                return true;
              }))
          .hasRootCauseMessage("write: Connection timed out");
    }
  }

  /** A client may think for as long as it likes while nobody else has need of the thread. */
  @ParameterizedTest
  @EnumSource
  void aReadOfASilentPeerFailsAtTheStallLimitOnceOthersWait(Kind kind) throws Exception {
    AtomicBoolean wanted = new AtomicBoolean();
    try (Pair pair = Pair.open()) {
      pair.far.setStallLimit(100, wanted::get);
      FutureTask<Integer> reading = kind.start(() -> pair.far.read(new byte[1], 0, 1, -1));
      Thread.sleep(400);
      assertThat(reading.isDone()).isFalse();
      wanted.set(true);
      assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
          .hasRootCauseMessage("read: Connection timed out");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoSendsOrTakesSomethingIsNotSilent(Kind kind) throws Exception {
    try (Pair pair = Pair.open()) {
      pair.far.setStallLimit(1_000, () -> true);
      FutureTask<Integer> reading = kind.start(() -> pair.far.read(new byte[1], 0, 1, 3_000));
      for (int i = 0; i < 15; i++) {
        Thread.sleep(100);
        pair.far.write(new byte[1], 0, 1);
      }
      assertThat(reading.isDone()).isFalse();
      pair.near.getOutputStream().write(1);
      assertThat(reading.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      // The time that the caller gave is a limit of its own.
      assertThat(kind.run(() -> pair.far.read(new byte[1], 0, 1, 200))).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingEndsAReadAndAWriteAtOnce(Kind kind) throws Exception {
    try (Pair pair = Pair.open()) {
      FutureTask<Integer> reading = kind.start(() -> pair.far.read(new byte[1], 0, 1, -1));
      FutureTask<Boolean> writing =
          kind.start(() -> {
            pair.far.write(new byte[50_000_000], 0, 50_000_000);
            return true;
          });
      Thread.sleep(100);
      pair.far.close();
      assertThatThrownBy(() -> writing.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IOException.class);
      try {
        assertThat(reading.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(IOException.class);
      }
      assertThatThrownBy(() -> pair.far.read(new byte[1], 0, 1, -1))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void manyVirtualReadersShareAThread() throws Exception {
    List<Pair> pairs = new ArrayList<>();
    try {
      List<FutureTask<Integer>> reads = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Pair pair = Pair.open();
        pairs.add(pair);
        reads.add(Kind.VIRTUAL.start(() -> pair.far.read(new byte[1], 0, 1, -1)));
      }
      for (Pair pair : pairs) {
        pair.near.getOutputStream().write(1);
      }
      for (FutureTask<Integer> read : reads) {
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      }
    } finally {
      for (Pair pair : pairs) {
        pair.close();
      }
    }
  }

  private static ListeningSocket bind(String address, int port) {
    return ListeningSocket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 5);
  }

  /** At the port of another, which somebody else may have taken for this family. */
  private static @Nullable ListeningSocket bindBeside(ListeningSocket other) {
    try {
      return bind("0.0.0.0", other.local().getPort());
    } catch (PosixException e) {
      return null;
    }
  }

  @Test
  void eachFamilyHasASocketOfItsOwnAtOnePort() throws IOException {
    assumeThat(System.getProperty("java.net.preferIPv4Stack")).isNull();
    ListeningSocket first = bind("::", 0);
    ListeningSocket second = bindBeside(first);
    for (int attempt = 0; attempt < 4 && second == null; attempt++) {
      first.close();
      first = bind("::", 0);
      second = bindBeside(first);
    }
    try (ListeningSocket six = first;
        ListeningSocket four = Objects.requireNonNull(second)) {
      int port = six.local().getPort();
      try (Socket near = new Socket(LOOPBACK.getAddress(), port);
          SocketHandle far = Objects.requireNonNull(accept(four))) {
        assertThat(six.accept()).isNull();
        assertThat(Objects.requireNonNull(far.peer()).getPort()).isEqualTo(near.getLocalPort());
      }
      try (Socket near = new Socket(InetAddress.ofLiteral("::1"), port);
          SocketHandle far = Objects.requireNonNull(accept(six))) {
        assertThat(Objects.requireNonNull(far.peer()).getAddress())
            .isEqualTo(near.getLocalAddress());
      }
    }
  }

  @Test
  void aPortInUseIsSaidSo() {
    try (ListeningSocket first = ListeningSocket.bind(LOOPBACK, 5)) {
      assertThatThrownBy(() -> ListeningSocket.bind(first.local(), 5))
          .isInstanceOf(PosixException.class)
          .hasMessageContaining("Address already in use");
    }
  }

  @Test
  void wakingEndsTheWaitForConnections() throws Exception {
    try (ListeningSocket socket = ListeningSocket.bind(LOOPBACK, 5);
        ListeningSockets all = new ListeningSockets(List.of(socket))) {
      FutureTask<Boolean> waiting =
          Kind.PLATFORM.start(() -> {
            all.await(-1);
            return true;
          });
      Thread.sleep(30);
      assertThat(waiting.isDone()).isFalse();
      all.wake();
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void onlyWhatListensIsTakenOver() throws IOException {
    int[] pair = Descriptors.socketPair();
    try {
      assertThatThrownBy(() -> ListeningSocket.adopt(pair[0])).isInstanceOf(PosixException.class);
    } finally {
      Descriptors.close(pair[0]);
      Descriptors.close(pair[1]);
    }
  }
}
