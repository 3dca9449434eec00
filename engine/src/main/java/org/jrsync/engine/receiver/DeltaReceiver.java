package org.jrsync.engine.receiver;

import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.sender.FileWindow;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.TokenReader;
import org.jrsync.wire.signature.SignatureHeader;
import org.jspecify.annotations.Nullable;

/** Rebuilds one file from the sender's stream of literals and references, and verifies it. */
final class DeltaReceiver {
  /**
   * Stands for matched data that cannot be read any more, as far back as packed data can refer to,
   * so that what follows can be unpacked and passed over.
   */
  private static final byte[] UNKNOWN = new byte[32 * 1024];

  /** Bytes of a block that are held at a time: the peer chooses how long blocks are. */
  private static final int PIECE = 256 * 1024;

  /** A write failed: the file's data so far is lost, the transfer ends. */
  static final class WriteFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    final transient PosixException failure;

    WriteFailure(PosixException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private final WireInput in;
  private final TokenReader tokens;
  private final StrongChecksum checksum;
  private final byte[] expected;
  private final byte[] actual;
  private final TransferProgress progress;
  private final byte[] buffer = new byte[64 * 1024];

  private long literalBytes;
  private long matchedBytes;

  DeltaReceiver(
      WireInput in, TokenReader tokens, StrongChecksum checksum, TransferProgress progress) {
    this.in = in;
    this.tokens = tokens;
    this.checksum = checksum;
    this.expected = new byte[checksum.length()];
    this.actual = new byte[checksum.length()];
    this.progress = progress;
  }

  /**
   * Reads the delta of one file.
   *
   * @param header the block layout that the sender worked with
   * @param basis the basis file, null when there is none
   * @param output the file to write, null to read the stream and forget it
   * @param inPlace whether output and basis are the same file, so that a block at its own offset is
   *     already there
   * @param appendFrom bytes that are taken as given at the start, 0 unless appending
   * @param verifyPrefix whether those bytes are part of the checksum
   * @param total length that the sender announced, for progress
   * @return whether the checksum was right; always true when output is null
   */
  boolean receive(
      SignatureHeader header,
      @Nullable FileWindow basis,
      @Nullable FileOutput output,
      boolean inPlace,
      long appendFrom,
      boolean verifyPrefix,
      long total) {
    checksum.reset();
    if (verifyPrefix && basis != null) {
      feed(basis, appendFrom, total);
    }
    long offset = appendFrom;
    while (true) {
      int token = tokens.next();
      if (token == TokenReader.END) {
        break;
      }
      progress.at(offset, total);
      offset +=
          token > 0 ? literal(output) : block(-(token + 1), header, basis, output, inPlace, offset);
    }
    in.readFully(expected, 0, expected.length);
    checksum.digest(actual, 0);
    return output == null || java.security.MessageDigest.isEqual(expected, actual);
  }

  private int literal(@Nullable FileOutput output) {
    int total = 0;
    int count;
    while ((count = tokens.literal(buffer, 0, buffer.length)) > 0) {
      checksum.update(buffer, 0, count);
      if (output != null) {
        try {
          output.write(buffer, 0, count);
        } catch (PosixException e) {
          throw new WriteFailure(e);
        }
      }
      total += count;
    }
    literalBytes += total;
    return total;
  }

  private int block(
      int index,
      SignatureHeader header,
      @Nullable FileWindow basis,
      @Nullable FileOutput output,
      boolean inPlace,
      long offset) {
    if (index < 0 || index >= header.count()) {
      throw ProtocolException.value(
          "Invalid block index " + index + " (count=" + header.count() + ") [receiver]");
    }
    int length = header.lengthOf(index);
    matchedBytes += length;
    if (basis == null) {
      if (output != null) {
        throw ProtocolException.value("got a block match with no basis file [receiver]");
      }
      if (tokens.needsMatchedData()) {
        tokens.matched(UNKNOWN, 0, Math.min(length, UNKNOWN.length));
      }
      return length;
    }
    long from = header.offsetOf(index);
    boolean inPosition = inPlace && from == offset;
    for (int done = 0; done < length; done += PIECE) {
      piece(basis, from + done, Math.min(PIECE, length - done), output, inPosition);
    }
    return length;
  }

  private void piece(
      FileWindow basis, long from, int length, @Nullable FileOutput output, boolean inPosition) {
    int at = basis.locate(from, length);
    byte[] bytes = basis.bytes();
    tokens.matched(bytes, at, length);
    checksum.update(bytes, at, length);
    if (output == null) {
      return;
    }
    try {
      if (inPosition) {
        output.skip(bytes, at, length);
      } else {
        output.write(bytes, at, length);
      }
    } catch (PosixException e) {
      throw new WriteFailure(e);
    }
  }

  private void feed(FileWindow basis, long to, long total) {
    long at = 0;
    while (at < to) {
      int n = (int) Math.min(32 * 1024, to - at);
      progress.at(at, total);
      int pos = basis.locate(at, n);
      checksum.update(basis.bytes(), pos, n);
      at += n;
    }
  }

  /** The checksum that the sender gave for the last file. */
  byte[] senderChecksum() {
    return expected;
  }

  long literalBytes() {
    return literalBytes;
  }

  long matchedBytes() {
    return matchedBytes;
  }

  /**
   * Opens a window on a basis file. It spans all blocks that the header names even where the file
   * has become shorter since: what is missing reads as zeros, and the checksum tells.
   */
  static @Nullable FileWindow window(
      @Nullable FileHandle basis, long size, SignatureHeader header, byte[] buffer) {
    return basis == null || size <= 0
        ? null
        : new FileWindow(basis, Math.max(size, header.coveredLength()), buffer);
  }
}
