package org.jrsync.daemon.hook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.posix.ChildProcess;
import org.jrsync.posix.Descriptors;
import org.jrsync.posix.ExitStatus;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.FdOutputStream;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.ProcessArguments;
import org.jrsync.posix.Spawn;
import org.jspecify.annotations.Nullable;

/**
 * Runs command lines by a shell, with the daemon's own identity whatever thread asks: each on a
 * thread of its own that has never been anybody else. Where the daemon is closed up in a directory,
 * the program {@code chroot} closes the shell up in it as well. Safe for any number of threads.
 */
public final class HookProcess {
  private static final int STDERR = 2;

  /** Most bytes of its output that are of interest. */
  private static final int MOST_OUTPUT = 5119;

  /** Where {@code chroot} is: a daemon's search path may lack the folders of administrators. */
  private static final List<Path> CHROOT =
      List.of(Path.of("/usr/sbin/chroot"), Path.of("/usr/bin/chroot"), Path.of("/sbin/chroot"));

  private final ThreadStarter starter;
  private final OperatorRoot root;

  /**
   * @param starter gives the threads, which have the daemon's own identity
   * @param root where the programs are, and all that they see; other than the system's own it wants
   *     a daemon that is root
   */
  public HookProcess(ThreadStarter starter, OperatorRoot root) {
    this.starter = starter;
    this.root = root;
  }

  /**
   * How a command ended.
   *
   * @param rawStatus as the system tells it: the exit code times 256, or the signal's number
   * @param output what it wrote to its standard output, as far as it was wanted
   */
  record Ended(int rawStatus, String output) {}

  /**
   * Runs a command to its end.
   *
   * @param variables what is added to its environment
   * @param input its standard input
   * @param wantsOutput whether its standard output is kept; else it goes where errors go, since the
   *     daemon's own may be a client's connection
   */
  Ended run(String command, Map<String, String> variables, byte[] input, boolean wantsOutput) {
    return onOwnThread(() -> runHere(command, variables, input, wantsOutput));
  }

  private Ended runHere(
      String command, Map<String, String> variables, byte[] input, boolean wantsOutput)
      throws IOException {
    int[] in = Descriptors.pipe();
    int[] out = {-1, -1};
    ChildProcess child;
    try {
      if (wantsOutput) {
        out = Descriptors.pipe();
      }
      child =
          spawn(command, variables)
              .stdin(in[0])
              .stdout(wantsOutput ? out[1] : STDERR)
              .stderr(STDERR)
              .start();
    } catch (PosixException e) {
      Descriptors.closeQuietly(in[1]);
      Descriptors.closeQuietly(out[0]);
      throw e;
    } finally {
      Descriptors.closeQuietly(in[0]);
      Descriptors.closeQuietly(out[1]);
    }
    feed(in[1], input);
    String output = "";
    if (wantsOutput) {
      try (FdInputStream stream = new FdInputStream(out[0])) {
        output = output(stream);
      }
    }
    ExitStatus status = child.waitFor();
    return new Ended(status.signal() != 0 ? status.signal() : status.code() << 8, output);
  }

  /** At most a few thousand bytes, which a pipe takes whether anybody reads them or not. */
  private static void feed(int fd, byte[] input) {
    try (FdOutputStream stream = new FdOutputStream(fd)) {
      stream.write(input, 0, input.length);
    } catch (IOException e) {
      // It has ended without having read it, which is its right.
      return;
    }
  }

  private static String output(FdInputStream stream) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[1024];
    int n;
    while ((n = stream.read(piece, 0, Math.min(piece.length, MOST_OUTPUT - all.size()))) > 0) {
      all.write(piece, 0, n);
    }
    return all.toString(ISO_8859_1).replace("\r\n", "\n");
  }

  /** Starts a command that stays, with its standard input and output connected by pipes. */
  Spawn.PipedChild start(String command, Map<String, String> variables) {
    return onOwnThread(() -> spawn(command, variables).stderr(STDERR).startPiped());
  }

  private Spawn spawn(String command, Map<String, String> variables) {
    byte @Nullable [] variable = ProcessArguments.variable("RSYNC_SHELL");
    byte[] shell = variable == null ? bytes("/bin/sh") : variable;
    Spawn spawn =
        root.isSystem()
            ? new Spawn(shell, bytes("-c"), bytes(command))
            : new Spawn(chroot(), root.seenByOthers(), shell, bytes("-c"), bytes(command));
    variables.forEach((name, value) -> spawn.variable(name, bytes(value)));
    return spawn;
  }

  private static byte[] chroot() {
    for (Path program : CHROOT) {
      if (Files.isExecutable(program)) {
        return bytes(program.toString());
      }
    }
    return bytes("chroot");
  }

  private <T> T onOwnThread(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread _ = starter.start("hook", task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      String reason = e.getCause() instanceof PosixException p ? p.getMessage() : "" + e.getCause();
      throw new HookException("cannot run a hook: " + reason);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
