package org.jrsync.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jrsync.bench.scale.daemon.Model;

/** What {@code bench/soak/run} runs: {@code [MINUTES [MODEL]]}. */
public final class Main {
  private static final String USAGE = "usage: bench/soak/run [MINUTES [threads|hybrid|virtual]]";
  private static final long MOST_MINUTES = 24 * 60;

  private Main() {}

  /** Ends with exit status 1 where a session was wrong or the daemon grew. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long minutes;
    Model model;
    try {
      minutes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 60;
      model = Model.of(arguments.length > 1 ? arguments[1] : "threads");
      if (minutes < 1 || minutes > MOST_MINUTES || !model.ours() || arguments.length > 2) {
        throw new IllegalArgumentException("out of range");
      }
    } catch (IllegalArgumentException e) {
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    String now =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    Path results = Files.createDirectories(Path.of("bench/target/soak").resolve(now));
    Path folder = Files.createTempDirectory("jrsync-soak");
    // The module's user has to get in.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    boolean well;
    try {
      well = new Soak(model, Duration.ofMinutes(minutes), System.out).run(folder, results);
    } finally {
      SoakTree.remove(folder);
    }
    System.exit(well ? 0 : 1);
  }
}
