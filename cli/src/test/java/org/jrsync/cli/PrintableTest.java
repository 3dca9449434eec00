package org.jrsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jrsync.engine.report.EscapedText;
import org.junit.jupiter.api.Test;

class PrintableTest {

  private static String shown(EscapedText mode, String bytes) {
    byte[] result = new Printable(mode).of(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return new String(result, StandardCharsets.ISO_8859_1);
  }

  @Test
  void controlBytesBecomeNumbers() {
    assertThat(shown(EscapedText.EIGHT_BIT, "a\u001b[31m\tb\u0001\n"))
        .isEqualTo("a\\#033[31m\tb\\#001\n");
    assertThat(shown(EscapedText.EIGHT_BIT, "a\nb\n")).isEqualTo("a\\#012b\n");
    assertThat(shown(EscapedText.EIGHT_BIT, "\r  50%\r")).isEqualTo("\r  50%\r");
    assertThat(shown(EscapedText.EIGHT_BIT, "\u007f")).isEqualTo("\u007f");
    assertThat(shown(EscapedText.EIGHT_BIT, "")).isEmpty();
  }

  @Test
  void whatLooksEscapedIsEscaped() {
    assertThat(shown(EscapedText.EIGHT_BIT, "\\#123\n")).isEqualTo("\\#134#123\n");
    assertThat(shown(EscapedText.EIGHT_BIT, "\\#12x\\#12")).isEqualTo("\\#12x\\#12");
  }

  @Test
  void highBytesFollowTheCharset() {
    assertThat(shown(EscapedText.ASCII, "caf\u00c3\u00a9\n")).isEqualTo("caf\\#303\\#251\n");
    assertThat(shown(EscapedText.UTF8, "caf\u00c3\u00a9 \u00e9 \u00c3\n"))
        .isEqualTo("caf\u00c3\u00a9 \\#351 \\#303\n");
    assertThat(shown(EscapedText.UTF8, "\u00ed\u00a0\u0080 \u00f0\u009f\u0098\u0080"))
        .isEqualTo("\\#355\\#240\\#200 \u00f0\u009f\u0098\u0080");
    assertThat(shown(EscapedText.EIGHT_BIT, "\u00e9")).isEqualTo("\u00e9");
  }

  @Test
  void charsetComesFromTheFirstVariableThatIsSet() {
    assertThat(Printable.highBytes(false, null, "", "en_US.UTF-8")).isEqualTo(EscapedText.UTF8);
    assertThat(Printable.highBytes(false, "C", null, "en_US.UTF-8")).isEqualTo(EscapedText.ASCII);
    assertThat(Printable.highBytes(false, "C.utf8", null, null)).isEqualTo(EscapedText.UTF8);
    assertThat(Printable.highBytes(false, null, null, null)).isEqualTo(EscapedText.ASCII);
    assertThat(Printable.highBytes(true, "C", null, null)).isEqualTo(EscapedText.EIGHT_BIT);
  }
}
