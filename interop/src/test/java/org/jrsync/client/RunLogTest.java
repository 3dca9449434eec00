package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.report.SystemLog;
import org.jrsync.posix.DatagramReceiver;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log file that cannot be opened: the system's log takes the lines. */
class RunLogTest {
  @TempDir Path dir;

  private static byte[] b(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void goesOnInTheSystemsLog() {
    String socket = dir.resolve("socket").toString();
    String file = dir.resolve("none/log").toString();
    List<String> shown = new ArrayList<>();
    Reporter reporter = (code, text) -> shown.add(code + " " + new String(text, ISO_8859_1));
    Options options = new OptionsBuilder().build();
    String failed =
        "rsync: [Receiver] failed to open log-file " + file + ": No such file or directory (2)\n";
    String ignoring = "Ignoring \"log file\" setting.\n";
    try (DatagramReceiver system = new DatagramReceiver(socket);
        RunLog log =
            RunLog.open(
                b(file), options, Role.EARLY_RECEIVER, reporter, new SystemLog(socket, "t", 3))) {
      log.info(b("one"));
      log.error(b("two\n"));
      log.over(reporter).report(MessageCode.WARNING, b("three\n"));
      log.over(reporter).report(MessageCode.INFO, b("four\n"));
      log.over(reporter).report(MessageCode.CLIENT, b("five\n"));
      List<String> logged = new ArrayList<>();
      for (String line = system.next(1_000); line != null; line = system.next(0)) {
        logged.add(line.replaceFirst("... .. ..:..:.. t\\[\\d+\\]: ", ""));
      }
      assertThat(logged)
          .containsExactly(
              "<28>" + failed,
              "<30>" + ignoring,
              "<30>one\n",
              "<28>two\n",
              "<28>three\n",
              "<30>four\n");
    }
    assertThat(shown)
        .containsExactly(
            "ERROR " + failed,
            "INFO " + ignoring,
            "WARNING three\n",
            "INFO four\n",
            "CLIENT five\n");
  }
}
