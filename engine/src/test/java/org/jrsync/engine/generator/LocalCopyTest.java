package org.jrsync.engine.generator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jrsync.engine.Session;
import org.jrsync.engine.TestSessions;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.OperatorAnchor;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.jrsync.wire.ConnectionClosedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCopyTest {
  private static final int SIZE = 300_000;
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);
  private static final byte[] NAME = bytes("file");

  @TempDir Path here;
  @TempDir Path reference;
  @TempDir Path temporary;

  @BeforeEach
  void write() throws IOException {
    Files.write(reference.resolve("file"), new byte[SIZE]);
    Files.setLastModifiedTime(here, LONG_AGO);
    Files.setLastModifiedTime(temporary, LONG_AGO);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static Tree tree(Path directory) {
    return new PosixTree(ConfinedTree.open(bytes(directory.toString()), Policy.BENEATH));
  }

  /**
   * Copies the file.
   *
   * @param looks how often the connection is found in good order
   */
  private boolean copy(int looks, boolean elsewhere) {
    Session session = TestSessions.of(new OptionsBuilder().build(), looks);
    Candidate c = new Candidate();
    c.path = NAME;
    c.mode = 0100644;
    c.entry.setPath(NAME);
    c.entry.mode = c.mode;
    try (Tree destination = tree(here);
        Tree source = tree(reference);
        OperatorAnchor anchor = new OperatorAnchor(bytes("/"));
        NamedDirectory other =
            NamedDirectory.of(anchor, new byte[0], bytes(temporary.toString()))) {
      LocalCopy copies =
          new LocalCopy(
              session,
              destination,
              new AttributeSetter(session, destination),
              elsewhere ? other : null);
      return copies.copy(c, new BasisFile(source, NAME, NAME, 0, null));
    }
  }

  @Test
  void aCopyIsWhole() throws IOException {
    assertThat(copy(1000, false)).isTrue();
    assertThat(here.toFile().list()).containsExactly("file");
    assertThat(here.resolve("file")).hasSize(SIZE);
    assertThat(Files.getLastModifiedTime(temporary)).isEqualTo(LONG_AGO);
  }

  @Test
  void aCopyIsWrittenInTheDirectoryForTemporaryFiles() throws IOException {
    assertThat(copy(1000, true)).isTrue();
    assertThat(here.resolve("file")).hasSize(SIZE);
    assertThat(temporary).isEmptyDirectory();
    assertThat(Files.getLastModifiedTime(temporary)).isGreaterThan(LONG_AGO);
  }

  @Test
  void aCopyThatBreaksOffLeavesNothing() {
    for (boolean elsewhere : new boolean[] {false, true}) {
      assertThatThrownBy(() -> copy(2, elsewhere)).isInstanceOf(ConnectionClosedException.class);
      assertThat(here).isEmptyDirectory();
      assertThat(temporary).isEmptyDirectory();
    }
  }
}
