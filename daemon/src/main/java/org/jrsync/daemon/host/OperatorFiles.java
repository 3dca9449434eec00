package org.jrsync.daemon.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.daemon.auth.SecretSource;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.ConfigSource;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that the operator names, under the rule that a symlink on the way counts only
 * when root or the daemon's own user owns it. Paths are texts of bytes.
 */
public final class OperatorFiles implements ConfigSource, SecretSource {

  /** Most bytes of a configuration file, a secrets file or a message of the day. */
  private static final int MAX_BYTES = 16 << 20;

  private final ConfinedTree operator;
  private final OperatorRoot root;

  /**
   * @param operator a tree with the policy for operators' paths
   */
  public OperatorFiles(ConfinedTree operator) {
    this(operator, OperatorRoot.SYSTEM);
  }

  /**
   * @param root where the paths of files begin; those of an included directory, which is listed,
   *     begin at the system's
   */
  public OperatorFiles(ConfinedTree operator, OperatorRoot root) {
    this.operator = operator;
    this.root = root;
  }

  /** Where the paths of files begin. */
  public OperatorRoot root() {
    return root;
  }

  @Override
  public byte[] read(String path) {
    try (FileHandle file = root.openRead(bytes(path))) {
      return file.readToEnd(MAX_BYTES);
    } catch (PosixException e) {
      throw new ConfigException("unable to open config file \"" + path + "\": " + reason(e));
    }
  }

  @Override
  public @Nullable List<String> list(String path) {
    FileStat stat = new FileStat();
    int errno = operator.stat(bytes(path), stat);
    if (errno != 0) {
      throw new ConfigException("unable to stat config file \"" + path + "\": " + reason(errno));
    }
    if (!stat.isDirectory()) {
      return null;
    }
    try {
      DirectorySnapshot names = operator.names(bytes(path), true);
      List<String> list = new ArrayList<>(names.count());
      for (int i = 0; i < names.count(); i++) {
        list.add(new String(names.name(i), StandardCharsets.ISO_8859_1));
      }
      return list;
    } catch (PosixException e) {
      throw new ConfigException("unable to open config dir \"" + path + "\": " + reason(e));
    }
  }

  @Override
  public SecretSource.@Nullable Opened open(String path) {
    try (FileHandle file = root.openRead(bytes(path))) {
      FileStat stat = new FileStat();
      file.stat(stat);
      return new Opened(stat.mode(), stat.uid(), file.readToEnd(MAX_BYTES));
    } catch (PosixException e) {
      return null;
    }
  }

  /** The bytes of a message of the day, none when the file cannot be read. */
  public byte[] message(String path) {
    try (FileHandle file = root.openRead(bytes(path))) {
      return file.readToEnd(MAX_BYTES);
    } catch (PosixException e) {
      return new byte[0];
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws PosixException when it cannot be read or must not be trusted
   */
  public byte[] content(byte[] path) {
    try (FileHandle file = root.openRead(path)) {
      return file.readToEnd(MAX_BYTES);
    }
  }

  private static String reason(PosixException e) {
    return reason(e.errno());
  }

  private static String reason(int errno) {
    return Errno.message(errno) + " (" + errno + ")";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
