package org.jrsync.interop.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/** A client that says what it likes, and reads what comes without a look at it. */
final class Attacker implements AutoCloseable {
  /** Of protocol 31 without anything to negotiate: nothing has to be understood of the answers. */
  private static final String GREETING = "@RSYNCD: 31.0\n";

  private final Socket socket;
  private final WireOutput out;
  private @Nullable Thread reader;

  private Attacker(Socket socket) throws IOException {
    this.socket = socket;
    this.out =
        new WireOutput(StreamTransport.of(InputStream.nullInputStream(), socket.getOutputStream()));
    out.setProtocol(31);
  }

  /** Connects, and says nothing yet. */
  static Attacker connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    socket.setSoTimeout(120_000);
    return new Attacker(socket);
  }

  /** Connects and asks for a transfer; what is written from then on is in frames. */
  static Attacker asking(int port, String module, String... arguments) throws IOException {
    Attacker attacker = connect(port);
    attacker.say(GREETING + module + "\n");
    for (String argument : arguments) {
      attacker.say(argument + "\0");
    }
    attacker.say("\0");
    attacker.out.flush();
    attacker.out.startMultiplexing();
    return attacker;
  }

  /** Writes plain text. */
  void say(String text) {
    out.write(text.getBytes(ISO_8859_1));
  }

  WireOutput out() {
    return out;
  }

  /** Has nothing more to say, and reads until the daemon hangs up. */
  void end() throws IOException {
    try {
      out.flush();
      socket.shutdownOutput();
    } catch (RsyncException | SocketException e) {
      // It has hung up already.
    }
    if (reader == null) {
      drain();
      return;
    }
    try {
      if (!reader.join(Duration.ofMinutes(2))) {
        throw new AssertionError("the daemon did not hang up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain() {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      // It has hung up with data of ours unread.
    } catch (IOException e) {
      throw new AssertionError("the daemon did not hang up", e);
    }
  }

  /** Reads from now on, so that the daemon is never held up by us. */
  void reading() {
    reader = Thread.ofPlatform().daemon(true).start(this::drain);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
