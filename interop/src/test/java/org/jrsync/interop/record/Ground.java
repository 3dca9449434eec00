package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.Stat;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeSnapshot;

/** The folders that sessions are played in: a source, and a copy that each play begins with. */
final class Ground implements AutoCloseable {
  /** The module of the source, which nobody may write to. */
  static final String SOURCE = "src";

  /** The module of the copy. */
  static final String COPY = "dst";

  /** A module of which not every file can be read. */
  static final String SECRETS = "secrets";

  private static final long SETTLE_MILLIS = 5_000;

  private final Scratch scratch = new Scratch();
  private final Path source = scratch.folder(SOURCE);
  private final Path copy = scratch.folder(COPY);
  private final Path secrets = scratch.folder(SECRETS);
  private final Set<String> known = SampleTree.contents(scratch);
  private final TreeSnapshot sourceBefore;

  Ground() {
    SampleTree.source(new Disk(source));
    SampleTree.secrets(new Disk(secrets));
    sourceBefore = TreeSnapshot.of(new Disk(source));
    reset();
  }

  Path source() {
    return source;
  }

  Path copy() {
    return copy;
  }

  Scratch scratch() {
    return scratch;
  }

  /** A folder for whatever else a test needs. */
  Path folder(String name) {
    return scratch.folder(name);
  }

  /** What a daemon serves here. Its timeout is told to clients. */
  List<Module> modules() {
    boolean root = "root".equals(System.getProperty("user.name"));
    return List.of(
        Module.readOnly(SOURCE, source, "timeout = 100"),
        Module.writable(COPY, copy),
        root
            ? Module.readOnly(SECRETS, secrets, "uid = nobody", "gid = nogroup")
            : Module.readOnly(SECRETS, secrets));
  }

  /** Makes the copy what it is before a session. */
  void reset() {
    Disk disk = new Disk(copy);
    open(disk, Name.of(""));
    for (Name name : disk.list(Name.of(""))) {
      disk.remove(name);
    }
    SampleTree.older(disk);
  }

  /**
   * Fails when a file has a final name and not a content that it may have, or when one in the
   * making was left behind. A server may still be cleaning up when its client is gone.
   */
  void assertWhole(String what) {
    TreeSnapshot found = whatIsCopied();
    long end = System.currentTimeMillis() + SETTLE_MILLIS;
    while (SampleTree.unfinishedFile(found).isPresent() && System.currentTimeMillis() < end) {
      pause();
      found = whatIsCopied();
    }
    assertThat(SampleTree.brokenFile(found, known)).as(what).isEmpty();
    assertThat(SampleTree.unfinishedFile(found)).as(what).isEmpty();
  }

  private TreeSnapshot whatIsCopied() {
    Disk disk = new Disk(copy);
    open(disk, Name.of(""));
    return TreeSnapshot.of(disk);
  }

  /** Gives its owner access to all of a tree: damaged streams carry any modes. */
  private static void open(Disk disk, Name path) {
    Optional<Stat> stat = disk.stat(path);
    if (stat.isEmpty() || !(stat.get().isFolder() || stat.get().isFile())) {
      return;
    }
    disk.mode(path, stat.get().permissions() | 0700);
    if (stat.get().isFolder()) {
      disk.list(path).forEach(name -> open(disk, path.child(name)));
    }
  }

  /** Fails when anything in the source has changed. */
  void assertSourceUntouched() {
    TreeCompare.assertSame(sourceBefore, TreeSnapshot.of(new Disk(source)));
  }

  /** Fails when this process still holds anything open in these folders. */
  void assertNothingOpen() {
    List<String> open = new ArrayList<>();
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      for (Path link : links.toList()) {
        try {
          open.add(Files.readSymbolicLink(link).toString());
        } catch (NoSuchFileException e) {
          // Another test's, closed meanwhile.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Path folder : List.of(source, copy, secrets)) {
      assertThat(open).filteredOn(path -> path.startsWith(folder.toString())).isEmpty();
    }
  }

  /** How many of the files are left that the source has not. */
  int extraFiles() {
    Disk disk = new Disk(copy);
    return (int) SampleTree.EXTRA.stream().filter(name -> disk.stat(name).isPresent()).count();
  }

  /** Fails unless the copy is what a whole session makes of it, deletions aside. */
  void assertCopied() {
    Disk disk = new Disk(copy);
    SampleTree.EXTRA.stream().filter(name -> disk.stat(name).isPresent()).forEach(disk::remove);
    TreeCompare.assertSame(
        sourceBefore,
        TreeSnapshot.of(disk),
        TreeCompare.Ignore.ROOT,
        TreeCompare.Ignore.NANOS,
        TreeCompare.Ignore.LINKS);
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
