package org.jrsync.bench.scale.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jrsync.bench.scale.daemon.BenchDaemon;
import org.jrsync.bench.scale.daemon.Launch;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.load.ClientLoad;
import org.jrsync.bench.scale.load.SampleTree;

/** The programs that are measured, the files that they serve, and a folder for each daemon. */
public final class Bench implements AutoCloseable {

  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path jrsync;
  private final Path upstream;
  private final SampleTree tree = new SampleTree();
  private final Path folder;
  private final Path data;
  private int daemons;

  /**
   * Writes the files, into a file system in memory where there is one.
   *
   * @param jrsync the launcher
   * @param upstream the real rsync
   */
  public Bench(Path jrsync, Path upstream) throws IOException {
    this.jrsync = jrsync;
    this.upstream = upstream;
    Path parent = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    folder = Files.createTempDirectory(parent, "jrsync-scale-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    data = folder.resolve("data");
    tree.write(data);
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeQuietly));
  }

  /** When the bench is interrupted. */
  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      // A daemon that is being ended may write there still.
      return;
    }
  }

  /** The real rsync. */
  public Path upstream() {
    return upstream;
  }

  /** The program of a model. */
  public Path program(Model model) {
    return model.ours() ? jrsync : upstream;
  }

  /** Starts a daemon. */
  public BenchDaemon start(Launch launch) throws IOException, InterruptedException {
    Path own = Files.createDirectory(folder.resolve("daemon-" + daemons++));
    return BenchDaemon.start(launch, data, own);
  }

  /** Clients of a daemon that was started here. */
  public ClientLoad load(BenchDaemon daemon, int clients) {
    return new ClientLoad(tree, daemon.port(), Launch.MODULE, clients);
  }

  /** Removes the files. */
  @Override
  public void close() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
