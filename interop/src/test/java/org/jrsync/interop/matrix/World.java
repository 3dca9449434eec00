package org.jrsync.interop.matrix;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RemoteShell;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.HardTree;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.Stat;
import org.jrsync.interop.tree.TreeSnapshot;

/**
 * What all cells of the matrix share: the source trees, one daemon per program, the remote shell.
 */
final class World implements AutoCloseable {
  private final Scratch scratch = new Scratch();
  private final Map<String, Source> sources = new ConcurrentHashMap<>();
  private final Map<Path, RsyncDaemon> daemons = new ConcurrentHashMap<>();
  private final Path copies = scratch.folder("c");
  private final Path shell = RemoteShell.create(scratch);
  private final boolean privileged = "root".equals(System.getProperty("user.name"));

  /**
   * A tree to copy from.
   *
   * @param name of the folder, and of the daemon's module that serves it
   * @param path the folder
   * @param snapshot what is in it
   */
  record Source(String name, Path path, TreeSnapshot snapshot) {}

  boolean privileged() {
    return privileged;
  }

  /** The source tree with what a version of the protocol carries. */
  Source source(int protocol) {
    return sources.computeIfAbsent("s" + protocol, name -> create(name, protocol, true));
  }

  /**
   * The same for a push to a daemon. Only root's can change its root; others shorten the targets of
   * links that lead out of the module, as ModuleLinksTest shows, and the tree has no such links.
   */
  Source sourceForDaemon(int protocol) {
    return privileged
        ? source(protocol)
        : sources.computeIfAbsent("d" + protocol, name -> create(name, protocol, false));
  }

  private Source create(String name, int protocol, boolean outwardLinks) {
    Path path = scratch.folder(name);
    Disk disk = new Disk(path);
    HardTree.create(disk, HardTree.Spec.full(privileged).forProtocol(protocol));
    if (!outwardLinks) {
      removeOutwardLinks(disk);
    }
    return new Source(name, path, TreeSnapshot.of(disk));
  }

  private static void removeOutwardLinks(Disk disk) {
    Name folder = Name.of("symlinks");
    Stat before = disk.stat(folder).orElseThrow();
    for (Name name : disk.list(folder)) {
      String target = new String(disk.target(folder.child(name)), StandardCharsets.ISO_8859_1);
      if (target.startsWith("/") || target.startsWith("../../")) {
        disk.unlink(folder.child(name));
      }
    }
    disk.time(folder, before.seconds(), before.nanos());
  }

  /** A place for copies, of the given name; the daemons serve it as {@code copies/NAME}. */
  Path copy(String name) {
    return copies.resolve(name);
  }

  /** A folder or file to copy from; the daemons serve it as {@code source/NAME}. */
  Path folder(String name) {
    return scratch.path().resolve(name);
  }

  Path shell() {
    return shell;
  }

  /** The daemon of a program, started at first use. */
  RsyncDaemon daemon(Path binary) {
    return daemons.computeIfAbsent(
        binary,
        program ->
            RsyncDaemon.start(
                program,
                scratch.folder("daemon-" + daemons.size()),
                List.of(
                    Module.readOnly("source", scratch.path()), Module.writable("copies", copies))));
  }

  @Override
  public void close() {
    daemons.values().forEach(RsyncDaemon::close);
    scratch.close();
  }
}
