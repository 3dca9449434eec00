package org.jrsync.wire.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * A conversion between charsets of the JDK. What is plain ASCII in charsets that hold ASCII is
 * copied.
 */
final class JavaConversion implements Conversion {

  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder;
  private final boolean copiesAscii;
  private CharBuffer chars = CharBuffer.allocate(256);
  private Problem problem = Problem.NONE;

  /** Why bytes could not be converted. */
  private enum Problem {
    NONE(""),
    INVALID("Invalid or incomplete multibyte or wide character"),
    INCOMPLETE("Invalid argument"),
    TOO_LONG("Argument list too long");

    private final String text;

    Problem(String text) {
      this.text = text;
    }
  }

  JavaConversion(Charset from, Charset to, boolean copiesAscii) {
    this.decoder =
        from.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.encoder =
        to.newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.copiesAscii = copiesAscii;
  }

  @Override
  public int convert(byte[] from, int offset, int length, byte[] to, int toOffset, int most) {
    if (copiesAscii && length <= most && isAscii(from, offset, length)) {
      System.arraycopy(from, offset, to, toOffset, length);
      return length;
    }
    ByteBuffer source = ByteBuffer.wrap(from, offset, length);
    ByteBuffer target = ByteBuffer.wrap(to, toOffset, most);
    if (!whole(source, target)) {
      begin();
      source.position(offset);
      target.position(toOffset);
      problem = singly(source, target);
    }
    return problem == Problem.NONE ? target.position() - toOffset : FAILED;
  }

  @Override
  public String reason() {
    return problem.text;
  }

  @Override
  public byte[] convertLoosely(byte[] text) {
    if (copiesAscii && isAscii(text, 0, text.length)) {
      return text;
    }
    ByteBuffer source = ByteBuffer.wrap(text);
    ByteBuffer target = ByteBuffer.allocate(Math.max(16, text.length * 2));
    begin();
    while (true) {
      switch (singly(source, target)) {
        case NONE -> {
          return Arrays.copyOf(target.array(), target.position());
        }
        case TOO_LONG -> target = larger(target);
        case INVALID, INCOMPLETE -> {
          if (!target.hasRemaining()) {
            target = larger(target);
          }
          target.put(source.get());
          begin();
        }
      }
    }
  }

  private static ByteBuffer larger(ByteBuffer full) {
    ByteBuffer larger = ByteBuffer.allocate(full.capacity() * 2);
    larger.put(full.flip());
    return larger;
  }

  private void begin() {
    decoder.reset();
    encoder.reset();
  }

  /** Converts all at once, if nothing stands against it. */
  private boolean whole(ByteBuffer source, ByteBuffer target) {
    begin();
    if (chars.capacity() < source.remaining()) {
      chars = CharBuffer.allocate(source.remaining());
    }
    chars.clear();
    CoderResult decoded = decoder.decode(source, chars, false);
    chars.flip();
    boolean done =
        decoded.isUnderflow()
            && !source.hasRemaining()
            && encoder.encode(chars, target, true).isUnderflow()
            && encoder.flush(target).isUnderflow();
    problem = Problem.NONE;
    return done;
  }

  /**
   * Converts character by character, as far as it goes: what was written belongs to what was taken
   * from the source.
   */
  private Problem singly(ByteBuffer source, ByteBuffer target) {
    while (source.hasRemaining()) {
      int start = source.position();
      Problem found = decodeOne(source);
      if (found != Problem.NONE) {
        source.position(start);
        return found;
      }
      int before = target.position();
      CoderResult encoded = encoder.encode(chars, target, false);
      if (!encoded.isUnderflow() || chars.hasRemaining()) {
        target.position(before);
        source.position(start);
        return encoded.isOverflow() ? Problem.TOO_LONG : Problem.INVALID;
      }
    }
    chars.clear().flip();
    encoder.encode(chars, target, true);
    return encoder.flush(target).isOverflow() ? Problem.TOO_LONG : Problem.NONE;
  }

  /** Takes the bytes of one character; none may be left for it behind a change of state. */
  private Problem decodeOne(ByteBuffer source) {
    int end = source.limit();
    chars.clear();
    boolean wrong = false;
    for (int next = source.position() + 1; next <= end && !wrong; next++) {
      source.limit(next);
      wrong = decoder.decode(source, chars, false).isError();
      if (chars.position() > 0) {
        break;
      }
    }
    source.limit(end);
    chars.flip();
    if (wrong) {
      return Problem.INVALID;
    }
    return chars.hasRemaining() || !source.hasRemaining() ? Problem.NONE : Problem.INCOMPLETE;
  }

  private static boolean isAscii(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      // Control characters may switch a charset's state.
      if (bytes[i] < ' ') {
        return false;
      }
    }
    return true;
  }
}
