package org.jrsync.bench.scale.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jrsync.posix.Signals;
import org.jspecify.annotations.Nullable;

/** A running daemon at a port of 127.0.0.1, which is ended with all its children when closed. */
public final class BenchDaemon implements AutoCloseable {

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;
  private static final int GREETING_MILLIS = 5_000;

  /** Those to be ended when the bench is interrupted, since they are in sessions of their own. */
  private static final Set<BenchDaemon> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(BenchDaemon::close)));
  }

  private final Process process;
  private final int port;
  private final Path folder;
  private final double startUpMillis;

  private BenchDaemon(Process process, int port, Path folder, double startUpMillis) {
    this.process = process;
    this.port = port;
    this.folder = folder;
    this.startUpMillis = startUpMillis;
  }

  private static BenchDaemon of(Process process, int port, Path folder, double startUpMillis) {
    BenchDaemon daemon = new BenchDaemon(process, port, folder, startUpMillis);
    RUNNING.add(daemon);
    return daemon;
  }

  /**
   * Starts a daemon and waits until it greets.
   *
   * @param data the folder that it serves
   * @param folder an existing folder of its own for configuration and log
   * @throws IOException when it does not greet in 30 s
   */
  public static BenchDaemon start(Launch launch, Path data, Path folder)
      throws IOException, InterruptedException {
    boolean root = ROOT && !launch.limits().asNobody();
    Path config =
        Files.writeString(folder.resolve("rsyncd.conf"), launch.config(data, folder, root));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    for (int attempt = 1; ; attempt++) {
      BenchDaemon daemon = tryStart(launch, config, folder);
      if (daemon != null) {
        return daemon;
      }
      if (attempt == ATTEMPTS) {
        throw new IOException(launch.program() + " does not serve: " + lastOutput(folder));
      }
    }
  }

  /** Null where it could not be had, such as when the port was taken meanwhile. */
  private static @Nullable BenchDaemon tryStart(Launch launch, Path config, Path folder)
      throws IOException, InterruptedException {
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(launch.command(config, folder.resolve("log"), port));
    builder.directory(folder.toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    BenchDaemon starting = of(process, port, folder, 0);
    boolean serves = greetsSoon(process, port);
    double millis = (System.nanoTime() - start) / 1e6;
    if (!serves) {
      starting.close();
      return null;
    }
    BenchDaemon daemon = of(process, port, folder, millis);
    RUNNING.remove(starting);
    return daemon;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  private static boolean greetsSoon(Process process, int port) throws InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() - end < 0 && process.isAlive()) {
      if (greets(port)) {
        return true;
      }
      Thread.sleep(2);
    }
    return false;
  }

  private static boolean greets(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), GREETING_MILLIS);
      socket.setSoTimeout(GREETING_MILLIS);
      byte[] start = socket.getInputStream().readNBytes(8);
      return new String(start, ISO_8859_1).equals("@RSYNCD:");
    } catch (IOException e) {
      return false;
    }
  }

  private static String lastOutput(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String name : List.of("output", "log")) {
      Path file = folder.resolve(name);
      all.append(Files.exists(file) ? Files.readString(file, ISO_8859_1).strip() : "");
    }
    return all.substring(Math.max(0, all.length() - 500));
  }

  /** Its port at 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Its first process. */
  public long pid() {
    return process.pid();
  }

  /** Milliseconds from the start of the process to its first greeting. */
  public double startUpMillis() {
    return startUpMillis;
  }

  /** Whether its first process runs. */
  public boolean running() {
    return process.isAlive();
  }

  /** Its log. */
  public Path log() {
    return folder.resolve("log");
  }

  /** What it uses now. */
  public Usage usage() {
    return Usage.exact(pid());
  }

  /** Begins to look at what it uses. */
  public UsageWatch watch() {
    return new UsageWatch(pid());
  }

  /** Processor time in seconds, of itself and of all children that have ended. */
  public double processorSeconds() {
    return ProcessFiles.processorSeconds(pid());
  }

  /**
   * Waits until it has no children any more, so that their time counts.
   *
   * @param limit how long at most
   */
  public void awaitNoChildren(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!ProcessFiles.children(pid()).isEmpty() && System.nanoTime() - end < 0) {
      Thread.sleep(5);
    }
  }

  /**
   * Allows it only so many threads more than there are of its user now.
   *
   * @throws IOException when that cannot be set
   */
  public void limitThreads(int more) throws IOException, InterruptedException {
    long most = ProcessFiles.threadsOfUser(ResourceLimits.NOBODY) + more;
    // As the daemon's own user, which even root needs be where it lacks a capability for this.
    List<String> command = new ArrayList<>(ResourceLimits.nobody(0).command());
    command.addAll(List.of("prlimit", "--pid=" + pid(), "--nproc=" + most + ":" + most));
    Process prlimit = new ProcessBuilder(command).start();
    if (prlimit.waitFor() != 0) {
      throw new IOException("prlimit cannot limit the daemon's threads");
    }
  }

  /** Sends it a signal. */
  public void signal(int signal) {
    Signals.send((int) pid(), signal);
  }

  /** Whether it does something of its own at a signal, which else would end it. */
  public boolean handles(int signal) {
    return ProcessFiles.handles(pid(), signal);
  }

  /**
   * Waits until all its processes have ended.
   *
   * @param limit how long at most
   * @return whether they have
   */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    while (!ProcessFiles.ofSession(pid()).isEmpty()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(5);
    }
    return true;
  }

  /** Its exit status; it must have ended. */
  public int exitStatus() {
    return process.exitValue();
  }

  /** Kills its processes, which are those of its session. */
  @Override
  public void close() {
    if (!RUNNING.remove(this)) {
      return;
    }
    process.destroyForcibly();
    for (int round = 0; round < 10; round++) {
      List<Long> left = ProcessFiles.ofSession(pid());
      for (long pid : left) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      if (left.isEmpty()) {
        break;
      }
    }
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
