package org.jrsync.engine.options;

import java.util.Arrays;
import org.jrsync.posix.Errno;
import org.jrsync.posix.TextConversion;
import org.jrsync.wire.charset.Conversion;
import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;

/**
 * A conversion of the C library's, for charsets that the JDK does not have, and for those with a
 * suffix that says what becomes of characters that the other charset lacks: {@code //TRANSLIT} has
 * similar ones written, by the locale. With {@code //IGNORE} the library leaves them out and says
 * that it failed all the same, so that names with such characters fail as they do without.
 */
final class SystemConversion implements Conversion {
  private final TextConversion conversion;
  private final TextConversion.Progress progress = new TextConversion.Progress();
  private int errno;

  private SystemConversion(TextConversion conversion) {
    this.conversion = conversion;
  }

  /** The charset with a name of the system's; null where it has none. */
  static @Nullable NameCharset charset(String name) {
    TextConversion toWire = TextConversion.between(name, NameCharset.WIRE);
    TextConversion fromWire = TextConversion.between(NameCharset.WIRE, name);
    return toWire == null || fromWire == null
        ? null
        : new NameCharset(() -> new SystemConversion(toWire), () -> new SystemConversion(fromWire));
  }

  @Override
  public int convert(byte[] from, int offset, int length, byte[] to, int toOffset, int most) {
    errno = conversion.convert(from, offset, length, to, toOffset, most, progress);
    return errno == 0 ? progress.written : FAILED;
  }

  @Override
  public String reason() {
    return errno == 0 ? "" : Errno.message(errno);
  }

  @Override
  public byte[] convertLoosely(byte[] text) {
    byte[] converted = new byte[Math.max(16, text.length * 2)];
    int from = 0;
    int to = 0;
    while (from < text.length) {
      int found =
          conversion.convert(
              text, from, text.length - from, converted, to, converted.length - to, progress);
      from += progress.taken;
      to += progress.written;
      if (found == Errno.E2BIG || (from < text.length && to == converted.length)) {
        converted = Arrays.copyOf(converted, converted.length * 2);
      } else if (from < text.length) {
        converted[to++] = text[from++];
      }
    }
    return Arrays.copyOf(converted, to);
  }
}
