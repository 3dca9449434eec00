package org.jrsync.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TextConversionTest {
  private final TextConversion.Progress progress = new TextConversion.Progress();

  private static TextConversion of(String from, String to) {
    return requireNonNull(TextConversion.between(from, to));
  }

  private String convert(TextConversion conversion, byte[] text, int most, int errno) {
    byte[] target = new byte[most + 2];
    assertThat(conversion.convert(text, 0, text.length, target, 1, most, progress))
        .isEqualTo(errno);
    assertThat(target[0]).isZero();
    assertThat(target[most + 1]).isZero();
    return new String(target, 1, progress.written, ISO_8859_1);
  }

  @Test
  void knowsWhatTheSystemKnows() {
    assertThat(TextConversion.between("UTF-8", "nothing")).isNull();
    assertThat(TextConversion.between(".", "UTF-8")).isNull();
    assertThat(TextConversion.between("UTF-8", "x".repeat(300))).isNull();
    TextConversion first = of("UTF-8", "ISO-8859-1//TRANSLIT");
    assertThat(of("UTF-8", "ISO-8859-1//TRANSLIT")).isSameAs(first);
  }

  @Test
  void writesSimilarCharacters() {
    TextConversion latin = of("UTF-8", "ISO-8859-1//TRANSLIT");
    byte[] text = "\u00e9 \u20ac \u201cq\u201d".getBytes(UTF_8);
    assertThat(convert(latin, text, 100, 0)).isEqualTo("\u00e9 EUR \"q\"");
    assertThat(progress.taken).isEqualTo(text.length);
  }

  @Test
  void whatIsIgnoredIsAnErrorAllTheSame() {
    TextConversion ascii = of("UTF-8", "ASCII//IGNORE");
    byte[] text = "a\u00e9b".getBytes(UTF_8);
    assertThat(convert(ascii, text, 100, Errno.EILSEQ)).isEqualTo("ab");
    assertThat(progress.taken).isEqualTo(text.length);
    assertThat(convert(ascii, "ab".getBytes(US_ASCII), 100, 0)).isEqualTo("ab");
  }

  @Test
  void stopsWhereItCannotGoOn() {
    TextConversion latin = of("UTF-8", "ISO-8859-1");
    assertThat(convert(latin, "ab\u0416c".getBytes(UTF_8), 100, Errno.EILSEQ)).isEqualTo("ab");
    assertThat(progress.taken).isEqualTo(2);
    byte[] cut = {'a', (byte) 0xc3};
    assertThat(convert(latin, cut, 100, Errno.EINVAL)).isEqualTo("a");
    // Nothing of the character that was cut off is left for the next text.
    assertThat(convert(latin, new byte[] {(byte) 0xa9}, 100, Errno.EILSEQ)).isEmpty();
    assertThat(convert(latin, "abc".getBytes(US_ASCII), 2, Errno.E2BIG)).isEqualTo("ab");
    TextConversion translit = of("UTF-8", "ISO-8859-1//TRANSLIT");
    assertThat(convert(translit, "\u20ac".getBytes(UTF_8), 2, Errno.E2BIG)).isEmpty();
    assertThat(convert(translit, "\u20ac".getBytes(UTF_8), 3, 0)).isEqualTo("EUR");
    assertThat(convert(translit, new byte[0], 0, 0)).isEmpty();
  }

  /** Longer than the buffers, with characters across their borders. */
  @Test
  void longTextsGoThroughInPieces() {
    String text = "\u20ac\u00e9x".repeat(60_000);
    byte[] bytes = text.getBytes(UTF_8);
    String latin = convert(of("UTF-8", "ISO-8859-1//TRANSLIT"), bytes, 600_000, 0);
    assertThat(latin.equals(text.replace("\u20ac", "EUR"))).isTrue();
    String plain = "x".repeat(60_000);
    byte[] wide =
        convert(of("ASCII", "UTF-16LE"), plain.getBytes(US_ASCII), 120_000, 0).getBytes(ISO_8859_1);
    assertThat(Arrays.equals(wide, plain.getBytes(java.nio.charset.StandardCharsets.UTF_16LE)))
        .isTrue();
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    TextConversion conversion = of("UTF-8", "ISO-2022-JP//TRANSLIT");
    TextConversion back = of("ISO-2022-JP", "UTF-8");
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int t = 0; t < 20; t++) {
      String text = (t % 2 == 0 ? "\u65e5\u672c" : "plain") + t;
      tasks.add(() -> {
        TextConversion.Progress own = new TextConversion.Progress();
        byte[] there = new byte[100];
        byte[] again = new byte[100];
        byte[] bytes = text.getBytes(UTF_8);
        boolean right = true;
        for (int i = 0; i < 300; i++) {
          right &= conversion.convert(bytes, 0, bytes.length, there, 0, 100, own) == 0;
          right &= back.convert(there, 0, own.written, again, 0, 100, own) == 0;
          right &= new String(again, 0, own.written, UTF_8).equals(text);
        }
        return right;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
      for (Future<Boolean> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
  }
}
