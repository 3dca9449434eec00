package org.jrsync.engine.tree;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MungedTargetsTest {
  @TempDir Path dir;

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private Tree tree(boolean receiving) {
    return TreeViews.munged(
        new PosixTree(ConfinedTree.open(bytes(dir.toString()), Policy.BENEATH)), receiving);
  }

  @Test
  void linkIsStoredHarmlessAndShownAsItWasSent() throws IOException {
    try (Tree tree = tree(true)) {
      tree.symlink(bytes("../../etc/passwd"), bytes("link"));
      assertThat(Files.readSymbolicLink(dir.resolve("link")))
          .hasToString("/rsyncd-munged/../../etc/passwd");
      assertThat(tree.readLink(bytes("link"))).isEqualTo(bytes("../../etc/passwd"));
    }
  }

  @Test
  void subtreeMungesToo() throws IOException {
    Files.createDirectory(dir.resolve("sub"));
    try (Tree tree = tree(true);
        Tree sub = tree.subtree(bytes("sub"))) {
      sub.symlink(bytes("x"), bytes("link"));
    }
    assertThat(Files.readSymbolicLink(dir.resolve("sub/link"))).hasToString("/rsyncd-munged/x");
  }

  @Test
  void linkOfBeforeIsReplacedByAReceiverAndSentAsItIsByASender() throws IOException {
    Files.createSymbolicLink(dir.resolve("link"), Path.of("target"));
    try (Tree receiver = tree(true);
        Tree sender = tree(false)) {
      assertThat(receiver.readLink(bytes("link"))).contains((byte) 0);
      assertThat(sender.readLink(bytes("link"))).isEqualTo(bytes("target"));
    }
  }
}
