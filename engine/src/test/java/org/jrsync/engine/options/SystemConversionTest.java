package org.jrsync.engine.options;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jrsync.wire.RsyncException;
import org.jrsync.wire.charset.Conversion;
import org.jrsync.wire.charset.NameCharset;
import org.junit.jupiter.api.Test;

/** Charsets that only the system has, and those with a suffix. */
class SystemConversionTest {

  private static NameCharset charset(String name) {
    return requireNonNull(Iconv.find(name));
  }

  private static String convert(Conversion conversion, String name, int room) {
    byte[] from = name.getBytes(UTF_8);
    byte[] to = new byte[room];
    int length = conversion.convert(from, 0, from.length, to, 0, room);
    return length == Conversion.FAILED
        ? conversion.reason()
        : new String(to, 0, length, ISO_8859_1);
  }

  private static String loosely(Conversion conversion, String text) {
    return new String(conversion.convertLoosely(text.getBytes(UTF_8)), ISO_8859_1);
  }

  @Test
  void namesAreTheSystems() {
    assertThat(Iconv.find("GEORGIAN-PS")).isNotNull();
    assertThat(Iconv.find("//TRANSLIT")).isNotNull();
    assertThat(Iconv.find(".//TRANSLIT")).isNull();
    assertThat(Iconv.find("latin1/IGNORE")).isNull();
    assertThat(Iconv.find("nothing//IGNORE")).isNull();
    assertThatThrownBy(() -> Iconv.charset("nothing//IGNORE"))
        .isInstanceOf(RsyncException.class)
        .hasMessage("iconv_open(\"UTF-8\", \"nothing//IGNORE\") failed");
  }

  @Test
  void similarCharactersAreWritten() {
    Conversion fromWire = charset("latin1//TRANSLIT").fromWire();
    assertThat(convert(fromWire, "\u00e9\u20ac", 100)).isEqualTo("\u00e9EUR");
    assertThat(fromWire.reason()).isEmpty();
    assertThat(convert(fromWire, "\u00e9\u20ac", 3)).isEqualTo("Argument list too long");
    byte[] local = {'a', (byte) 0xe9};
    assertThat(charset("latin1//TRANSLIT").toWire().convertLoosely(local))
        .isEqualTo("a\u00e9".getBytes(UTF_8));
  }

  @Test
  void whatIsIgnoredFails() {
    Conversion fromWire = charset("ASCII//IGNORE").fromWire();
    assertThat(convert(fromWire, "a\u00e9b", 100))
        .isEqualTo("Invalid or incomplete multibyte or wide character");
    assertThat(convert(fromWire, "ab", 100)).isEqualTo("ab");
    assertThat(loosely(fromWire, "a\u00e9b")).isEqualTo("ab");
  }

  @Test
  void textsKeepWhatCannotBeConverted() {
    Conversion fromWire = charset("latin1//").fromWire();
    assertThat(loosely(fromWire, "a\u0416\u00e9")).isEqualTo("a\u00d0\u0096\u00e9");
    byte[] cut = {'a', (byte) 0xc3};
    assertThat(fromWire.convertLoosely(cut)).isEqualTo(cut);
    Conversion longer = charset("ASCII//TRANSLIT").fromWire();
    // One character of three bytes may become many.
    assertThat(loosely(longer, "\ufdfa".repeat(50) + "x")).endsWith("x");
    assertThat(longer.convertLoosely(new byte[0])).isEmpty();
  }
}
