package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.options.ConnectionOptions;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.HostSpec;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Spawn;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.StreamTransport;
import org.jspecify.annotations.Nullable;

/** Starts the server on another host through a remote shell, or whatever program stands for one. */
final class RemoteShell {
  private static final int STDERR = 2;

  private RemoteShell() {}

  /**
   * Starts it.
   *
   * @param role this side's, for messages
   * @param host where; its user becomes the shell's {@code -l}
   * @param path the first path that the server is asked for, for messages
   * @param arguments what is for the program on the other host
   * @param trace told of the command
   */
  static ServerConnection start(
      ConnectionOptions connection,
      Environment environment,
      Role role,
      HostSpec host,
      byte[] path,
      List<byte[]> arguments,
      ConnectionTrace trace) {
    byte[] shell = shellOf(connection, environment);
    List<byte[]> command = ShellWords.split(shell);
    if (command.isEmpty()) {
      throw new RsyncException(ExitCode.SYNTAX, "rsync: the remote-shell command is empty");
    }
    byte @Nullable [] user = host.user();
    if (user != null && !(host.isDaemon() && hasUser(command))) {
      command.add(ascii("-l"));
      command.add(user);
    }
    int version = connection.ipVersion();
    if (version != 0 && isSsh(command.getFirst())) {
      command.add(ascii("-" + version));
    }
    command.add(host.host());
    command.add(connection.rsyncPath());
    command.addAll(arguments);
    trace.command(connection.remoteShell(), host, path, command);
    Spawn program = new Spawn(command.toArray(byte[][]::new)).stderr(STDERR);
    if (environment.get("SSH_ASKPASS") == null) {
      // A shell that finds no terminal must not ask in a window, unless it is told by what.
      program.without("DISPLAY");
    }
    if (host.isDaemon()) {
      program.variable("RSYNC_PORT", ascii(String.valueOf(Math.max(0, host.port()))));
    }
    return connect(role, command.getFirst(), program);
  }

  /** Whether the shell's own arguments say who to be; a daemon may want another name. */
  private static boolean hasUser(List<byte[]> command) {
    for (int i = 0; i + 1 < command.size(); i++) {
      byte[] next = command.get(i + 1);
      boolean isOption = next.length > 0 && next[0] == '-';
      if (Arrays.equals(command.get(i), ascii("-l")) && !isOption) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a program that takes {@code -4} and {@code -6}. */
  private static boolean isSsh(byte[] program) {
    String name = new String(program, ISO_8859_1);
    return name.substring(name.lastIndexOf('/') + 1).equals("ssh");
  }

  private static byte[] shellOf(ConnectionOptions connection, Environment environment) {
    byte @Nullable [] given = connection.remoteShell();
    if (given != null) {
      return given;
    }
    byte @Nullable [] variable = environment.get("RSYNC_RSH");
    return variable != null ? variable : ascii("ssh");
  }

  private static ServerConnection connect(Role role, byte[] name, Spawn program) {
    Spawn.PipedChild child;
    try {
      child = program.startPiped();
    } catch (PosixException e) {
      throw new RsyncException(
          ExitCode.IPC,
          "rsync: ["
              + role.text()
              + "] Failed to exec "
              + new String(name, ISO_8859_1)
              + ": "
              + Errno.message(e.errno())
              + " ("
              + e.errno()
              + ")",
          e);
    }
    StreamTransport transport =
        new StreamTransport(
            child.output(),
            child.input(),
            child.output()::setTimeoutMillis,
            child.input()::close,
            () -> {
              child.input().close();
              child.output().close();
            });
    return ServerConnection.of(transport, ServerEnd.of(child.process()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
