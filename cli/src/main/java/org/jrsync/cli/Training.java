package org.jrsync.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Typical work in one process, whose classes and profiles become the ahead-of-time cache when the
 * program is built: local copies of every kind, and transfers with a daemon. Nothing here runs when
 * jrsync is used. Work that fails is told on standard output and does not stop the rest.
 */
final class Training {
  private final Path folder;
  private final Console console = new Console();
  private final Program program = new Program(console, Arguments.environment());

  private Training(Path folder) {
    this.folder = folder;
  }

  /**
   * Trains, and ends the process.
   *
   * @param args an empty folder to work in
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Training training = new Training(Path.of(args[0]));
    training.program();
    training.local();
    training.daemon();
    training.console.finish();
    System.exit(0);
  }

  private void program() {
    // By way of main, so that this class is in the cache as well.
    System.out.println("training: exit status " + Main.run(new String[] {"--version"}));
    run("-VV");
    run("--help");
    run("--no-such-option");
  }

  private void local() throws IOException {
    Path tree = tree("tree");
    String from = tree + "/";
    String to = folder.resolve("copy") + "/";
    run("-a", from, to);
    run("-a", from, to);
    run("-aHi", "--stats", "--delete", from, to);
    change(tree);
    run("-av", "--no-whole-file", "--delete", from, to);
    change(tree);
    run("-aiI", "--no-whole-file", "--progress", from, to);
    run("-ac", "--exclude=*.o", "--filter=- *.tmp", from, to);
    run("-n", "-r", "--list-only", from);
    run("-az", "--no-whole-file", from, folder.resolve("packed") + "/");
  }

  private void daemon() throws IOException, InterruptedException {
    int port = freePort();
    Path config = folder.resolve("rsyncd.conf");
    Files.writeString(
        config,
        "use chroot = no\nnumeric ids = yes\n[data]\npath = "
            + folder
            + "\nread only = no\ncomment = data\nuid = root\ngid = root\n");
    Thread server =
        new Thread(
            () -> run("--daemon", "--no-detach", "--config=" + config, "--port=" + port), "server");
    server.setDaemon(true);
    server.start();
    if (!listens(port)) {
      System.out.println("training: no daemon");
      return;
    }
    String url = "rsync://127.0.0.1:" + port + "/";
    run(url);
    run("-r", url + "data/tree/");
    for (String options : new String[] {"-a", "-az", "-aI"}) {
      change(folder.resolve("tree"));
      run(options, url + "data/tree/", folder.resolve("pulled") + "/");
      run(options, "--delete", folder.resolve("tree") + "/", url + "data/pushed/");
    }
  }

  private void run(String... words) {
    List<byte[]> bytes = new ArrayList<>();
    for (String word : words) {
      bytes.add(word.getBytes(StandardCharsets.UTF_8));
    }
    int status = -1;
    try {
      status = program.run(bytes);
    } catch (RuntimeException | Error failure) {
      status = program.fail(failure, "training");
    }
    console.print("training: " + String.join(" ", words) + ": exit status " + status + "\n");
  }

  /** A small tree of several kinds of files, and one large file. */
  private Path tree(String name) throws IOException {
    Path tree = folder.resolve(name);
    Random random = new Random(1);
    for (int i = 0; i < 12; i++) {
      Path sub = Files.createDirectories(tree.resolve("d" + i + "/e"));
      for (int j = 0; j < 40; j++) {
        byte[] data = new byte[random.nextInt(6000)];
        random.nextBytes(data);
        Files.write(sub.resolve("file" + j), data);
      }
      Files.createSymbolicLink(sub.resolve("link"), Path.of("file1"));
      Files.createLink(sub.resolve("hard"), sub.resolve("file2"));
    }
    byte[] data = new byte[6 << 20];
    random.nextBytes(data);
    Files.write(tree.resolve("large"), data);
    Files.writeString(tree.resolve("text"), "some words to compress\n".repeat(20_000));
    return tree;
  }

  /** Alters some files, removes one and adds one. */
  private static void change(Path tree) throws IOException {
    Path large = tree.resolve("large");
    byte[] data = Files.readAllBytes(large);
    for (int at = 1000; at < data.length; at += 700_000) {
      data[at]++;
    }
    Files.write(large, data);
    Files.writeString(tree.resolve("d1/e/file3"), "other content");
    Files.deleteIfExists(tree.resolve("d2/e/file4"));
    Files.writeString(tree.resolve("d3/new" + System.nanoTime()), "new");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return true;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    return false;
  }
}
