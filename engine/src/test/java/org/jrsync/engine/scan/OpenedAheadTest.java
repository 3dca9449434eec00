package org.jrsync.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenedAheadTest {

  private static final int FILES = 12;

  @TempDir Path dir;

  private final List<String> calls = new ArrayList<>();
  private final OpenedAhead ahead = new OpenedAhead();

  @BeforeEach
  void makeFiles() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.writeString(dir.resolve("f" + i), "content of " + i);
    }
  }

  private static byte[] name(int index) {
    return ("f" + index).getBytes(StandardCharsets.US_ASCII);
  }

  /** A tree that opens up to four files together and writes down how it was asked. */
  private Tree tree() {
    Tree real = new PosixTree(ConfinedTree.open(bytes(dir.toString()), Policy.BENEATH));
    return (Tree)
        Proxy.newProxyInstance(
            Tree.class.getClassLoader(),
            new Class<?>[] {Tree.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("together")) {
                return 4;
              }
              if (method.getName().equals("openTogether")) {
                @SuppressWarnings("unchecked")
                List<byte[]> paths = (List<byte[]>) arguments[0];
                calls.add("together " + text(paths.getFirst()) + " x" + paths.size());
                @Nullable FileHandle[] files = new @Nullable FileHandle[paths.size()];
                for (int i = 0; i < files.length; i++) {
                  try {
                    files[i] = real.openRead(paths.get(i)).readWhole((int) arguments[1]);
                  } catch (PosixException e) {
                    files[i] = null;
                  }
                }
                return files;
              }
              calls.add("alone " + text((byte[]) arguments[0]));
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private String read(Tree tree, int index) {
    try (FileHandle file =
        ahead.open(tree, index, name(index), next -> next < FILES ? name(next) : null)) {
      byte[] content = new byte[100];
      return text(java.util.Arrays.copyOf(content, file.preadFully(content, 0, 100, 0)));
    }
  }

  @Test
  void filesInTurnAreOpenedTogetherAfterAWhile() {
    Tree tree = tree();
    for (int i = 0; i < FILES; i++) {
      assertThat(read(tree, i)).isEqualTo("content of " + i);
    }
    assertThat(calls)
        .containsExactly(
            "alone f0",
            "alone f1",
            "alone f2",
            "together f3 x4",
            "together f7 x4",
            "together f11 x1");
  }

  @Test
  void filesHereAndThereAreOpenedAlone() {
    Tree tree = tree();
    for (int i : new int[] {0, 2, 4, 5, 7, 8, 10, 9, 3}) {
      assertThat(read(tree, i)).isEqualTo("content of " + i);
    }
    assertThat(calls).hasSize(9).allMatch(call -> call.startsWith("alone"));
  }

  @Test
  void whoAsksForOneThatCannotBeOpenedIsToldWhy() throws IOException {
    Files.delete(dir.resolve("f4"));
    Tree tree = tree();
    for (int i = 0; i < 4; i++) {
      assertThat(read(tree, i)).isEqualTo("content of " + i);
    }
    assertThatThrownBy(() -> read(tree, 4)).isInstanceOf(PosixException.class);
    assertThat(read(tree, 5)).isEqualTo("content of 5");
    assertThat(calls)
        .containsExactly("alone f0", "alone f1", "alone f2", "together f3 x4", "alone f4");
  }

  @Test
  void whatWasOpenedLongAgoIsOpenedAnew() throws Exception {
    Tree tree = tree();
    for (int i = 0; i < 4; i++) {
      assertThat(read(tree, i)).isEqualTo("content of " + i);
    }
    Files.writeString(dir.resolve("f4"), "another");
    Thread.sleep(600);
    assertThat(read(tree, 4)).isEqualTo("another");
  }
}
