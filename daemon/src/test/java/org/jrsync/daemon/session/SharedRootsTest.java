package org.jrsync.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.posix.FileStat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedRootsTest {

  @TempDir Path dir;

  private final SharedRoots roots = new SharedRoots();

  private ModuleRoot open() {
    return roots.open(new ModulePaths(dir + "/module", "", true, false, false));
  }

  private static boolean has(ModuleRoot root, String name) {
    return root.tree().lstat(name.getBytes(StandardCharsets.US_ASCII), new FileStat()) == 0;
  }

  private long held() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(this::isOfTheModule).count();
    }
  }

  private boolean isOfTheModule(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(dir);
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void manySessionsHoldOneDescriptor() throws IOException {
    Files.createDirectories(dir.resolve("module/folder"));
    List<ModuleRoot> open = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      open.add(open());
    }
    assertThat(held()).isEqualTo(1);

    open.removeFirst().close();
    for (ModuleRoot root : open) {
      assertThat(has(root, "folder")).isTrue();
      root.close();
    }
    assertThat(held()).isZero();
    try (ModuleRoot again = open()) {
      assertThat(has(again, "folder")).isTrue();
    }
  }

  @Test
  void aModuleThatWasReplacedIsNotTheOldOne() throws IOException {
    Files.createDirectories(dir.resolve("module/before"));
    try (ModuleRoot first = open()) {
      Files.move(dir.resolve("module"), dir.resolve("away"));
      Files.createDirectories(dir.resolve("module/after"));
      try (ModuleRoot second = open();
          ModuleRoot third = open()) {
        assertThat(has(first, "before")).isTrue();
        assertThat(has(second, "before")).isFalse();
        assertThat(has(third, "after")).isTrue();
      }
      Files.delete(dir.resolve("module/after"));
      Files.delete(dir.resolve("module"));
      assertThatThrownBy(this::open).isInstanceOf(ModuleRefusedException.class);
    }
    assertThat(held()).isZero();
  }
}
