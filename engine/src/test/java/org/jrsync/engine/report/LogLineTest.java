package org.jrsync.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogLineTest {

  private static String line(String text) {
    return new String(
        LogLine.format(Instant.parse("2025-01-31T09:05:07Z"), ZoneOffset.UTC, 42, text),
        StandardCharsets.ISO_8859_1);
  }

  @Test
  void hasTimeAndWriter() {
    assertThat(line("hello")).isEqualTo("2025/01/31 09:05:07 [42] hello\n");
  }

  @Test
  void escapesWhatCouldSteerATerminal() {
    assertThat(line("a\u001b[2Jb\nc\td\u009b")).endsWith("] a\\#033[2Jb\\#012c\td\\#233\n");
    assertThat(line("caf\u00c3\u00a9")).endsWith("] caf\u00c3\u00a9\n");
  }

  @Test
  void escapesCharactersWhoseLowByteCouldSteerATerminal() {
    assertThat(line("a\u010ab\u011b[2Jc"))
        .endsWith("] a\\#304\\#212b\\#304\\#233[2Jc\n")
        .containsOnlyOnce("\n");
    assertThat(line("x\ud83d\ude00y")).endsWith("] x\\#360\\#237\\#230\\#200y\n");
    assertThat(line("x\ud83dy")).endsWith("] x\\#077y\n");
  }

  @Test
  void escapesWhatLooksEscaped() {
    assertThat(line("x\\#033y")).endsWith("] x\\#134#033y\n");
    assertThat(line("x\\#03y")).endsWith("] x\\#03y\n");
  }
}
