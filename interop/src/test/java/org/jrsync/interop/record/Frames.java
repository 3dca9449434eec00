package org.jrsync.interop.record;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The multiplexed part of one direction of a recorded session, taken apart: a beginning that is not
 * multiplexed, then frames of a 4-byte header (length in 24 bits, kind plus 7 in the highest byte)
 * and their content.
 */
public final class Frames {
  /** Every message kind that crosses the wire, as numbered by the protocol. */
  public static final Set<Integer> KINDS =
      Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 22, 33, 42, 86, 100, 101, 102);

  private static final int BASE = 7;

  private final byte[] beginning;
  private final List<Frame> frames;

  private Frames(byte[] beginning, List<Frame> frames) {
    this.beginning = beginning;
    this.frames = frames;
  }

  /** One frame of the given kind; content is not copied. */
  private static final class Frame {
    private final int kind;
    private final byte[] content;

    Frame(int kind, byte[] content) {
      this.kind = kind;
      this.content = content;
    }
  }

  /** Finds the place from which on the bytes are whole frames up to their end. */
  public static Frames parse(byte[] stream) {
    for (int start = 0; start < stream.length; start++) {
      Optional<List<Frame>> frames = framesFrom(stream, start);
      if (frames.isPresent()) {
        return new Frames(java.util.Arrays.copyOf(stream, start), frames.get());
      }
    }
    throw new AssertionError("no multiplexed part in a stream of " + stream.length + " bytes");
  }

  private static Optional<List<Frame>> framesFrom(byte[] stream, int start) {
    List<Frame> frames = new ArrayList<>();
    int at = start;
    while (at < stream.length) {
      if (stream.length - at < 4) {
        return Optional.empty();
      }
      int length = (stream[at] & 255) | (stream[at + 1] & 255) << 8 | (stream[at + 2] & 255) << 16;
      int kind = (stream[at + 3] & 255) - BASE;
      if (!KINDS.contains(kind) || length > stream.length - at - 4) {
        return Optional.empty();
      }
      frames.add(new Frame(kind, java.util.Arrays.copyOfRange(stream, at + 4, at + 4 + length)));
      at += 4 + length;
    }
    return Optional.of(frames);
  }

  public int beginningLength() {
    return beginning.length;
  }

  public int count() {
    return frames.size();
  }

  public boolean has(int kind) {
    return frames.stream().anyMatch(frame -> frame.kind == kind);
  }

  /** The stream with one more frame before frame {@code index}, which may lie about its length. */
  public byte[] inserting(int index, int kind, int statedLength, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(beginning);
    for (int i = 0; i < frames.size(); i++) {
      if (i == index) {
        write(out, kind, statedLength, content);
      }
      write(out, frames.get(i).kind, frames.get(i).content.length, frames.get(i).content);
    }
    if (index >= frames.size()) {
      write(out, kind, statedLength, content);
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int kind, int length, byte[] content) {
    out.write(length);
    out.write(length >> 8);
    out.write(length >> 16);
    out.write(kind + BASE);
    out.writeBytes(content);
  }
}
