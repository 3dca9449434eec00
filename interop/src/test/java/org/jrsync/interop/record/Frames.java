package org.jrsync.interop.record;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jrsync.wire.MessageCode;

/**
 * One direction of a recorded session taken apart: a beginning that is not multiplexed, then frames
 * of a 4-byte header (length in 24 bits, kind plus 7 in the highest byte) and their content.
 */
final class Frames {
  private static final int HEADER = 4;

  private final byte[] beginning;
  private final List<Frame> frames = new ArrayList<>();

  private Frames(byte[] beginning) {
    this.beginning = beginning;
  }

  /** One frame of the given kind; content is not copied. */
  private static final class Frame {
    private final MessageCode kind;
    private final byte[] content;

    Frame(MessageCode kind, byte[] content) {
      this.kind = kind;
      this.content = content;
    }
  }

  /** The frames of one direction of a session in which it has any. */
  static Frames of(Recording recording, boolean client) {
    byte[] stream = client ? recording.fromClient() : recording.fromServer();
    return of(stream, recording.beginning(client));
  }

  /** The frames of a stream that begin at a byte; one that is not whole is left out. */
  static Frames of(byte[] stream, int start) {
    Frames frames = new Frames(Arrays.copyOf(stream, start));
    for (int at = start; at + HEADER <= stream.length; ) {
      int length = (stream[at] & 255) | (stream[at + 1] & 255) << 8 | (stream[at + 2] & 255) << 16;
      int tag = (stream[at + 3] & 255) - MessageCode.BASE;
      MessageCode kind = MessageCode.of(tag);
      if (kind == null) {
        throw new AssertionError("kind " + tag + " at byte " + at);
      }
      at += HEADER + length;
      if (at <= stream.length) {
        frames.frames.add(new Frame(kind, Arrays.copyOfRange(stream, at - length, at)));
      }
    }
    return frames;
  }

  int count() {
    return frames.size();
  }

  /** The kinds of message that are in it. */
  Set<MessageCode> kinds() {
    Set<MessageCode> kinds = EnumSet.noneOf(MessageCode.class);
    frames.forEach(frame -> kinds.add(frame.kind));
    return kinds;
  }

  /** How many bytes there are before the frame with an index. */
  int bytesBefore(int index) {
    int bytes = beginning.length;
    for (int i = 0; i < index; i++) {
      bytes += HEADER + frames.get(i).content.length;
    }
    return bytes;
  }

  /** What all data frames together hold. */
  byte[] data() {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    frames.stream()
        .filter(frame -> frame.kind == MessageCode.DATA)
        .forEach(frame -> data.writeBytes(frame.content));
    return data.toByteArray();
  }

  /** The messages, each as its kind and content in hexadecimal digits, in no particular order. */
  List<String> messages() {
    return frames.stream()
        .filter(frame -> frame.kind != MessageCode.DATA)
        .map(frame -> frame.kind + " " + HexFormat.of().formatHex(frame.content))
        .sorted()
        .toList();
  }

  /** The stream with other data: each data frame holds as much as it did, and the last the rest. */
  byte[] with(byte[] data) {
    long left = frames.stream().filter(frame -> frame.kind == MessageCode.DATA).count();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(beginning);
    int done = 0;
    for (Frame frame : frames) {
      byte[] content = frame.content;
      if (frame.kind == MessageCode.DATA) {
        int end = --left == 0 ? data.length : Math.min(data.length, done + content.length);
        content = Arrays.copyOfRange(data, done, end);
        done = end;
      }
      out.writeBytes(frame(frame.kind.code(), content));
    }
    return out.toByteArray();
  }

  /** The stream with other bytes before the frame with an index. */
  byte[] inserting(int index, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(beginning);
    for (int i = 0; i < frames.size(); i++) {
      if (i == index) {
        out.writeBytes(bytes);
      }
      out.writeBytes(frame(frames.get(i).kind.code(), frames.get(i).content));
    }
    if (index >= frames.size()) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  /** A frame of any kind, known or not. */
  static byte[] frame(int kind, byte[] content) {
    return frame(kind, content.length, content);
  }

  /** A frame that may lie about its length. */
  static byte[] frame(int kind, int statedLength, byte[] content) {
    byte[] frame =
        Arrays.copyOf(
            new byte[] {
              (byte) statedLength,
              (byte) (statedLength >> 8),
              (byte) (statedLength >> 16),
              (byte) (kind + MessageCode.BASE)
            },
            HEADER + content.length);
    System.arraycopy(content, 0, frame, HEADER, content.length);
    return frame;
  }
}
