package org.jrsync.interop.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrsync.interop.peer.PeerMissing;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Assumptions;

/**
 * A real ssh server for the caller's own user, on a free port of 127.0.0.1, with keys and settings
 * of its own.
 */
public final class SshServer implements AutoCloseable {
  /** What sshd and the shells of such accounts say of an account that is not for logins. */
  private static final List<String> NO_LOGIN =
      List.of("not allowed because", "This account is currently not available");

  private final Process process;
  private final String shell;

  private SshServer(Process process, String shell) {
    this.process = process;
    this.shell = shell;
  }

  /** Starts it, or skips the test and says why. */
  public static SshServer startOrSkip(Scratch scratch) {
    try {
      Peers.requireSsh();
    } catch (PeerMissing missing) {
      Assumptions.abort(String.valueOf(missing.getMessage()));
    }
    try {
      Path folder = scratch.folder("ssh");
      Path hostKey = key(folder, "host");
      Path userKey = key(folder, "user");
      Path allowed = Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
      if ("root".equals(System.getProperty("user.name"))) {
        // Where the server keeps its unprivileged part; the package makes it when its service
        // starts.
        Files.createDirectories(Path.of("/run/sshd"));
      }
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Path config =
          scratch.file(
              "ssh/sshd_config",
              """
              Port %d
              ListenAddress 127.0.0.1
              HostKey %s
              AuthorizedKeysFile %s
              PidFile none
              StrictModes no
              PasswordAuthentication no
              PermitRootLogin prohibit-password
              """
                  .formatted(port, hostKey, allowed));
      ProcessBuilder builder =
          Command.of("/usr/sbin/sshd", "-D", "-e", "-f", config.toString()).builder();
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      Process process = builder.start();
      String shell =
          "ssh -p "
              + port
              + " -i "
              + userKey
              + " -o BatchMode=yes -o StrictHostKeyChecking=no"
              + " -o UserKnownHostsFile="
              + folder.resolve("known")
              + " -o LogLevel=ERROR -F none";
      SshServer server = new SshServer(process, shell);
      if (!accepts(process, port)) {
        server.close();
        throw new AssertionError("sshd does not start: " + Files.readString(folder.resolve("log")));
      }
      Result login = server.login();
      if (login.exitCode() != 0) {
        server.close();
        refused(login.out() + login.err() + Files.readString(folder.resolve("log")));
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Result login() {
    List<String> words = new ArrayList<>(List.of(shell.split(" ", -1)));
    words.addAll(List.of("127.0.0.1", "true"));
    return Command.of(Path.of(words.removeFirst()), words).run();
  }

  /**
   * Skips the test where the account of the caller is not for logins; fails for any other reason.
   */
  private static void refused(String said) {
    said.lines()
        .filter(line -> NO_LOGIN.stream().anyMatch(line::contains))
        .findFirst()
        .ifPresent(line -> Assumptions.abort("this user cannot log in by ssh: " + line));
    throw new AssertionError("no login by ssh: " + said);
  }

  /** The value for {@code -e}. */
  public String shell() {
    return shell;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private static Path key(Path folder, String name) {
    Path file = folder.resolve(name);
    Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
        .run()
        .expectSuccess();
    return file;
  }

  private static boolean accepts(Process process, int port) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (process.isAlive() && System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.getInputStream().read() > 0;
      } catch (IOException e) {
        // Not listening yet.
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }
}
