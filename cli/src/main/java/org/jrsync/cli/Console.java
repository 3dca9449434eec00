package org.jrsync.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jrsync.engine.options.ParsedArguments.OutputBuffering;

/**
 * Standard output and standard error as bytes. Output is held back until an error line comes, a
 * fraction of a second has passed, or the buffer is full, so that both read in order and long
 * listings cost few system calls. What cannot be written (a reader that has gone) is dropped. Safe
 * for several threads.
 */
final class Console {

  private static final int BUFFER_SIZE = 1 << 16;
  private static final long HOLD_MILLIS = 50;
  private static final byte[] LINE_END = {'\n'};

  private OutputStream out;
  private final OutputStream err;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private OutputBuffering buffering = OutputBuffering.AUTOMATIC;
  private int used;
  private boolean flusherRuns;
  private boolean lineOpen;

  Console() {
    this(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
  }

  Console(OutputStream out, OutputStream err) {
    this.out = out;
    this.err = err;
  }

  /** From now on everything goes to standard error. */
  synchronized void toStandardError() {
    flush();
    out = err;
  }

  /** Follows {@code --outbuf}. */
  synchronized void buffering(OutputBuffering mode) {
    buffering = mode;
  }

  /** Prints text to standard output, each char one byte. */
  void print(String text) {
    print(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Prints bytes to standard output. */
  synchronized void print(byte[] text) {
    if (lineOpen) {
      lineOpen = false;
      print(LINE_END);
    }
    if (text.length > buffer.length - used) {
      flush();
    }
    if (text.length > buffer.length) {
      write(out, text, text.length);
      return;
    }
    System.arraycopy(text, 0, buffer, used, text.length);
    used += text.length;
    boolean lineEnds = text.length > 0 && isLineEnd(text[text.length - 1]);
    switch (buffering) {
      case NONE -> flush();
      case LINE -> {
        if (lineEnds) {
          flush();
        }
      }
      case BLOCK -> {}
      case AUTOMATIC -> flushSoon();
    }
  }

  /** Prints text to standard error, behind what standard output still held back. */
  void error(String text) {
    error(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Prints bytes to standard error, behind what standard output still held back. */
  synchronized void error(byte[] text) {
    flush();
    if (lineOpen) {
      lineOpen = false;
      write(err, LINE_END, 1);
    }
    write(err, text, text.length);
  }

  /**
   * Prints a line that is to be overwritten by the next of its kind.
   *
   * @param open whether it stands there without its end, so that whatever else is printed must end
   *     it first
   */
  synchronized void progress(String text, boolean open) {
    lineOpen = false;
    print(text);
    flush();
    lineOpen = open;
  }

  /** Ends an open line. */
  synchronized void endLine() {
    print(new byte[0]);
  }

  /** Has what is printed next go on the line that was left open. */
  synchronized void keepLine() {
    lineOpen = false;
  }

  /** Ends an open line and writes out what is held back. */
  synchronized void finish() {
    if (lineOpen) {
      print(new byte[0]);
    }
    flush();
  }

  /** Writes out what is held back. */
  synchronized void flush() {
    write(out, buffer, used);
    used = 0;
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  private void flushSoon() {
    if (flusherRuns || used == 0) {
      return;
    }
    flusherRuns = true;
    Thread flusher = new Thread(this::flushNowAndThen, "jrsync-output");
    flusher.setDaemon(true);
    flusher.start();
  }

  private synchronized void flushNowAndThen() {
    int idle = 0;
    try {
      while (idle < 20) {
        wait(HOLD_MILLIS);
        idle = used == 0 ? idle + 1 : 0;
        flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      flush();
    }
    flusherRuns = false;
  }

  private static void write(OutputStream stream, byte[] bytes, int length) {
    if (length > 0) {
      try {
        stream.write(bytes, 0, length);
      } catch (IOException gone) {
        // There is nobody left to tell.
      }
    }
  }
}
