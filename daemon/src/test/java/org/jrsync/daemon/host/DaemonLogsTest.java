package org.jrsync.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Moment;
import org.jrsync.daemon.log.LogFiles;
import org.jrsync.daemon.log.LogLease;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.log.StreamLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which log lines go to. */
class DaemonLogsTest {

  @TempDir Path dir;

  private final LogFiles files = new LogFiles(1);
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final List<String> system = new ArrayList<>();

  @AfterEach
  void close() {
    files.close();
  }

  private DaemonLogs logs(@Nullable String forAll, boolean foreground) {
    return new DaemonLogs(
        files,
        forAll,
        foreground ? new StreamLog(new PrintStream(shown, true)) : null,
        (tag, facility) ->
            new LogSink() {
              @Override
              public void line(long writer, String text) {
                system.add(tag + " " + facility + ".info " + text);
              }

              @Override
              public void warning(long writer, String text) {
                system.add(tag + " " + facility + ".warning " + text);
              }
            });
  }

  private static ModuleConfig module(String text) {
    DaemonConfig config = MemoryFiles.load(text);
    return config.modules().getFirst();
  }

  @Test
  void theSystemsLogTakesWhatHasNoFile() {
    DaemonLogs logs = logs(null, false);
    logs.of(module("[m]\n")).line(1, "a");
    logs.of(module("syslog facility = local5\n[m]\nsyslog tag = mirror\n")).line(1, "b");
    logs.of(module("syslog facility = 184\n[m]\n")).internalError(1, "c");
    logs.of(MemoryFiles.load("syslog tag = all\n[m]\nsyslog tag = m\n").defaults()).line(1, "d");
    assertThat(system)
        .containsExactly(
            "rsyncd daemon.info a",
            "mirror local5.info b",
            "rsyncd 184.warning c",
            "all daemon.info d");
  }

  @Test
  void aTagMayNameTheSessionsUser() {
    ModuleConfig module = module("syslog tag = rsyncd.%RSYNC_USER_NAME%.%RSYNC_X%\n[m]\n");
    ModuleConfig ann = module.at(Moment.TRANSFER, Map.of("RSYNC_USER_NAME", "ann"));
    logs(null, false).of(ann).line(1, "a");
    logs(null, false).of(module).line(1, "b");
    assertThat(system)
        .containsExactly(
            "rsyncd.ann.%RSYNC_X% daemon.info a",
            "rsyncd.%RSYNC_USER_NAME%.%RSYNC_X% daemon.info b");
  }

  @Test
  void theForegroundShowsWhatIsNotMeantForTheSystem() {
    DaemonLogs logs = logs(null, true);
    logs.of(module("[m]\n")).line(1, "shown");
    logs.of(module("[m]\nsyslog tag = rsyncd\n")).line(1, "kept");
    assertThat(shown.toString(StandardCharsets.ISO_8859_1)).endsWith("[1] shown\n");
    assertThat(system).containsExactly("rsyncd daemon.info kept");
  }

  @Test
  void aFileComesFirst() throws Exception {
    Path file = dir.resolve("log");
    logs(null, false).of(module("[m]\nsyslog tag = x\nlog file = " + file + "\n")).line(1, "a");
    assertThat(Files.readString(file)).endsWith("[1] a\n");
    Path all = dir.resolve("all");
    logs(all.toString(), true).of(module("[m]\nlog file = " + file + "\n")).line(1, "b");
    assertThat(Files.readString(all)).endsWith("[1] b\n");
    assertThat(system).isEmpty();
    assertThat(shown.size()).isZero();
  }

  @Test
  void aFileOfOneUserIsClosedWithItsLastSession() throws Exception {
    ModuleConfig module = module("[m]\nlog file = " + dir + "/%RSYNC_USER_NAME%.log\n");
    ModuleConfig ann = module.at(Moment.TRANSFER, Map.of("RSYNC_USER_NAME", "ann"));
    DaemonLogs logs = logs(null, false);
    LogLease first = logs.lease(ann);
    LogLease second = logs.lease(ann);
    first.sink().line(1, "a");
    first.end().run();
    second.sink().line(2, "b");
    second.end().run();
    second.sink().line(2, "too late");
    assertThat(dir.resolve("ann.log")).content().contains("[1] a\n", "[2] b\n");
    assertThat(dir.resolve("ann.log")).content().doesNotContain("late");

    logs.lease(ann).sink().line(3, "c");
    assertThat(dir.resolve("ann.log")).content().endsWith("[3] c\n");
    // One of all sessions stays open.
    LogLease common = logs.lease(module("[m]\nlog file = " + dir + "/all\n"));
    common.end().run();
    common.sink().line(1, "d");
    assertThat(dir.resolve("all")).content().endsWith("[1] d\n");
  }

  @Test
  void aFileThatCannotBeOpenedLeavesTheSystemsLog() {
    String file = dir + "/none/log";
    DaemonLogs logs = logs(null, false);
    logs.of(module("[m]\nlog file = " + file + "\n")).line(1, "a");
    assertThat(system)
        .containsExactly(
            "rsyncd daemon.warning rsync: [Receiver] failed to open log-file "
                + file
                + ": No such file or directory (2)",
            "rsyncd daemon.info Ignoring \"log file\" setting.",
            "rsyncd daemon.info a");
  }
}
