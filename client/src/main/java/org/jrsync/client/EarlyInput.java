package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.TrustedPath;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireOutput;

/**
 * The file of {@code --early-input}, which a daemon gets before it is asked for a module and hands
 * to the module's {@code early exec} (docs/protocol.md, "Greeting").
 */
final class EarlyInput {

  /** Most bytes that a daemon takes. */
  private static final int MOST = Protocol.MAX_LINE;

  private EarlyInput() {}

  /**
   * Reads it.
   *
   * @param role this side's, for messages
   * @param trust which links may lead to it
   * @throws RsyncException with exit code 5 when it cannot be read or is too long
   */
  static byte[] read(byte[] path, Role role, LinkTrust trust) {
    String name = new String(path, ISO_8859_1);
    try (FileHandle file = TrustedPath.openRead(path, trust)) {
      FileStat stat = new FileStat();
      file.stat(stat);
      if (stat.size() > MOST) {
        throw new RsyncException(ExitCode.START_CLIENT, name + " is > " + MOST + " bytes.");
      }
      byte[] content = new byte[(int) stat.size()];
      int length = file.readFully(content, 0, content.length);
      if (length < content.length) {
        throw new RsyncException(ExitCode.START_CLIENT, "Early EOF in " + name);
      }
      return content;
    } catch (PosixException e) {
      throw new RsyncException(
          ExitCode.START_CLIENT,
          "rsync: ["
              + role.text()
              + "] failed to open "
              + name
              + ": "
              + Errno.message(e.errno())
              + " ("
              + e.errno()
              + ")",
          e);
    }
  }

  /** Sends it; an empty one is as none. */
  static void send(byte[] content, WireOutput out) {
    if (content.length > 0) {
      out.write(("#early_input=" + content.length + "\n").getBytes(ISO_8859_1));
      out.write(content);
    }
  }
}
