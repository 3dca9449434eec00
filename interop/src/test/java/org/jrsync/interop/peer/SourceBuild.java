package org.jrsync.interop.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;

/** Builds rsync 3.5.1 from the distribution's source package. */
final class SourceBuild {
  private static final String TARBALL = "rsync_3.5.1+ds1.orig.tar.xz";
  private static final String SHA256 =
      "23e1a1a9586024869c424cb0554b24919f04b4f13aa81b41f652a80abf97baf1";
  private static final List<String> PACKAGES =
      List.of(
          "gcc",
          "g++",
          "gawk",
          "make",
          "xz-utils",
          "libacl1-dev",
          "libattr1-dev",
          "libpopt-dev",
          "libzstd-dev",
          "liblz4-dev",
          "libxxhash-dev",
          "libssl-dev",
          "zlib1g-dev");

  private SourceBuild() {}

  static Path make(Path scratch) throws PeerMissing {
    if (Apt.root() && Apt.present()) {
      Apt.install(PACKAGES);
    }
    Path source = unpack(scratch);
    try {
      // The source package leaves out the bundled zlib and popt; configure still looks for their
      // makefile parts.
      for (String bundled : List.of("zlib", "popt")) {
        Path folder = Files.createDirectories(source.resolve(bundled));
        Files.writeString(folder.resolve("dummy.in"), "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    step(
        source,
        "./configure",
        "--disable-md2man",
        "--with-included-zlib=no",
        "--with-included-popt=no");
    step(source, "make", "-j2", "rsync");
    return source.resolve("rsync");
  }

  static Path sslScript(Path scratch) throws PeerMissing {
    return unpack(scratch).resolve("rsync-ssl");
  }

  private static Path unpack(Path scratch) throws PeerMissing {
    Path tarball = scratch.resolve(TARBALL);
    Apt.downloadFromPool("pool/main/r/rsync/" + TARBALL, SHA256, tarball);
    Path source = scratch.resolve("src");
    try {
      Files.createDirectory(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    step(
        scratch,
        "tar",
        "-xJf",
        tarball.toString(),
        "-C",
        source.toString(),
        "--strip-components=1");
    return source;
  }

  private static void step(Path folder, String... words) throws PeerMissing {
    Result result = Command.of(words).in(folder).limit(Duration.ofMinutes(5)).run();
    if (result.exitCode() != 0) {
      throw new PeerMissing(
          "building 3.5.1: "
              + words[0]
              + " failed ("
              + Apt.lastLine(result)
              + "); needs the packages "
              + String.join(" ", PACKAGES));
    }
  }
}
