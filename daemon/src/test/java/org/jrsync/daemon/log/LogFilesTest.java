package org.jrsync.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log files that are moved away. */
class LogFilesTest {
  @TempDir private Path dir;

  private final List<String> elsewhere = new ArrayList<>();
  private final LogSink fallback = (writer, line) -> elsewhere.add(line);

  @Test
  void goOnElsewhereWhereTheyCannotBeBegunAnew() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("log"));
    String path = folder.resolve("d.log").toString();
    try (LogFiles files = new LogFiles(7)) {
      files.at(path, fallback).line(1, "one");
      Files.move(folder, dir.resolve("old"));
      files.at(path, fallback).line(1, "two");
      files.at(path, fallback).line(1, "three");
      Files.createDirectory(folder);
      files.at(path, fallback).line(1, "four");
      assertThat(elsewhere)
          .containsExactly(
              "the log file " + path + " was moved and cannot be made anew", "two", "three");
      assertThat(Files.readString(dir.resolve("old/d.log"))).contains("one").doesNotContain("two");
      assertThat(Files.readString(Path.of(path))).contains("four").doesNotContain("three");
    }
  }
}
