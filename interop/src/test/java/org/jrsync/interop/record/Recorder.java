package org.jrsync.interop.record;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;

/** Records sessions between a client and a daemon of the newest real rsync. */
final class Recorder {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Map<Session, Recording> RECORDED = new HashMap<>();

  private Recorder() {}

  /** The recording of a session; the first call records all of them. */
  static Recording of(Session session) {
    Path binary = Peers.NEWEST.orSkip().binary();
    synchronized (RECORDED) {
      if (RECORDED.isEmpty()) {
        recordAll(binary);
      }
      return Objects.requireNonNull(RECORDED.get(session));
    }
  }

  private static void recordAll(Path binary) {
    try (Ground ground = new Ground();
        RsyncDaemon daemon = RsyncDaemon.start(binary, ground.folder("daemon"), ground.modules())) {
      for (Session session : Session.all()) {
        ground.reset();
        RECORDED.put(session, record(session, binary, ground, daemon));
      }
    }
  }

  private static Recording record(Session session, Path binary, Ground ground, RsyncDaemon daemon) {
    try (Proxy proxy = new Proxy(daemon.port())) {
      boolean vanishes = session.event() == Session.Event.FILE_VANISHES;
      if (vanishes) {
        // The daemon's first request stays in the proxy until the file is gone.
        proxy
            .fromServer()
            .holdAfter(
                Objects.requireNonNull(RECORDED.get(Session.titled("push"))).beginning(false));
      }
      Command command =
          command(
              binary,
              session.options(),
              session.places(proxy.port(), ground.source(), ground.copy()));
      try (Running client = Running.start(ground.scratch(), command)) {
        if (vanishes) {
          proxy.awaitQuiet();
          new Disk(ground.source()).unlink(SampleTree.SPARE);
          proxy.fromServer().release();
        }
        Result result = client.await(LIMIT);
        if (result.exitCode() != session.exitCode()) {
          throw new AssertionError("cannot record " + session + ": " + result);
        }
      }
      return proxy.recording(session.protocol(), session.names());
    }
  }

  /** A client's command line. */
  static Command command(Path binary, List<String> options, List<String> places) {
    List<String> words = new ArrayList<>(options);
    words.addAll(places);
    return Command.of(binary, words);
  }
}
