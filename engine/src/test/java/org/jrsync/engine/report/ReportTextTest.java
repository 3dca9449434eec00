package org.jrsync.engine.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  private static String shown(EscapedText escape, String line) {
    TextBuilder out = new TextBuilder();
    escape.appendLine(out, line.getBytes(ISO_8859_1));
    return new String(out.toBytes(), ISO_8859_1);
  }

  @Test
  void escapesAsRsyncDoesInTheCLocale() {
    assertThat(shown(EscapedText.ASCII, "caf\303\251\n")).isEqualTo("caf\\#303\\#251\n");
    assertThat(shown(EscapedText.ASCII, "ctl\001\177x")).isEqualTo("ctl\\#001\177x");
    assertThat(shown(EscapedText.ASCII, "tab\tx\nx\n")).isEqualTo("tab\tx\\#012x\n");
    assertThat(shown(EscapedText.ASCII, "\r 5%\r")).isEqualTo("\r 5%\r");
    assertThat(shown(EscapedText.ASCII, "\\#101x\n")).isEqualTo("\\#134#101x\n");
    assertThat(shown(EscapedText.ASCII, "\\#101\n")).isEqualTo("\\#134#101\n");
    assertThat(shown(EscapedText.ASCII, "\\#10\n")).isEqualTo("\\#10\n");
  }

  @Test
  void escapesAsRsyncDoesInAUtf8Locale() {
    assertThat(shown(EscapedText.UTF8, "caf\303\251")).isEqualTo("caf\303\251");
    assertThat(shown(EscapedText.UTF8, "c1\302\205x")).isEqualTo("c1\302\205x");
    assertThat(shown(EscapedText.UTF8, "lat\351x")).isEqualTo("lat\\#351x");
    assertThat(shown(EscapedText.UTF8, "raw\205x")).isEqualTo("raw\\#205x");
    assertThat(shown(EscapedText.UTF8, "\300\257q")).isEqualTo("\\#300\\#257q");
    assertThat(shown(EscapedText.UTF8, "\355\240\200z")).isEqualTo("\\#355\\#240\\#200z");
    assertThat(shown(EscapedText.UTF8, "\303")).isEqualTo("\\#303");
    assertThat(shown(EscapedText.UTF8, "\360\237\230\200")).isEqualTo("\360\237\230\200");
    assertThat(shown(EscapedText.UTF8, "\364\220\200\200q")).isEqualTo("\364\220\200\200q");
    assertThat(shown(EscapedText.UTF8, "\370\210\200\200\200w")).isEqualTo("\370\210\200\200\200w");
    assertThat(shown(EscapedText.UTF8, "\370\207\200\200\200"))
        .isEqualTo("\\#370\\#207\\#200\\#200\\#200");
  }

  @Test
  void eightBitOutputAndLogsEscapeControlBytes() {
    assertThat(shown(EscapedText.EIGHT_BIT, "lat\351\205\001\n")).isEqualTo("lat\351\205\\#001\n");
    assertThat(shown(EscapedText.LOG, "lat\351\205\001\n")).isEqualTo("lat\351\\#205\\#001\n");
    assertThat(shown(EscapedText.LOG, "\rx")).isEqualTo("\\#015x");
  }

  @Test
  void showsPermissionsAsLsDoes() {
    assertThat(PermissionString.of(0100644)).isEqualTo("-rw-r--r--");
    assertThat(PermissionString.of(0041777)).isEqualTo("drwxrwxrwt");
    assertThat(PermissionString.of(0106711)).isEqualTo("-rws--s--x");
    assertThat(PermissionString.of(0107000)).isEqualTo("---S--S--T");
    assertThat(PermissionString.of(0120777)).isEqualTo("lrwxrwxrwx");
    assertThat(PermissionString.of(0060660)).isEqualTo("brw-rw----");
    assertThat(PermissionString.of(0020000)).isEqualTo("c---------");
    assertThat(PermissionString.of(0140755)).isEqualTo("srwxr-xr-x");
    assertThat(PermissionString.of(0010600)).isEqualTo("prw-------");
  }

  @Test
  void listsEntriesInColumns() {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    try {
      TextBuilder out = new TextBuilder();
      byte[] name = {'b'};
      new ListLine(1, false).append(out, 0100644, 1_234_567, 1795348692, 0, name, null);
      new ListLine(0, false).append(out, 0120777, 1, 1795348641, 0, name, name);
      new ListLine(3, true).append(out, 0100644, 1_234_567, 1795348692, 1795348692, name, null);
      new ListLine(3, true).append(out, 0040755, 4096, 1795348691, 0, new byte[] {'.'}, null);
      new ListLine(1, false).appendMissing(out, name);
      assertThat(new String(out.toBytes(), ISO_8859_1))
          .isEqualTo(
              """
              -rw-r--r--      1,234,567 2026/11/22 11:58:12 b
              lrwxrwxrwx           1 2026/11/22 11:57:21 b -> b
              -rw-r--r--          1.18M 2026/11/22 11:58:12 2026/11/22 11:58:12 b
              drwxr-xr-x          4.00K 2026/11/22 11:58:11                     .
              *missing                                      b
              """);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void timesAreThoseOfTheZone() {
    DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);
    Random random = new Random(3);
    for (String id : new String[] {"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"}) {
      ZoneId zone = ZoneId.of(id);
      for (int i = 0; i < 2000; i++) {
        long seconds = random.nextLong(-30_000_000_000L, 250_000_000_000L);
        if (seconds < 0 && !id.equals("UTC")) {
          seconds += 33_000_000_000L; // Local mean times have seconds that the two classes round.
        }
        assertThat(LocalTime.of(seconds, TimeZone.getTimeZone(zone)))
            .isEqualTo(format.format(Instant.ofEpochSecond(seconds).atZone(zone)));
      }
    }
    TimeZone utc = TimeZone.getTimeZone("UTC");
    assertThat(LocalTime.of(-1, utc)).isEqualTo("1969/12/31 23:59:59");
    assertThat(LocalTime.of(-62_135_596_801L, utc)).isEqualTo("   0/12/31 23:59:59");
    assertThat(LocalTime.of(67_767_976_233_532_799L, utc)).startsWith("2147483");
    assertThat(LocalTime.of(Long.MAX_VALUE, utc)).isEqualTo("(time out of range)");
  }
}
