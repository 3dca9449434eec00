package org.jrsync.engine.options;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs a real rsync to compare with: that of RSYNC_REFERENCE, or the packaged one. */
final class RealRsync {

  private final Path binary;
  private final Path directory;

  private RealRsync(Path binary, Path directory) {
    this.binary = binary;
    this.directory = directory;
  }

  /**
   * A real rsync that runs in this directory; the test is skipped where there is none that is new
   * enough.
   */
  static RealRsync in(Path directory) throws Exception {
    String named = System.getenv("RSYNC_REFERENCE");
    Path binary = Path.of(named == null ? "/usr/bin/rsync" : named);
    assumeTrue(Files.isExecutable(binary), "no rsync at " + binary);
    RealRsync rsync = new RealRsync(binary, directory);
    String version = rsync.run(Map.of(), List.of("--version")).output();
    assumeTrue(
        version.startsWith("rsync  version 3.5"),
        binary + " is no rsync 3.5: " + version.lines().findFirst());
    return rsync;
  }

  /** What a run ended with. */
  record Result(int status, String output, String errors) {}

  Result run(Map<String, String> environment, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.addAll(arguments);
    Path out = Files.createTempFile(directory.getParent(), "out", "");
    Path err = Files.createTempFile(directory.getParent(), "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RSYNC"));
    builder.environment().put("HOME", directory.toString());
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int status = process.waitFor();
    return new Result(status, take(out), take(err));
  }

  private static String take(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.delete(file);
    return text;
  }

  /**
   * The words of a command line, split at blanks; {@code ''} is the empty word and {@code ~} stands
   * for a blank.
   */
  static List<String> words(String line) {
    return Arrays.stream(line.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.equals("''") ? "" : word.replace('~', ' '))
        .toList();
  }

  static List<byte[]> bytes(List<String> words) {
    return words.stream().map(word -> word.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  static Environment environment(Map<String, String> variables) {
    return name -> {
      String value = variables.get(name);
      return value == null ? null : value.getBytes(StandardCharsets.ISO_8859_1);
    };
  }
}
