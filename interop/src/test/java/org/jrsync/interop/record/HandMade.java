package org.jrsync.interop.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;

/** Bytes that no real rsync sends, made by our own writer. */
final class HandMade {
  private HandMade() {}

  /** Something to write. */
  @FunctionalInterface
  interface Writing {
    void to(WireOutput out);
  }

  /** What a writer sends that has begun its frames. */
  static byte[] framed(Writing writing) {
    return written(out -> {
      out.startMultiplexing();
      writing.to(out);
    });
  }

  /** What a writer sends before there are frames. */
  static byte[] written(Writing writing) {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    WireOutput out = new WireOutput(StreamTransport.of(InputStream.nullInputStream(), sink));
    writing.to(out);
    out.flush();
    return sink.toByteArray();
  }

  /** A message of a kind, as it looks where it is used. */
  static byte[] message(MessageCode kind) {
    return framed(out -> {
      switch (kind) {
        case DATA, NOOP -> out.message(kind, new byte[0]);
        case IO_ERROR -> out.messageInt(kind, 2);
        case IO_TIMEOUT -> out.messageInt(kind, 90);
        case ERROR_EXIT -> out.messageInt(kind, 23);
        case SUCCESS, NO_SEND, REDO -> out.messageInt(kind, 3);
        case STATS, BLOCK_STATS -> out.messageLong(kind, 5);
        case DELETED -> out.message(kind, "gone\0".getBytes(ISO_8859_1));
        case INFO, WARNING, ERROR, ERROR_XFER, ERROR_SOCKET, LOG, CLIENT, ERROR_UTF8 ->
            out.message(kind, ("told by " + kind + "\n").getBytes(ISO_8859_1));
      }
    });
  }
}
