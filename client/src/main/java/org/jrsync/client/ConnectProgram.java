package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import org.jrsync.engine.options.Environment;
import org.jrsync.posix.ChildProcess;
import org.jrsync.posix.Descriptors;
import org.jrsync.posix.Errno;
import org.jrsync.posix.LoopbackPair;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Spawn;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * The program of RSYNC_CONNECT_PROG that stands for a TCP connection: a command line for a shell,
 * in which {@code %H} is the host and {@code %%} a percent sign.
 */
final class ConnectProgram {
  private static final int STDERR = 2;

  /** What is plain text to any shell, even to one that sees it a second time. */
  private static final String PLAIN = "._:-%+~";

  /** What changes the meaning of a word that begins with it. */
  private static final String MEANINGFUL_AT_START = "-+~%";

  private ConnectProgram() {}

  /**
   * The command line for a host.
   *
   * @throws RsyncException when the host's name could be more than a name to a shell
   */
  static byte[] command(byte[] program, byte[] host) {
    if (new String(program, ISO_8859_1).indexOf('%') < 0) {
      return program;
    }
    if (!isPlain(host)) {
      throw new RsyncException(ExitCode.SOCKET_IO, "unsafe host characters for RSYNC_CONNECT_PROG");
    }
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    for (int i = 0; i < program.length; i++) {
      byte next = program[i] == '%' && i + 1 < program.length ? program[i + 1] : 0;
      if (next == 'H') {
        command.write('\'');
        command.writeBytes(host);
        command.write('\'');
        i++;
      } else {
        command.write(program[i]);
        i += next == '%' ? 1 : 0;
      }
    }
    return command.toByteArray();
  }

  private static boolean isPlain(byte[] host) {
    if (host.length == 0 || MEANINGFUL_AT_START.indexOf(host[0]) >= 0) {
      return false;
    }
    for (byte b : host) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || PLAIN.indexOf(b) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  /** Starts it, with one end of a socket pair as its standard input and output. */
  static ServerConnection start(byte[] command, Environment environment) {
    int[] pair = LoopbackPair.open();
    ChildProcess child;
    try {
      byte @Nullable [] shell = environment.get("RSYNC_SHELL");
      child =
          new Spawn(shell == null ? ascii("/bin/sh") : shell, ascii("-c"), command)
              .stdin(pair[1])
              .stdout(pair[1])
              .stderr(STDERR)
              .start();
    } catch (PosixException e) {
      Descriptors.close(pair[0]);
      throw new RsyncException(
          ExitCode.IPC, "rsync: cannot run the connect program: " + Errno.message(e.errno()), e);
    } finally {
      Descriptors.close(pair[1]);
    }
    return SocketStreams.of(pair[0]).connection(ServerEnd.ofConnection(child));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
