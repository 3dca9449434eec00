package org.jrsync.wire.charset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {

  private static NameCharset charset(String name) {
    return requireNonNull(NameCharset.named(name));
  }

  private static byte @Nullable [] convert(Conversion conversion, byte[] name, int room) {
    byte[] target = new byte[room + 2];
    int length = conversion.convert(name, 0, name.length, target, 1, room);
    return length == Conversion.FAILED ? null : Arrays.copyOfRange(target, 1, 1 + length);
  }

  @ParameterizedTest
  @CsvSource({
    "utf8, UTF-8", "UTF-8, UTF-8", "iso88591, ISO-8859-1", "latin1, ISO-8859-1", "koi8r, KOI8-R",
    "KOI8-R, KOI8-R", "cp1252, windows-1252", "ascii, US-ASCII", "eucjp, EUC-JP", "SJIS, Shift_JIS",
  })
  void namesAreThoseOfTheSystem(String name, String same) {
    Charset java = Charset.forName(same);
    byte[] text = "a".getBytes(java);
    assertThat(convert(charset(name).toWire(), text, 10)).isEqualTo(text);
    assertThat(NameCharset.refusal(name))
        .isEqualTo("iconv_open(\"UTF-8\", \"" + name + "\") failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "-", "a b", "utf9", "\u00fc"})
  void othersAreUnknown(String name) {
    assertThat(NameCharset.named(name)).isNull();
  }

  @Test
  void nothingAndDotAreTheLocale() {
    assertThat(NameCharset.resolved("")).isEqualTo(NameCharset.ofLocale());
    assertThat(NameCharset.resolved(".")).isEqualTo(NameCharset.ofLocale());
    assertThat(NameCharset.named(".")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"KOI8-R", "windows-1251", "UTF-8", "EUC-JP", "Shift_JIS"})
  void goesThereAndBack(String name) {
    String text = "plain \u0416\u0436 x";
    byte[] local = text.getBytes(Charset.forName(name));
    NameCharset charset = charset(name);
    byte[] wire = text.getBytes(UTF_8);
    assertThat(convert(charset.toWire(), local, 100)).isEqualTo(wire);
    assertThat(convert(charset.fromWire(), wire, 100)).isEqualTo(local);
    assertThat(charset.toWire().convertLoosely(local)).isEqualTo(wire);
  }

  @Test
  void everyByteOfLatin1() {
    byte[] all = new byte[255];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i + 1);
    }
    byte[] wire = new String(all, ISO_8859_1).getBytes(UTF_8);
    assertThat(convert(charset("latin1").toWire(), all, 1000)).isEqualTo(wire);
    assertThat(convert(charset("latin1").fromWire(), wire, 255)).isEqualTo(all);
  }

  @Test
  void saysWhyItCannot() {
    Conversion toLatin = charset("latin1").fromWire();
    assertThat(convert(toLatin, "ab\u0416".getBytes(UTF_8), 100)).isNull();
    assertThat(toLatin.reason()).isEqualTo("Invalid or incomplete multibyte or wide character");
    assertThat(convert(toLatin, new byte[] {'a', (byte) 0xff, 'b'}, 100)).isNull();
    assertThat(toLatin.reason()).isEqualTo("Invalid or incomplete multibyte or wide character");
    assertThat(convert(toLatin, new byte[] {'a', (byte) 0xd0}, 100)).isNull();
    assertThat(toLatin.reason()).isEqualTo("Invalid argument");
    assertThat(convert(toLatin, "\u00e9\u00e9\u00e9".getBytes(UTF_8), 2)).isNull();
    assertThat(toLatin.reason()).isEqualTo("Argument list too long");
    assertThat(convert(toLatin, "\u00e9".getBytes(UTF_8), 1)).containsExactly(0xe9);
    assertThat(toLatin.reason()).isEmpty();
  }

  @Test
  void leavesWhatItCannotConvertInTexts() {
    Conversion toLatin = charset("latin1").fromWire();
    byte[] text = "a\u00e9\u0416\u00e9\n".getBytes(UTF_8);
    assertThat(toLatin.convertLoosely(text)).containsExactly('a', 0xe9, 0xd0, 0x96, 0xe9, '\n');
    byte[] cut = {'a', (byte) 0xc3};
    assertThat(toLatin.convertLoosely(cut)).isEqualTo(cut);
    byte[] many = "\u00ff".repeat(3000).getBytes(ISO_8859_1);
    assertThat(charset("latin1").toWire().convertLoosely(many))
        .isEqualTo("\u00ff".repeat(3000).getBytes(UTF_8));
  }
}
