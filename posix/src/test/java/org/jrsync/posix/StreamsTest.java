package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams over descriptors, and what can be learned of those. */
@Timeout(30)
class StreamsTest {
  @Test
  void socketPairsCarryBytesAndEnds() throws IOException {
    int[] pair = Descriptors.socketPair();
    try (FdInputStream in = new FdInputStream(pair[0]);
        FdOutputStream out = new FdOutputStream(pair[1])) {
      out.write(200);
      out.write(new byte[] {1, 2, 3, 4}, 1, 2);
      assertThat(in.read()).isEqualTo(200);
      assertThat(in.readNBytes(2)).containsExactly(2, 3);
      out.shutdownOutput();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(Sockets.isSocket(pair[0])).isTrue();
      assertThat(Sockets.isConnectedInternetSocket(pair[0])).isFalse();
    }
    assertThat(Descriptors.isOpen(pair[0])).isFalse();
    assertThat(Descriptors.isOpen(pair[1])).isFalse();
  }

  @Test
  void readsTimeOut() throws IOException {
    int[] pipe = Descriptors.pipe();
    try (FdInputStream in = new FdInputStream(pipe[0]);
        FdOutputStream out = new FdOutputStream(pipe[1])) {
      in.setTimeoutMillis(30);
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
      out.write(7);
      assertThat(in.read()).isEqualTo(7);
    }
  }

  @Test
  void closingEndsAWaitingRead() throws Exception {
    int[] pipe = Descriptors.pipe();
    FdInputStream in = new FdInputStream(pipe[0]);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread reader =
        new Thread(() -> {
          try {
            in.read();
          } catch (IOException e) {
            thrown.set(e);
          }
        });
    reader.start();
    Thread.sleep(50);
    in.close();
    // As long as the read is under way the number must not be free for others.
    reader.join();
    assertThat(thrown.get()).hasMessage("Stream closed");
    assertThat(Descriptors.isOpen(pipe[0])).isFalse();
    Descriptors.close(pipe[1]);
  }

  @Test
  void closingEndsAWaitingWrite() throws Exception {
    int[] pipe = Descriptors.pipe();
    Descriptors.setNonBlocking(pipe[1], true);
    assertThat(Descriptors.isNonBlocking(pipe[1])).isTrue();
    FdOutputStream out = new FdOutputStream(pipe[1]);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread writer =
        new Thread(() -> {
          try {
            out.write(new byte[1 << 20]);
          } catch (IOException e) {
            thrown.set(e);
          }
        });
    writer.start();
    Thread.sleep(50);
    out.close();
    writer.join();
    assertThat(thrown.get()).hasMessage("Stream closed");
    Descriptors.close(pipe[0]);
  }

  @Test
  void nonBlockingPipesCarryMuch() throws Exception {
    int[] pipe = Descriptors.pipe();
    Descriptors.setNonBlocking(pipe[0], true);
    Descriptors.setNonBlocking(pipe[1], true);
    FdOutputStream out = new FdOutputStream(pipe[1]);
    byte[] sent = new byte[1_000_003];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) ((i * 31) >> 3);
    }
    Thread writer =
        new Thread(() -> {
          try (out) {
            out.write(sent);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    writer.start();
    try (FdInputStream in = new FdInputStream(pipe[0])) {
      assertThat(in.readAllBytes()).isEqualTo(sent);
    }
    writer.join();
  }

  @Test
  void aReaderThatIsGoneIsAnError() throws IOException {
    int[] pipe = Descriptors.pipe();
    Descriptors.close(pipe[0]);
    try (FdOutputStream out = new FdOutputStream(pipe[1])) {
      assertThatThrownBy(() -> out.write(1))
          .isInstanceOf(IOException.class)
          .hasMessage("Broken pipe")
          .hasCauseInstanceOf(PosixException.class);
    }
  }

  @Test
  void connectedInternetSocketsAreKnown() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        Socket client = new Socket(loopback, server.getLocalPort());
        Socket accepted = server.accept()) {
      assertThat(accepted.isConnected()).isTrue();
      InetSocketAddress target = new InetSocketAddress(loopback, server.getLocalPort());
      int found = -1;
      for (int fd = 0; fd < 1024; fd++) {
        if (target.equals(Sockets.peer(fd))) {
          found = fd;
        }
      }
      assertThat(found).isPositive();
      assertThat(Sockets.isConnectedInternetSocket(found)).isTrue();
      assertThat(Sockets.local(found)).isEqualTo(client.getLocalSocketAddress());
    }
    int[] pipe = Descriptors.pipe();
    assertThat(Sockets.isSocket(pipe[0])).isFalse();
    assertThat(Sockets.isConnectedInternetSocket(pipe[0])).isFalse();
    assertThat(Descriptors.isCloseOnExec(pipe[0])).isTrue();
    Descriptors.close(pipe[0]);
    Descriptors.close(pipe[1]);
  }

  @Test
  void loopbackPairsAreConnected() throws IOException {
    int[] pair = LoopbackPair.open();
    try (FdInputStream in = new FdInputStream(pair[0]);
        FdOutputStream out = new FdOutputStream(pair[1])) {
      out.write(42);
      assertThat(in.read()).isEqualTo(42);
      assertThat(Sockets.isConnectedInternetSocket(pair[0])).isTrue();
      assertThat(Sockets.peer(pair[0])).isEqualTo(Sockets.local(pair[1]));
      assertThat(Descriptors.isCloseOnExec(pair[0])).isTrue();
      assertThat(Descriptors.isCloseOnExec(pair[1])).isTrue();
    }
  }
}
