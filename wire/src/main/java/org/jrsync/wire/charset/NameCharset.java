package org.jrsync.wire.charset;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The charset of the names on this side of a transfer with {@code --iconv}. On the wire names are
 * UTF-8 (docs/protocol.md, "Names in other charsets"). Immutable.
 */
public final class NameCharset {

  /** The name of the wire's charset. */
  public static final String WIRE = "UTF-8";

  private static final Pattern SIGNS = Pattern.compile("[^a-z0-9]");

  private final Supplier<Conversion> toWire;
  private final Supplier<Conversion> fromWire;

  /**
   * A charset that others convert.
   *
   * @param toWire makes conversions from it to UTF-8
   * @param fromWire makes conversions from UTF-8 to it
   */
  public NameCharset(Supplier<Conversion> toWire, Supplier<Conversion> fromWire) {
    this.toWire = toWire;
    this.fromWire = fromWire;
  }

  private static NameCharset of(Charset local) {
    boolean ascii = holdsAscii(local);
    return new NameCharset(
        () -> new JavaConversion(local, StandardCharsets.UTF_8, ascii),
        () -> new JavaConversion(StandardCharsets.UTF_8, local, ascii));
  }

  /**
   * The JDK's charset with a name, which may leave out or change hyphens and case; empty or a dot
   * stands for the charset of the system's locale.
   *
   * @return null where there is none of that name, or it can only be read
   */
  public static @Nullable NameCharset named(String name) {
    Charset charset = find(resolved(name));
    return charset == null || !charset.canEncode() ? null : of(charset);
  }

  /** The name itself, or that of the locale's charset where it stands for that. */
  public static String resolved(String name) {
    return name.isEmpty() || name.equals(".") ? ofLocale() : name;
  }

  /** The name of the charset of the system's locale. */
  public static String ofLocale() {
    return System.getProperty("native.encoding", WIRE);
  }

  /** What the system says of a charset that it does not have. */
  public static String refusal(String name) {
    return "iconv_open(\"" + WIRE + "\", \"" + resolved(name) + "\") failed";
  }

  /** A new conversion from this side's charset to the wire's. */
  public Conversion toWire() {
    return toWire.get();
  }

  /** A new conversion from the wire's charset to this side's. */
  public Conversion fromWire() {
    return fromWire.get();
  }

  private static @Nullable Charset find(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException e) {
      return null;
    } catch (UnsupportedCharsetException e) {
      return Similar.CHARSETS.get(plain(name));
    }
  }

  private static String plain(String name) {
    return SIGNS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /** The JDK's charsets by their plain names, which are not made before one is looked for. */
  private static final class Similar {
    private static final Map<String, Charset> CHARSETS = charsets();

    private static Map<String, Charset> charsets() {
      Map<String, Charset> all = new HashMap<>();
      for (Charset charset : Charset.availableCharsets().values()) {
        all.putIfAbsent(plain(charset.name()), charset);
        for (String alias : charset.aliases()) {
          all.putIfAbsent(plain(alias), charset);
        }
      }
      return Map.copyOf(all);
    }
  }

  private static boolean holdsAscii(Charset charset) {
    byte[] all = new byte[128 - ' '];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (' ' + i);
    }
    String text = new String(all, StandardCharsets.US_ASCII);
    return text.equals(new String(all, charset))
        && java.util.Arrays.equals(all, text.getBytes(charset));
  }
}
