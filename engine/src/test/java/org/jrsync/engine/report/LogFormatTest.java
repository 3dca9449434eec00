package org.jrsync.engine.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TimeZone;
import org.jrsync.engine.ItemFlags;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expansions recorded from rsync 3.5.1 for the same format and entry. */
class LogFormatTest {
  private final TimeZone before = TimeZone.getDefault();

  @BeforeEach
  void useUtc() {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterEach
  void restoreZone() {
    TimeZone.setDefault(before);
  }

  private record Item(
      String operation,
      int flags,
      int mode,
      long size,
      long modificationTime,
      int owner,
      @Nullable Integer group,
      String path,
      String shownPath,
      String link,
      @Nullable String target,
      long bytesTransferred,
      long checksumBytes,
      String checksum)
      implements LogItem {
    @Override
    public byte[] name() {
      return path.getBytes(ISO_8859_1);
    }

    @Override
    public byte[] fullName() {
      return shownPath.getBytes(ISO_8859_1);
    }

    @Override
    public byte[] hardLink() {
      return link.getBytes(ISO_8859_1);
    }

    @Override
    public byte @Nullable [] symlinkTarget() {
      return target == null ? null : target.getBytes(ISO_8859_1);
    }
  }

  private static final String NO_SUM = " ".repeat(32);
  private static final String SUM = "6bba86c7e069f56d5a10b435f1c8e49c";
  private static final int NEW = ItemFlags.IS_NEW;
  private static final Item DIRECTORY =
      new Item(
          "send",
          NEW | ItemFlags.LOCAL_CHANGE,
          0040755,
          4096,
          1795348641,
          0,
          0,
          "d",
          "s/d",
          "",
          null,
          0,
          0,
          NO_SUM);
  private static final Item FILE =
      new Item(
          "send",
          NEW | ItemFlags.TRANSFER,
          0100644,
          6,
          1795348641,
          0,
          0,
          "f",
          "/s//./f",
          "",
          null,
          49,
          16,
          SUM);
  private static final Item LINK =
      new Item(
          "send",
          NEW | ItemFlags.LOCAL_CHANGE,
          0120777,
          1,
          1795348641,
          0,
          0,
          "l",
          "s/l",
          "",
          "f",
          0,
          0,
          NO_SUM);

  private static String expand(String format, LogItem item, LogSession session) {
    TextBuilder out = new TextBuilder();
    LogFormat.parse(format).append(out, item, session, new Itemize(false, true, true), 1795348641);
    return new String(out.toBytes(), ISO_8859_1);
  }

  private static String expand(String format, LogItem item) {
    return expand(format, item, LogSession.client(77));
  }

  @Test
  void whatAClientDoesNotKnowStaysAsWritten() {
    assertThat(expand("[%h|%a|%m|%P|%u|%5h|%q|%5q|%%|%5%|%-5%|50%", FILE))
        .isEqualTo("[%h|%a||%P|%u|%5h|%q|%5q|%|    %|%    |50%\n");
    LogSession daemon = new LogSession(true, "host", "10.0.0.1", "mod", "/srv/mod", "me", 5);
    assertThat(expand("%h|%a|%m|%P|%u|%p|%6m", FILE, daemon))
        .isEqualTo("host|10.0.0.1|mod|/srv/mod|me|5|   mod\n");
  }

  @Test
  void expandsADirectory() {
    assertThat(
            expand(
                "%U|%08U|%G|%B|%12B|%M|%o|%6o|%-6o|%f|%n|%-10n|%L|%10L|%l|%'l|%''12l|%C|%i|%15i|%b|%5b|%X",
                DIRECTORY))
        .isEqualTo(
            "0|00000000|0|rwxr-xr-x|   rwxr-xr-x|2026/11/22-11:57:21|send|  send|send  |s/d|d/|d/"
                + "        ||              |4096|4,096|       4.10K|"
                + NO_SUM
                + "|cd+++++++++|    cd+++++++++|0|    0|%X\n");
  }

  @Test
  void expandsAFile() {
    assertThat(expand("%f|%6f|%l|%''12l|%010l|%C|%40C|%i|%b|%c|%5b", FILE))
        .isEqualTo(
            "s/f|   s/f|6|           6|         6|"
                + SUM
                + "|        "
                + SUM
                + "|>f+++++++++|49|16|   49\n");
    assertThat(expand("%t", FILE)).isEqualTo("2026/11/22 11:57:21\n");
  }

  @Test
  void expandsLinks() {
    assertThat(expand("%n%L|%10L|%-10L|%3L", LINK))
        .isEqualTo("l -> f| ->          f| -> f         | ->   f\n");
    Item hard = new Item("recv", 0, 0100644, 1, 0, 1, null, "b", "b", "a", null, 0, 0, NO_SUM);
    assertThat(expand("%n%L %G %10G", hard)).isEqualTo("b => a DEFAULT    DEFAULT\n");
    assertThat(expand("%40C|", LINK)).isEqualTo(NO_SUM + "|\n");
    assertThat(expand("%-3L|", FILE)).isEqualTo("       |\n");
  }

  @Test
  void tellsWhichEscapesItHolds() {
    LogFormat format = LogFormat.parse("%%i %-9b%'C %h");
    assertThat(format.has('i')).isFalse();
    assertThat(format.has('b')).isTrue();
    assertThat(format.has('C')).isTrue();
    assertThat(format.has('h')).isTrue();
    assertThatThrownBy(() -> LogFormat.parse("x".repeat(4097)))
        .isInstanceOf(RsyncException.class)
        .hasMessage("log-format string is WAY too long!");
  }
}
