package org.jrsync.daemon.session;

import java.nio.charset.StandardCharsets;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;

/**
 * A module's directory, opened by the daemon's own identity before the session takes the module's,
 * since a module may lie under directories that its user cannot pass.
 */
public final class ModuleRoot implements AutoCloseable {

  /** What munged symlinks begin with; a directory of this name would make them lead somewhere. */
  private static final String MUNGED_DIRECTORY = "rsyncd-munged";

  private final ConfinedTree tree;
  private final Runnable afterClosing;

  private ModuleRoot(ConfinedTree tree) {
    this(tree, () -> {});
  }

  /**
   * @param tree closed with this
   */
  ModuleRoot(ConfinedTree tree, Runnable afterClosing) {
    this.tree = tree;
    this.afterClosing = afterClosing;
  }

  /** The confined tree of everything that the module serves. */
  public ConfinedTree tree() {
    return tree;
  }

  /**
   * Opens the directory of a module.
   *
   * @throws ModuleRefusedException with what the client and the log are told
   */
  public static ModuleRoot open(ModulePaths paths) {
    return open(paths, OperatorRoot.SYSTEM);
  }

  /**
   * As {@link #open(ModulePaths)}, for paths that begin elsewhere.
   *
   * @param daemon the root of everything that the daemon serves
   */
  static ModuleRoot open(ModulePaths paths, OperatorRoot daemon) {
    ConfinedTree outer;
    try {
      outer = outer(paths, daemon);
    } catch (PosixException e) {
      String reason = ": " + e.numberedReason();
      throw paths.chroot()
          ? new ModuleRefusedException(
              "rsync: [Receiver] chroot(\"" + paths.root() + "\") failed" + reason, "chroot failed")
          : chdirFailed(paths.root(), reason);
    }
    try {
      if (paths.mungeSymlinks()) {
        refuseMungedDirectory(paths, outer, daemon);
      }
      if (paths.inner().isEmpty()) {
        return new ModuleRoot(outer);
      }
    } catch (ModuleRefusedException e) {
      outer.close();
      throw e;
    }
    // Inside the outer root the inner one is a border of its own: links may lead out of neither.
    try (outer) {
      if (paths.insecureLinks()) {
        return new ModuleRoot(heldInner(outer, bytes(paths.inner())));
      }
      FileHandle directory = outer.openRead(bytes(paths.inner()), true, false);
      return new ModuleRoot(ConfinedTree.of(directory, Policy.BENEATH));
    } catch (PosixException e) {
      throw chdirFailed("/" + paths.inner(), ": " + e.numberedReason());
    }
  }

  private static ConfinedTree outer(ModulePaths paths, OperatorRoot daemon) {
    byte[] root = bytes(paths.root());
    if (paths.chroot()) {
      // A chroot goes where the path leads.
      return daemon.openTree(root, Policy.IN_ROOT);
    }
    if (!paths.insecureLinks()) {
      // Nobody but root and the daemon may have led it.
      return ConfinedTree.of(daemon.openDirectory(root), Policy.BENEATH);
    }
    if (daemon.isSystem()) {
      return ConfinedTree.open(root, Policy.ANYWHERE);
    }
    // Anywhere is within the daemon's root.
    try (ConfinedTree whole = daemon.openTree(bytes("/"), Policy.IN_ROOT)) {
      return heldInner(whole, bytes(paths.root().replaceFirst("^/+", "")));
    }
  }

  /** The inner part as a view, so that links are those of the outer root; it must be there. */
  private static ConfinedTree heldInner(ConfinedTree outer, byte[] inner) {
    outer.openRead(inner, true, false).close();
    return outer.subtree(inner);
  }

  private static ModuleRefusedException chdirFailed(String directory, String reason) {
    return new ModuleRefusedException(
        "rsync: [Receiver] chdir " + directory + " failed" + reason, "chdir failed");
  }

  private static void refuseMungedDirectory(
      ModulePaths paths, ConfinedTree outer, OperatorRoot daemon) {
    FileStat stat = new FileStat();
    boolean exists;
    if (paths.chroot()) {
      exists = outer.stat(bytes(MUNGED_DIRECTORY), stat) == 0 && stat.isDirectory();
    } else {
      exists = daemon.stat(bytes("/" + MUNGED_DIRECTORY), stat) == 0 && stat.isDirectory();
    }
    if (exists) {
      throw new ModuleRefusedException(
          "Symlink munging is unsafe when a /" + MUNGED_DIRECTORY + " directory exists.",
          "daemon security issue -- contact admin");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    tree.close();
    afterClosing.run();
  }
}
