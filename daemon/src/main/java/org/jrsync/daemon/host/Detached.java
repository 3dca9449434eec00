package org.jrsync.daemon.host;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jrsync.posix.Descriptors;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.ProcessArguments;
import org.jrsync.posix.Spawn;
import org.jrsync.posix.TrustedPath;
import org.jspecify.annotations.Nullable;

/**
 * A daemon in the background. A JVM cannot fork, so the program starts itself again in a session of
 * its own; the first process waits until the second one listens, or has failed and said why, and
 * passes that on as its own end.
 */
public final class Detached {

  private static final String MARK = "JRSYNC_DETACHED";
  private static final byte[] NULL_DEVICE = "/dev/null".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_REPORT = 64 * 1024;

  private Detached() {}

  /** Whether this process is the one in the background. */
  public static boolean isChild() {
    return ProcessArguments.variable(MARK) != null;
  }

  /**
   * How the start in the background went.
   *
   * @param exitStatus 0 when the daemon listens
   * @param message what it had to say, or empty
   */
  public record Outcome(int exitStatus, String message) {}

  /**
   * Starts this program again in the background, with the same arguments, and waits until it
   * serves.
   */
  public static Outcome start() {
    int[] pipe = Descriptors.pipe();
    try (FdInputStream report = new FdInputStream(pipe[0]);
        FileHandle nothing = TrustedPath.openRead(NULL_DEVICE);
        FileHandle nowhere = TrustedPath.openWrite(NULL_DEVICE, OpenFlags.APPEND, 0)) {
      byte[][] command = ProcessArguments.all();
      command[0] = javaProgram();
      new Spawn(command)
          .variable(MARK, new byte[] {'1'})
          .newSession()
          .stdin(nothing.fd())
          .stdout(pipe[1])
          .stderr(nowhere.fd())
          .start();
      Descriptors.close(pipe[1]);
      return outcome(new String(report.readNBytes(MAX_REPORT), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new Outcome(1, "rsync: the daemon could not be watched: " + e.getMessage());
    }
  }

  private static Outcome outcome(String report) {
    int newline = report.indexOf('\n');
    if (newline < 0) {
      return new Outcome(1, "rsync: the daemon ended before it could listen");
    }
    try {
      return new Outcome(Integer.parseInt(report, 0, newline, 10), report.substring(newline + 1));
    } catch (NumberFormatException e) {
      return new Outcome(1, report);
    }
  }

  private static byte[] javaProgram() {
    @Nullable String command = ProcessHandle.current().info().command().orElse(null);
    return command == null
        ? "/proc/self/exe".getBytes(StandardCharsets.US_ASCII)
        : command.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Tells the first process how the start went, which ends it; nothing is written anywhere
   * afterwards.
   */
  public static void report(int exitStatus, String message) {
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write((exitStatus + "\n" + message).getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // The first process has been ended; the daemon serves all the same.
    }
  }
}
