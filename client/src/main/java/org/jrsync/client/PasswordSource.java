package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jrsync.engine.options.ConnectionOptions;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.HostSpec;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.Identity;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Terminal;
import org.jrsync.posix.TrustedPath;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/** Where the name and the password for a daemon come from. */
record PasswordSource(
    ConnectionOptions connection,
    Environment environment,
    HostSpec host,
    LinkTrust trust,
    Role role)
    implements DaemonDialogue.Credentials {
  private static final int MAX_LINE = 1024;
  private static final int OTHERS = 06;

  @Override
  public byte[] user() {
    byte @Nullable [] given = host.user();
    if (given != null && given.length > 0) {
      return given;
    }
    byte @Nullable [] user = environment.get("USER");
    byte @Nullable [] login = environment.get("LOGNAME");
    return user != null ? user : login != null ? login : "nobody".getBytes(ISO_8859_1);
  }

  @Override
  public byte[] password() {
    byte @Nullable [] file = connection.passwordFile();
    if (file != null) {
      return fromFile(file);
    }
    byte @Nullable [] variable = environment.get("RSYNC_PASSWORD");
    if (variable != null) {
      return variable;
    }
    byte @Nullable [] typed = Terminal.readPassword("Password: ".getBytes(ISO_8859_1));
    return typed == null ? new byte[0] : typed;
  }

  private byte[] fromFile(byte[] path) {
    String name = new String(path, ISO_8859_1);
    if (path.length == 1 && path[0] == '-') {
      return firstLine(readStandardInput());
    }
    try (FileHandle file = TrustedPath.openRead(path, trust)) {
      FileStat stat = new FileStat();
      file.stat(stat);
      if ((stat.mode() & OTHERS) != 0) {
        throw new RsyncException(
            ExitCode.SYNTAX, "ERROR: password file must not be other-accessible");
      }
      if (Identity.isRoot() && stat.uid() != 0) {
        throw new RsyncException(
            ExitCode.SYNTAX, "ERROR: password file must be owned by root when running as root");
      }
      byte[] content = new byte[MAX_LINE];
      return firstLine(Arrays.copyOf(content, file.readFully(content, 0, content.length)));
    } catch (PosixException e) {
      throw new RsyncException(
          ExitCode.SYNTAX,
          "rsync: ["
              + role.text()
              + "] could not open password file "
              + name
              + ": "
              + Errno.message(e.errno())
              + " ("
              + e.errno()
              + ")",
          e);
    }
  }

  private static byte[] readStandardInput() {
    try {
      return System.in.readNBytes(MAX_LINE);
    } catch (java.io.IOException e) {
      throw new RsyncException(ExitCode.SYNTAX, "could not read the password", e);
    }
  }

  private static byte[] firstLine(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != '\n' && text[end] != '\r') {
      end++;
    }
    if (end == 0) {
      throw new RsyncException(ExitCode.SYNTAX, "ERROR: failed to read a password");
    }
    return Arrays.copyOf(text, end);
  }
}
