package org.jrsync.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.Arena;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A conversion of the C library's: {@code iconv}, with what it knows of charsets and of suffixes
 * such as {@code //TRANSLIT}, by the locale that the process was started in. For any thread; what
 * the library keeps for a conversion in use is taken from a bounded stock, and no state stays from
 * one text to the next.
 */
public final class TextConversion {

  /** Longest name of a charset, in characters. */
  private static final int MAX_NAME = 255;

  /** How many conversions are remembered; further ones work alike, and slower. */
  private static final int MAX_KNOWN = 64;

  private static final int IDLE = 8;

  private static final ConcurrentHashMap<String, TextConversion> KNOWN = new ConcurrentHashMap<>();

  private final String from;
  private final String to;

  /** Those that nobody uses; null where none are kept. */
  private final @Nullable Stock<Descriptor> idle;

  /**
   * What the library keeps for a conversion. Whoever has it uses it, gives it back or closes it.
   */
  private record Descriptor(long address) {
    void close() {
      NativeScratch s = NativeScratch.acquire();
      try {
        Libc.ICONV_CLOSE.call(s, address, 0, 0);
      } finally {
        s.release();
      }
    }
  }

  private TextConversion(String from, String to, @Nullable Stock<Descriptor> idle) {
    this.from = from;
    this.to = to;
    this.idle = idle;
  }

  /** How far a conversion has come. Owned by one thread. */
  public static final class Progress {
    /** Bytes taken from the source. */
    public int taken;

    /** Bytes written to the target. */
    public int written;

    /** At the start of a text. */
    public Progress() {}
  }

  /**
   * The conversion between two charsets, by their names in the C library, one character a byte.
   *
   * @return null where the system does not have it
   */
  public static @Nullable TextConversion between(String from, String to) {
    if (from.length() > MAX_NAME || to.length() > MAX_NAME) {
      return null;
    }
    String key = from + '\0' + to;
    TextConversion known = KNOWN.get(key);
    if (known != null) {
      return known;
    }
    boolean kept = KNOWN.size() < MAX_KNOWN;
    TextConversion made = new TextConversion(from, to, kept ? new Stock<>(IDLE) : null);
    Descriptor first = made.open();
    if (first == null) {
      return null;
    }
    if (!kept) {
      made.giveBack(first);
      return made;
    }
    TextConversion earlier = KNOWN.putIfAbsent(key, made);
    TextConversion shared = earlier == null ? made : earlier;
    shared.giveBack(first);
    return shared;
  }

  private @Nullable Descriptor open() {
    NativeScratch s = NativeScratch.acquire();
    try (Arena arena = Arena.ofConfined()) {
      long target = arena.allocateFrom(to, ISO_8859_1).address();
      long source = arena.allocateFrom(from, ISO_8859_1).address();
      long address = Libc.ICONV_OPEN.call(s, target, source, 0);
      return address == -1 ? null : new Descriptor(address);
    } finally {
      s.release();
    }
  }

  private void giveBack(Descriptor descriptor) {
    if (idle == null || !idle.put(descriptor)) {
      descriptor.close();
    }
  }

  /**
   * Converts a text from its start. The two arrays are not the same.
   *
   * @param most how many bytes there is room for
   * @param progress set to how far it came
   * @return 0, or the errno: {@code EILSEQ} for what cannot be converted, {@code EINVAL} for a
   *     character that is cut off at the end, {@code E2BIG} for want of room. A suffix that has
   *     characters ignored gives {@code EILSEQ} too, with what is behind them taken as well
   */
  public int convert(
      byte[] source,
      int offset,
      int length,
      byte[] target,
      int toOffset,
      int most,
      Progress progress) {
    progress.taken = 0;
    progress.written = 0;
    Descriptor kept = idle == null ? null : idle.take();
    Descriptor descriptor = kept == null ? open() : kept;
    if (descriptor == null) {
      throw new PosixException(Errno.ENOMEM, "iconv_open");
    }
    NativeScratch s = NativeScratch.acquire();
    IoBuffer io = IoBuffer.acquireAny();
    try {
      // A text may have left it in the middle of a character or in another state.
      Libc.ICONV.call(s, descriptor.address, 0, 0, 0, 0);
      return convert(
          descriptor.address, s, io, source, offset, length, target, toOffset, most, progress);
    } finally {
      io.release();
      s.release();
      giveBack(descriptor);
    }
  }

  /** Piece by piece, as the buffer has room: its first half is for the source. */
  private static int convert(
      long descriptor,
      NativeScratch s,
      IoBuffer io,
      byte[] source,
      int offset,
      int length,
      byte[] target,
      int toOffset,
      int most,
      Progress progress) {
    int half = io.size / 2;
    while (true) {
      int piece = Math.min(length - progress.taken, half);
      int room = Math.min(most - progress.written, half);
      io.bytes.put(0, source, offset + progress.taken, piece);
      s.putLong(0, io.address).putLong(8, piece).putLong(16, io.address + half).putLong(24, room);
      long result =
          Libc.ICONV.call(s, descriptor, s.struct, s.struct + 8, s.struct + 16, s.struct + 24);
      int errno = result == -1 ? s.errno() : 0;
      int taken = piece - (int) s.structLong(8);
      int written = room - (int) s.structLong(24);
      io.bytes.get(half, target, toOffset + progress.written, written);
      progress.taken += taken;
      progress.written += written;
      boolean last = progress.taken == length;
      boolean goesOn =
          switch (errno) {
            case 0 -> !last;
            case Errno.EINVAL -> taken > 0 && taken < piece && piece == half;
            case Errno.E2BIG -> written > 0 && room == half;
            default -> false;
          };
      if (!goesOn) {
        return errno;
      }
    }
  }
}
