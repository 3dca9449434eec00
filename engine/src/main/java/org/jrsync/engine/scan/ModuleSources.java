package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Function;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.tree.AttributeFaults;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;

/**
 * Sources in a daemon's module, or in the folder that a user is restricted to: every path a client
 * gives stays below its root.
 */
public final class ModuleSources implements Sources {

  private static final byte[] NOTHING = {};

  private final Tree module;
  private final byte[] shownRoot;
  private final byte[] suffix;
  private final Function<byte[], AttributeFaults> faults;
  private final Function<byte[], FilterScope> filters;
  private final Function<byte[], FilterScope> moduleFilters;

  /**
   * @param module the module's tree; stays the caller's to close
   * @param name the module's name, for messages; empty where it has none
   * @param shownRoot how messages show the module's root: empty, or {@code /} where it counts as
   *     the root of the file system
   * @param faults who is told of attributes in the tree of a directory, given as messages show it
   * @param filters the client's rules for names below a directory, given by its path in the module
   * @param moduleFilters the module's own rules, likewise
   */
  public ModuleSources(
      Tree module,
      byte[] name,
      byte[] shownRoot,
      Function<byte[], AttributeFaults> faults,
      Function<byte[], FilterScope> filters,
      Function<byte[], FilterScope> moduleFilters) {
    this.module = module;
    this.shownRoot = shownRoot;
    this.faults = faults;
    this.filters = filters;
    this.moduleFilters = moduleFilters;
    if (name.length == 0) {
      suffix = NOTHING;
      return;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(" (in ".getBytes(US_ASCII));
    text.writeBytes(name);
    text.write(')');
    suffix = text.toByteArray();
  }

  /** Absolute paths start at the module's root, and {@code ..} goes up no further than that. */
  @Override
  public byte[] argument(byte[] given) {
    return PathCleaner.beneath(given);
  }

  @Override
  public Tree arguments(byte[] directory) {
    return enter(inModule(directory));
  }

  @Override
  public Tree content(byte[] directory, byte[] path) {
    boolean absolute = path.length > 0 && path[0] == '/';
    return enter(inModule(absolute ? path : PathCleaner.join(directory, path)));
  }

  private Tree enter(byte[] path) {
    FileStat stat = new FileStat();
    int errno = module.stat(path, stat);
    if (errno == 0 && !stat.isDirectory()) {
      errno = Errno.ENOTDIR;
    }
    if (errno != 0) {
      throw new PosixException(errno, "open");
    }
    return module.subtree(path);
  }

  @Override
  public void tellFaults(Tree tree, byte[] directory) {
    tree.tellFaults(faults.apply(shown(directory)));
  }

  /** A path without {@code .} and {@code ..}; what climbs out of the module stops at its root. */
  private static byte[] inModule(byte[] path) {
    byte[] resolved = PathCleaner.resolve(new byte[] {'/'}, path);
    return Arrays.copyOfRange(resolved, 1, resolved.length);
  }

  @Override
  public byte[] shown(byte[] directory) {
    byte[] inside = inModule(directory);
    if (inside.length == 0) {
      return shownRoot;
    }
    return PathCleaner.join(new byte[] {'/'}, inside);
  }

  @Override
  public byte[] shownSuffix() {
    return suffix;
  }

  @Override
  public FilterScope filters(byte[] directory) {
    return filters.apply(inModule(directory));
  }

  @Override
  public FilterScope moduleFilters(byte[] directory) {
    return directory.length == 0
        ? moduleFilters.apply(NOTHING)
        : moduleFilters.apply(inModule(directory));
  }
}
