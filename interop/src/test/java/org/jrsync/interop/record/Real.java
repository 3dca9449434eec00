package org.jrsync.interop.record;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Result;

/** A program, as a rule a real rsync of the newest release, that is played streams. */
final class Real implements AutoCloseable {
  private static final Pattern CODE = Pattern.compile("\\(code (\\d+)\\)");

  private final Path binary;
  private final Ground ground;
  private final RsyncDaemon daemon;
  private int logged;

  Real(Ground ground) {
    this(ground, Peers.NEWEST.orSkip().binary());
  }

  Real(Ground ground, Path binary) {
    this.ground = ground;
    this.binary = binary;
    Path folder = ground.folder("real-" + binary.getFileName());
    // Named here too: sessions of a real daemon log where their module's settings say.
    StringBuilder config = new StringBuilder("log file = " + folder.resolve("rsyncd.log") + "\n");
    boolean root = "root".equals(System.getProperty("user.name"));
    ground.modules().forEach(module -> config.append(module.section(root)));
    daemon = RsyncDaemon.startWith(binary, folder, config.toString());
    logged = daemon.log().length();
  }

  /** The exit code of a reader of a usual session that is played a script. */
  int exitCode(Reader reader, Script script) {
    return reader.server() ? daemon(script) : client(reader.session(), script).exitCode();
  }

  /** The end of the client of a session whose server plays a script. */
  Result client(Session session, Script server, String... more) {
    List<String> options = new ArrayList<>(session.options());
    options.addAll(List.of(more));
    try (Player.FakeServer fake = new Player.FakeServer(server)) {
      return Recorder.command(
              binary, options, session.places(fake.port(), ground.source(), ground.copy()))
          .run();
    }
  }

  /** The exit code that the daemon tells its log of a client that plays a script, 0 for none. */
  int daemon(Script client) {
    Player.toServer(daemon.port(), client);
    String log = daemon.log();
    List<String> lines = log.substring(logged).lines().toList();
    logged = log.length();
    List<Integer> codes = new ArrayList<>();
    for (String line : lines) {
      Matcher code = CODE.matcher(line);
      if (code.find()) {
        codes.add(Integer.parseInt(code.group(1)));
      }
    }
    return codes.isEmpty() ? 0 : codes.getFirst();
  }

  @Override
  public void close() {
    daemon.close();
  }
}
