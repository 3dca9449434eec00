package org.jrsync.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentConfigTest {

  @TempDir Path dir;

  private final ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    operator.close();
  }

  private CurrentConfig open(Path file) {
    CurrentConfig config =
        new CurrentConfig(
            new OperatorFiles(operator), operator, file.toString(), List.of(), name -> null);
    config.logTo(log::add);
    return config;
  }

  @Test
  void aChangedFileHoldsForTheNextClient() throws Exception {
    Path file = Files.writeString(dir.resolve("c"), "[a]\n");
    CurrentConfig config = open(file);
    DaemonConfig before = config.get();
    assertThat(config.get()).isSameAs(before);

    Files.writeString(file, "[a]\n[b]\n");

    assertThat(config.get().modules()).hasSize(2);
    assertThat(before.modules()).hasSize(1);
    assertThat(log).isEmpty();
  }

  @Test
  void aChangedIncludedFileHoldsToo() throws Exception {
    Path part = Files.writeString(dir.resolve("part.conf"), "[a]\n");
    Path file = Files.writeString(dir.resolve("c"), "&include " + dir + "\n");
    CurrentConfig config = open(file);
    assertThat(config.get().modules()).hasSize(1);

    Files.writeString(part, "[a]\n[b]\n");
    assertThat(config.get().modules()).hasSize(2);

    Files.writeString(dir.resolve("second.conf"), "[c]\n");
    assertThat(config.get().modules()).hasSize(3);
  }

  @Test
  void aBadFileKeepsTheOldOneAndIsLoggedOnce() throws Exception {
    Path file = Files.writeString(dir.resolve("c"), "[a]\n");
    CurrentConfig config = open(file);

    Files.writeString(file, "[a]\n[global]\nhosts allow = @net\n");

    assertThat(config.get().modules()).hasSize(1);
    assertThat(config.get().modules()).hasSize(1);
    assertThat(log)
        .containsExactly(
            "configuration not changed: "
                + file
                + " line 3: the netgroup @net in \"hosts allow\" is not supported by this version");

    Files.delete(file);
    assertThat(config.get().modules()).hasSize(1);
    assertThat(log).hasSize(2);

    Files.writeString(file, "[x]\n[y]\n");
    assertThat(config.get().modules()).hasSize(2);
  }

  @Test
  void theFirstFileMustBeRight() {
    assertThatThrownBy(() -> open(dir.resolve("none")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("No such file or directory (2)");
  }
}
