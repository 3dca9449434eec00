package org.jrsync.interop.fairness;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Queue;

/**
 * All that a client says to pull every file of a folder that holds so many files and nothing else.
 * It is the same whatever the daemon answers, so that a thousand clients cost next to nothing:
 * protocol 29, whose clients send no frames, with files asked for whole.
 */
final class PullRequest {
  private static final int PROTOCOL = 29;
  private static final short TRANSFER = (short) (1 << 15);
  private static final int TIMEOUT_MILLIS = 60_000;

  private final String path;
  private final byte[] dialogue;
  private final byte[] requests;
  private final long content;

  /**
   * @param folder in the module, with a slash at its end; empty for the module's top
   * @param files how many there are
   * @param content their bytes together
   */
  PullRequest(String module, String folder, int files, long content) {
    this.path = module + "/" + folder;
    this.content = content;
    String text =
        "@RSYNCD: " + PROTOCOL + ".0\n" + module + "\n--server\n--sender\n-r\n.\n" + path + "\n\n";
    int noFilters = 0;
    ByteBuffer rest = ByteBuffer.allocate(4 + files * 22 + 16).order(ByteOrder.LITTLE_ENDIAN);
    rest.putInt(noFilters);
    // The first entry is the folder itself.
    for (int i = 1; i <= files; i++) {
      rest.putInt(i).putShort(TRANSFER);
      rest.putInt(0).putInt(0).putInt(2).putInt(0);
    }
    // The ends of both phases and of the files, and the farewell.
    rest.putInt(-1).putInt(-1).putInt(-1).putInt(-1);
    this.dialogue = text.getBytes(StandardCharsets.US_ASCII);
    this.requests = rest.array();
  }

  /** What the daemon's log says is asked for. */
  String path() {
    return path;
  }

  /** Bytes of the files together. */
  long content() {
    return content;
  }

  /**
   * Connects and says it.
   *
   * @param receiveBuffer bytes that the system takes ahead of the reader, 0 for what it likes
   */
  Socket send(int port, int receiveBuffer) throws IOException {
    return send(port, receiveBuffer, dialogue, requests);
  }

  /** Connects and says what comes before the transfer, and no more. */
  Socket sendDialogue(int port) throws IOException {
    return send(port, 0, dialogue);
  }

  private static Socket send(int port, int receiveBuffer, byte[]... parts) throws IOException {
    Socket socket = new Socket();
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      for (byte[] part : parts) {
        socket.getOutputStream().write(part);
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * A whole pull. Fails when the files did not come.
   *
   * @param open is told the connection, whose closing ends the pull
   */
  void run(int port, Queue<AutoCloseable> open) throws IOException {
    try (Socket socket = send(port, 0)) {
      open.add(socket);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[65_536];
      long taken = 0;
      int last = 0;
      for (int n; (n = in.read(buffer)) > 0; ) {
        taken += n;
        last = n;
      }
      if (taken < content) {
        throw new IOException(
            "only "
                + taken
                + " bytes came: "
                + new String(buffer, 0, Math.min(last, 300), StandardCharsets.ISO_8859_1));
      }
    }
  }
}
