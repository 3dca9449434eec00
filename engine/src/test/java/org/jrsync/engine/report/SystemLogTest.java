package org.jrsync.engine.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jrsync.engine.report.SystemLog.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines for the log of the system. */
class SystemLogTest {

  private static String entry(int facility, Severity severity, LocalDateTime when, String text) {
    SystemLog log = new SystemLog("/none", "tag", facility);
    byte[] bytes = log.entry(when.atZone(ZoneId.systemDefault()).toInstant(), severity, 42, text);
    return new String(bytes, ISO_8859_1);
  }

  @Test
  void hasTheFormOfTheCLibrary() {
    LocalDateTime january = LocalDateTime.of(2026, 1, 3, 4, 5, 6);
    assertThat(entry(3, Severity.INFO, january, "a line"))
        .isEqualTo("<30>Jan  3 04:05:06 tag[42]: a line\n");
    LocalDateTime december = LocalDateTime.of(2026, 12, 31, 23, 59, 59);
    assertThat(entry(23, Severity.WARNING, december, "e\u001b[2J\nf\u00e4"))
        .isEqualTo("<188>Dec 31 23:59:59 tag[42]: e\\#033[2J\\#012f\u00e4\n");
  }

  @ParameterizedTest
  @CsvSource({
    "daemon, 3",
    "DAEMON, 3",
    "auth, 4",
    "security, 4",
    "cron, 9",
    "local0, 16",
    "local7, 23",
    "user, 1",
    "kern, 1",
    "nonsense, 1",
    "'', 1",
    "0, 1",
    "24, 3",
    "184, 23",
    "25, 1",
    "-8, 1",
    "1016, 127",
    "1024, 1",
    "99999999999, 1",
  })
  void knowsFacilities(String text, int number) {
    assertThat(SystemLog.facility(text)).isEqualTo(number);
  }

  @Test
  void losesLinesThatNobodyTakes() {
    new SystemLog("/none/log", "tag", 3).line(Severity.INFO, 1, "text");
    assertThat(entry(3, Severity.INFO, LocalDateTime.of(2026, 1, 3, 4, 5, 6), "")).endsWith(": \n");
  }
}
