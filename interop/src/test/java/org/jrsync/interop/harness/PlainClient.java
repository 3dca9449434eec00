package org.jrsync.interop.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileListEncoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.IdNames;
import org.jrsync.wire.flist.ListBudget;

/**
 * A client that pushes a file list of the test's own, which no real client would send. It speaks
 * protocol 29, whose clients send no frames.
 */
public final class PlainClient implements AutoCloseable {
  private static final int PROTOCOL = 29;
  private static final int SILENCE_MILLIS = 5000;

  private final Socket socket;
  private final InputStream in;
  private final WireOutput out;
  private final FileListEncoder list;
  private int entries;

  /** Connects to a module and asks to push with {@code -rtR --no-implied-dirs}. */
  public PlainClient(RsyncDaemon daemon, String module) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port());
    socket.setSoTimeout(SILENCE_MILLIS);
    in = socket.getInputStream();
    out = new WireOutput(StreamTransport.of(in, socket.getOutputStream()));
    out.setProtocol(PROTOCOL);
    line();
    say("@RSYNCD: " + PROTOCOL + ".0\n" + module + "\n");
    while (!line().equals("@RSYNCD: OK")) {
      // The message of the day.
    }
    say("--server\n-rtR\n--no-implied-dirs\n.\n" + module + "/\n\n");
    FileListFormat format =
        FileListFormat.protocol(PROTOCOL).relative(true).recursive(true).build();
    IdNames noNames = new IdNames(id -> null);
    list = new FileListEncoder(out, format, noNames, noNames, ListBudget.unlimited());
  }

  private void say(String text) {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b;
    while ((b = in.read()) >= 0 && b != '\n') {
      line.write(b);
    }
    return line.toString(ISO_8859_1);
  }

  /** Sends one more entry of the list. */
  public void entry(String path, int mode) {
    FileEntry entry = new FileEntry();
    entry.setPath(path.getBytes(ISO_8859_1));
    entry.mode = mode;
    entry.mtime = 1_000_000_000;
    list.write(entry, entries++, 0);
  }

  /** Ends the list. */
  public void endList() {
    list.writeEnd(0);
    list.writeTrailer(0);
    out.flush();
  }

  /** What the daemon sends until a text is in it, or it sends nothing for five seconds. */
  public String readUntil(String text) throws IOException {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try {
      int b;
      while (!seen.toString(ISO_8859_1).contains(text) && (b = in.read()) >= 0) {
        seen.write(b);
      }
    } catch (SocketTimeoutException e) {
      // The test looks at what has come.
    }
    return seen.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
