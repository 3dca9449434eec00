package org.jrsync.engine.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrsync.engine.TestSessions;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.receiver.PartialDirectory.Place;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ConnectionClosedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves out of a directory that counts as one of another file system. */
class FileMoverTest {
  private static final int SIZE = 300_000;
  private static final byte[] NAME = "file".getBytes(US_ASCII);

  @TempDir Path here;
  @TempDir Path other;
  private Place from = new Place(tree(Path.of("/")), NAME, NAME, false);
  private Place to = from;

  @BeforeEach
  void write() throws IOException {
    Files.write(other.resolve("file"), new byte[SIZE]);
    from = new Place(apart(tree(other)), NAME, NAME, false);
    to = Place.below(tree(here), NAME);
  }

  private static Tree tree(Path directory) {
    return new PosixTree(
        ConfinedTree.open(directory.toString().getBytes(US_ASCII), Policy.BENEATH));
  }

  /** The same tree, from which nothing can be renamed. */
  private static Tree apart(Tree real) {
    return (Tree)
        Proxy.newProxyInstance(
            Tree.class.getClassLoader(),
            new Class<?>[] {Tree.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("rename")) {
                throw new PosixException(Errno.EXDEV, "rename");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static FileMover mover(int looks) {
    return new FileMover(TestSessions.of(new OptionsBuilder().build(), looks));
  }

  @Test
  void whatIsMovedIsWholeAndNothingElseIsLeft() {
    assertThat(mover(1000).finish(from, to, 0644, file -> {})).isTrue();
    assertThat(here).isDirectoryContaining("glob:**/file");
    assertThat(here.toFile().list()).containsExactly("file");
    assertThat(here.resolve("file")).hasSize(SIZE);
    assertThat(other).isEmptyDirectory();
  }

  /** The directories of both become links between the copy and its renaming. */
  @Test
  void theSecondHalfOfACopyIsNotLedElsewhere(@TempDir Path outside) throws IOException {
    byte[] deep = "d/file".getBytes(US_ASCII);
    Files.createDirectory(here.resolve("d"));
    Files.createDirectory(other.resolve("d"));
    Files.move(other.resolve("file"), other.resolve("d/file"));
    Files.writeString(outside.resolve("file"), "theirs");
    FileMover.Attributes flip =
        file -> {
          try {
            for (Path top : new Path[] {here, other}) {
              Files.move(top.resolve("d"), top.resolve("was"));
              Files.createSymbolicLink(top.resolve("d"), outside);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    Place source = new Place(apart(tree(other)), deep, deep, false);
    mover(1000).finish(source, Place.below(tree(here), deep), 0644, flip);
    assertThat(here.resolve("d")).isSymbolicLink();
    assertThat(outside.toFile().list()).containsExactly("file");
    assertThat(outside.resolve("file")).hasContent("theirs");
  }

  @Test
  void aMoveThatBreaksOffLeavesNoCopy() {
    assertThatThrownBy(() -> mover(2).finish(from, to, 0644, file -> {}))
        .isInstanceOf(ConnectionClosedException.class);
    assertThat(here).isEmptyDirectory();
    assertThat(other.resolve("file")).hasSize(SIZE);
  }

  @Test
  void aCopyWhoseAttributesCannotBeSetIsNotLeft() {
    FileMover.Attributes broken =
        file -> {
          throw new IllegalStateException("broken");
        };
    assertThatThrownBy(() -> mover(1000).finish(from, to, 0644, broken)).hasMessage("broken");
    assertThat(here).isEmptyDirectory();
    assertThat(other.resolve("file")).hasSize(SIZE);
  }

  @Test
  void whatIsKeptIsKeptWholeAfterTheEndOfTheConnection() {
    assertThat(mover(0).keepQuietly(from, to, file -> {})).isTrue();
    assertThat(here.resolve("file")).hasSize(SIZE);
    assertThat(other).isEmptyDirectory();
  }
}
