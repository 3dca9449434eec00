package org.jrsync.interop.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many connections the system keeps until they are accepted. */
class BacklogTest {
  private final Scratch scratch = new Scratch();

  @AfterEach
  void end() {
    scratch.close();
  }

  /** The kernel gives such a file to the first read alone, which the JDK's is too small for. */
  private static int longest() {
    return Integer.parseInt(Command.of("cat", "/proc/sys/net/core/somaxconn").run().out().strip());
  }

  private String logOf(String config) {
    try (RsyncDaemon daemon =
        RsyncDaemon.startWith(Jrsync.binary(), scratch.path(), config + "[m]\npath = /\n")) {
      return daemon.everythingLogged();
    }
  }

  @Test
  void whatIsMoreThanTheSystemAllowsIsWarnedOfOnce() {
    int asked = longest() + 1;
    assertThat(logOf("listen backlog = " + asked + "\n").lines())
        .filteredOn(line -> line.contains("backlog"))
        .singleElement()
        .asString()
        .endsWith(
            "listen backlog (" + asked + ") is cut to " + longest() + " by net.core.somaxconn");
  }

  @Test
  void theDefaultIsNotWhereTheSystemAllowsIt() {
    assumeThat(longest()).isGreaterThanOrEqualTo(4096);
    assertThat(logOf("")).contains("starting, listening on port").doesNotContain("backlog");
  }
}
