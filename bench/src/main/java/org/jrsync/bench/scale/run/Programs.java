package org.jrsync.bench.scale.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the programs that are compared. */
public final class Programs {

  private static final String PEERS = "/var/tmp/jrsync-peers";
  private static final Pattern VERSION = Pattern.compile("version v?([0-9][^ ]*)");

  private Programs() {}

  /**
   * The launcher of the checkout that the working directory is in.
   *
   * @throws IOException when it is in none
   */
  public static Path jrsync() throws IOException {
    for (Path folder = Path.of("").toRealPath(); folder != null; folder = folder.getParent()) {
      Path launcher = folder.resolve("jrsync");
      if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
        return launcher;
      }
    }
    throw new IOException("no ./jrsync in this folder or one above it");
  }

  /**
   * The real rsync: the one that the tests build, else the system's.
   *
   * @throws IOException when there is none
   */
  public static Path upstream() throws IOException {
    String user = System.getProperty("user.name");
    for (String place :
        List.of(PEERS + "/rsync-3.5.1", PEERS + "-" + user + "/rsync-3.5.1", "/usr/bin/rsync")) {
      if (Files.isExecutable(Path.of(place))) {
        return Path.of(place);
      }
    }
    throw new IOException("no rsync on this machine: install it, or say --upstream PATH");
  }

  /**
   * What a program says its version is.
   *
   * @throws IOException when it says none
   */
  public static String version(Path program) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
    try {
      String text =
          new String(
              process.getInputStream().readNBytes(4096),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      Matcher matcher = VERSION.matcher(text);
      if (!matcher.find()) {
        throw new IOException(program + " does not tell its version");
      }
      process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      process.waitFor(10, TimeUnit.SECONDS);
      return String.valueOf(matcher.group(1));
    } finally {
      process.destroyForcibly();
    }
  }
}
