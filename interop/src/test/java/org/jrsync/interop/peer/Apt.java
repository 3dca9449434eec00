package org.jrsync.interop.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;

/**
 * The machine's package system. All addresses come out of its own configuration, so that the tests
 * use whatever mirror the machine uses, and downloads go through apt's own client with apt's proxy
 * settings.
 */
final class Apt {
  private static final Path HELPER = Path.of("/usr/lib/apt/apt-helper");
  private static final Path SERVICE_POLICY = Path.of("/usr/sbin/policy-rc.d");
  private static boolean updated;

  private Apt() {}

  static boolean present() {
    return Files.isExecutable(Path.of("/usr/bin/apt-get"));
  }

  static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Fetches the package lists once per run; only root may. */
  static synchronized void update() {
    if (!updated && root()) {
      updated = true;
      run("apt-get", "update", "-qq");
    }
  }

  /**
   * Installs packages, without letting them start services: a test must not leave an ssh server
   * listening.
   *
   * @throws PeerMissing when not root, or when apt fails
   */
  static synchronized void install(List<String> packages) throws PeerMissing {
    if (!present() || !root()) {
      throw new PeerMissing(
          "needs the packages "
              + String.join(" ", packages)
              + " (installed only when run as root)");
    }
    update();
    List<String> words =
        new ArrayList<>(List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends"));
    words.addAll(packages);
    boolean ours = forbidServices();
    try {
      Result result = run(words.toArray(String[]::new));
      if (result.exitCode() != 0) {
        throw new PeerMissing(
            "apt-get cannot install " + String.join(" ", packages) + ": " + lastLine(result));
      }
    } finally {
      if (ours) {
        delete(SERVICE_POLICY);
      }
    }
  }

  /** The versions of a package that the configured archives offer. */
  static List<String> versions(String name) {
    List<String> versions = new ArrayList<>();
    for (String line : run("apt-cache", "madison", name).out().lines().toList()) {
      String[] columns = line.split("\\|", -1);
      if (columns.length >= 2) {
        versions.add(columns[1].trim());
      }
    }
    return versions;
  }

  /** Downloads one binary package into a folder and unpacks it there, without installing it. */
  static void unpack(String name, String version, Path folder) throws PeerMissing {
    Result download = run(folder, "apt-get", "download", name + "=" + version);
    if (download.exitCode() != 0) {
      throw new PeerMissing(
          "apt-get cannot download " + name + " " + version + ": " + lastLine(download));
    }
    try (var packages = Files.newDirectoryStream(folder, "*.deb")) {
      for (Path file : packages) {
        Result unpacked = run("dpkg-deb", "-x", file.toString(), folder.toString());
        if (unpacked.exitCode() != 0) {
          throw new PeerMissing(
              "dpkg-deb cannot unpack " + file.getFileName() + ": " + lastLine(unpacked));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Downloads a file of the main archive's pool and checks it.
   *
   * @param path below the archive's root, such as {@code pool/main/r/rsync/...}
   * @param sha256 in hexadecimal
   */
  static void downloadFromPool(String path, String sha256, Path target) throws PeerMissing {
    String base = mainArchive();
    Result result =
        run(HELPER.toString(), "download-file", base + path, target.toString(), "SHA256:" + sha256);
    if (result.exitCode() != 0) {
      throw new PeerMissing("cannot download " + path + " from apt's archive: " + lastLine(result));
    }
  }

  private static String mainArchive() throws PeerMissing {
    if (!present()) {
      throw new PeerMissing("no apt on this machine to fetch packages with");
    }
    update();
    return run("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages")
        .out()
        .lines()
        .filter(line -> line.endsWith("/debian/"))
        .sorted()
        .findFirst()
        .orElseThrow(() -> new PeerMissing("apt's configuration names no Debian archive"));
  }

  private static boolean forbidServices() {
    if (Files.exists(SERVICE_POLICY)) {
      return false;
    }
    try {
      Files.writeString(SERVICE_POLICY, "#!/bin/sh\nexit 101\n");
      Files.setPosixFilePermissions(SERVICE_POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result run(String... words) {
    return run(Path.of("/"), words);
  }

  private static Result run(Path folder, String... words) {
    return Command.of(words)
        .in(folder)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .limit(Duration.ofMinutes(5))
        .run();
  }

  static String lastLine(Result result) {
    return (result.out() + result.err()).strip().lines().reduce("", (first, second) -> second);
  }
}
