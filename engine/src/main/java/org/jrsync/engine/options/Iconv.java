package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.charset.Conversion;
import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;

/**
 * {@code --iconv}: names have one charset on this side and another on the other. Each is a
 * charset's name, or empty or a dot for that of the locale there.
 *
 * @param own of this side
 * @param others of the other side
 * @param lists whether names of {@code --files-from} that go over the connection are converted too,
 *     as they are beside secluded arguments
 */
public record Iconv(String own, String others, boolean lists) {

  static Iconv of(String specification, boolean server, boolean secludedArgs) {
    int comma = specification.indexOf(',');
    String first = comma < 0 ? specification : specification.substring(0, comma);
    String second = comma < 0 ? specification : specification.substring(comma + 1);
    return server
        ? new Iconv(second, second, secludedArgs)
        : new Iconv(first, second, secludedArgs);
  }

  /** What a server of this client's goes by. */
  public Iconv onServer() {
    return new Iconv(others, others, lists);
  }

  /** The same with another charset on this side. */
  public Iconv withOwn(String charset) {
    return new Iconv(charset, others, lists);
  }

  /**
   * The charset of this side.
   *
   * @throws RsyncException with {@link ExitCode#UNSUPPORTED} when there is none of that name
   */
  public NameCharset charset() {
    return charset(own);
  }

  /**
   * The charset with a name, of the JDK or of the system, which also has suffixes such as {@code
   * //TRANSLIT}; null where there is none.
   */
  public static @Nullable NameCharset find(String name) {
    NameCharset known = name.indexOf('/') < 0 ? NameCharset.named(name) : null;
    return known == null ? SystemConversion.charset(NameCharset.resolved(name)) : known;
  }

  /**
   * The charset with a name.
   *
   * @throws RsyncException with {@link ExitCode#UNSUPPORTED} when there is none
   */
  public static NameCharset charset(String name) {
    NameCharset charset = find(name);
    if (charset == null) {
      throw new RsyncException(ExitCode.UNSUPPORTED, NameCharset.refusal(name));
    }
    return charset;
  }

  /** Secluded arguments as they are sent, for the charset of the sending side; null for none. */
  public static List<byte[]> sent(List<byte[]> words, @Nullable NameCharset charset) {
    return charset == null ? words : converted(words, charset.toWire());
  }

  /** Secluded arguments as this side has them, for its charset; null for none. */
  public static List<byte[]> received(List<byte[]> words, @Nullable NameCharset charset) {
    return charset == null ? words : converted(words, charset.fromWire());
  }

  private static List<byte[]> converted(List<byte[]> words, Conversion conversion) {
    List<byte[]> converted = new ArrayList<>(words.size());
    for (byte[] word : words) {
      converted.add(conversion.convertLoosely(word));
    }
    return converted;
  }
}
