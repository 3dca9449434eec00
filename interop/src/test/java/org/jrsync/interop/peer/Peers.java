package org.jrsync.interop.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Assumptions;

/**
 * The real rsyncs: the machine's packaged one, 3.5.1 built from its source package, and 3.2.7
 * unpacked from the older package. As root everything that is missing is fetched; otherwise a peer
 * that is not there is skipped with the reason.
 */
public enum Peers {
  /** What the machine's package system installs, 3.5.0 at the time of writing. */
  PACKAGED("packaged") {
    @Override
    Path locate() throws PeerMissing {
      Path binary = Path.of("/usr/bin/rsync");
      if (!Files.isExecutable(binary)) {
        Apt.install(List.of("rsync"));
      }
      return binary;
    }
  },
  /** Built here from the source package. */
  NEWEST("3.5.1") {
    @Override
    Path locate() throws PeerMissing {
      return PeerCache.get("rsync-3.5.1", SourceBuild::make);
    }
  },
  /** The release that older systems still run. */
  OLDER("3.2.7") {
    @Override
    Path locate() throws PeerMissing {
      return PeerCache.get("rsync-3.2.7", Peers::unpackOlder);
    }
  };

  private static final Pattern VERSION = Pattern.compile("rsync +version v?(\\S+)");
  private static final Map<Peers, Peer> FOUND = new ConcurrentHashMap<>();
  private static final Map<Peers, String> ABSENT = new ConcurrentHashMap<>();

  private final String title;

  Peers(String title) {
    this.title = title;
  }

  abstract Path locate() throws PeerMissing;

  /** Short name for test titles, known before the peer is looked for. */
  public String title() {
    return title;
  }

  /**
   * The peer.
   *
   * @throws PeerMissing with the reason, when it is not on this machine and cannot be fetched
   */
  public Peer find() throws PeerMissing {
    synchronized (this) {
      Peer known = FOUND.get(this);
      if (known != null) {
        return known;
      }
      String reason = ABSENT.get(this);
      if (reason != null) {
        throw new PeerMissing(reason);
      }
      try {
        Path binary = locate();
        Peer peer = new Peer(versionOf(binary), binary);
        FOUND.put(this, peer);
        return peer;
      } catch (PeerMissing missing) {
        ABSENT.put(this, "rsync " + title + " skipped: " + missing.getMessage());
        throw new PeerMissing("rsync " + title + " skipped: " + missing.getMessage());
      }
    }
  }

  /** The peer, or a skipped test that says why there is none. */
  public Peer orSkip() {
    try {
      return find();
    } catch (PeerMissing missing) {
      return Assumptions.abort(String.valueOf(missing.getMessage()));
    }
  }

  /**
   * Makes sure that a real ssh server and client are on this machine; as root they are installed.
   */
  public static void requireSsh() throws PeerMissing {
    for (String program : List.of("/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen")) {
      if (!Files.isExecutable(Path.of(program))) {
        Apt.install(List.of("openssh-server", "openssh-client"));
        return;
      }
    }
  }

  /** A FUSE file system's server, {@code bindfs}; as root it is installed. */
  public static Path fuseServer() throws PeerMissing {
    Path program = Path.of("/usr/bin/bindfs");
    if (!Files.isExecutable(program)) {
      Apt.install(List.of("bindfs"));
    }
    return program;
  }

  /** What speaks TLS before a daemon, {@code stunnel4}; as root it and openssl are installed. */
  public static Path stunnel() throws PeerMissing {
    Path program = Path.of("/usr/bin/stunnel4");
    if (!Files.isExecutable(program) || !Files.isExecutable(Path.of("/usr/bin/openssl"))) {
      Apt.install(List.of("stunnel4", "openssl"));
    }
    return program;
  }

  /** Upstream's {@code rsync-ssl} of 3.5.1, which runs the {@code rsync} of its {@code PATH}. */
  public static Path sslScript() throws PeerMissing {
    return PeerCache.get("rsync-ssl-3.5.1", SourceBuild::sslScript);
  }

  private static String versionOf(Path binary) throws PeerMissing {
    Result result = Command.of(binary, "--version").limit(Duration.ofSeconds(20)).run();
    Matcher matcher = VERSION.matcher(result.out());
    if (result.exitCode() != 0 || !matcher.find()) {
      throw new PeerMissing(binary + " does not answer --version: " + Apt.lastLine(result));
    }
    String version = matcher.group(1);
    return version == null ? "?" : version;
  }

  private static Path unpackOlder(Path scratch) throws PeerMissing {
    if (!Apt.present()) {
      throw new PeerMissing("no apt on this machine to fetch it with");
    }
    String version = olderVersion();
    if (version.isEmpty()) {
      Apt.update();
      version = olderVersion();
    }
    if (version.isEmpty()) {
      throw new PeerMissing("the configured archives offer no 3.2.7 (Debian 12 has it)");
    }
    Apt.unpack("rsync", version, scratch);
    Path binary = scratch.resolve("usr/bin/rsync");
    try {
      return Files.move(binary, scratch.resolve("rsync"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String olderVersion() {
    return Apt.versions("rsync").stream().filter(v -> v.startsWith("3.2.7")).findFirst().orElse("");
  }
}
