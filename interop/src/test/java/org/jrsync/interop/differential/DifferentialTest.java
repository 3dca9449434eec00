package org.jrsync.interop.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.peer.Peers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Cases made of seeds. {@code -Ddifferential.first=N -Ddifferential.count=M} runs others than the
 * usual ones; what is printed at the end tells which options were in them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialTest {
  private static final int USUAL = 30;
  private static final int THOROUGH = 1_000;
  private static final int ENOUGH = 20;
  private static final int AGAIN = 3;

  /** Seeds whose difference is told of in docs/known-defects.md, and what it is about. */
  private static final Map<Long, String> KNOWN =
      Map.of(
          275L,
          "rsync's daemon refuses an option of a pull, and its client does not get to read the code",
          459L,
          "rsync lists what a link out of a module leads to, with --copy-unsafe-links, and deletes",
          827L,
          "as 275, of a push by an old protocol, which has no message for the code");

  private final Stage stage = new Stage();
  private final Coverage coverage = new Coverage();
  private Path rsync = Path.of("rsync");
  private final Path jrsync = Jrsync.binary();

  @BeforeAll
  void begin() {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "trees have owners and devices");
    rsync = Peers.NEWEST.orSkip().binary();
  }

  @AfterAll
  void end() {
    if (Long.getLong("differential.count") != null) {
      System.out.println(coverage);
    }
    stage.close();
  }

  @TestFactory
  Stream<DynamicTest> rsyncAndJrsyncDoTheSame() {
    long first = Long.getLong("differential.first", 1);
    long count = Long.getLong("differential.count", USUAL);
    return LongStream.range(first, first + count)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> compare(seed)));
  }

  private void compare(long seed) {
    Assumptions.assumeFalse(KNOWN.containsKey(seed), () -> "known: " + KNOWN.get(seed));
    RandomCase next = RandomCase.of(seed, true);
    coverage.count(next.covered());
    stage.prepare(next, rsync);
    // One of the two sides is sometimes rsync's.
    boolean local = next.route() == RandomCase.Route.LOCAL;
    Path client = local || seed % 4 != 0 ? jrsync : rsync;
    Path server = client.equals(rsync) || seed % 4 != 1 ? jrsync : rsync;
    Outcome wanted = stage.run(next, rsync, rsync);
    Outcome found = stage.run(next, client, server);
    List<String> differences = found.differences(wanted);
    // Where rsync differs from itself, any of its results will do.
    for (int i = 0; i < AGAIN && !differences.isEmpty(); i++) {
      differences = found.differences(stage.run(next, rsync, rsync));
    }
    assertThat(differences).as(String.join(" ", stage.words(next, client, server))).isEmpty();
  }

  @Test
  void aThousandCasesHaveEachOptionOftenEnough() {
    Coverage all = new Coverage();
    for (long seed = 1; seed <= THOROUGH; seed++) {
      all.count(RandomCase.of(seed, true).covered());
    }
    System.out.println(all.summary());
    assertThat(new OptionPool().all()).extracting(Choice::option).allMatch(all::has);
    assertThat(all.rarerThan(ENOUGH)).isEmpty();
  }
}
