package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every count, length, index and id that a reader takes from the wire, one after the other too
 * large, negative or just beyond its limit, in sessions that are good otherwise.
 */
@Isolated("measures what all threads together allocate")
class WireFieldsTest {
  /** How many bytes a session with one wrong number may take beyond a good one. */
  private static final long MORE_BYTES = 2 << 20;

  /** What as many filter rules take as are allowed, which are sent one by one. */
  private static final long RULE_BYTES = 96 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final List<WireField> TABLE = WireField.table();

  /** How a session ended: as a daemon's or as a client's. */
  private record End(int code, List<String> told, long bytes) {
    @Override
    public String toString() {
      return "exit code " + code + ", " + bytes + " bytes allocated, told " + told;
    }
  }

  static Stream<Hostile> sessions() {
    return Hostile.all().stream();
  }

  @Test
  void everyRowHasAField() {
    assertThat(TABLE)
        .allMatch(row ->
            Hostile.all().stream()
                .anyMatch(session ->
                    session.fields().stream().anyMatch(field -> row.covers(session, field))));
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void everyFieldHasARow(Hostile session) {
    assertThat(session.fields())
        .allMatch(field -> TABLE.stream().anyMatch(row -> row.covers(session, field)));
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void eachFieldInTurn(Hostile session) {
    try (Ground ground = new Ground();
        LocalDaemon daemon = new LocalDaemon(ground)) {
      play(session, session.good(), ground, daemon);
      End good = play(session, session.good(), ground, daemon);
      assertThat(good.code).as(good.toString()).isIn(0, 23);
      List<String> failures = new ArrayList<>();
      for (String field : session.ownFields()) {
        for (WireField row : TABLE) {
          if (row.covers(session, field)) {
            for (long value : row.values()) {
              one(session, field, value, row, good.bytes, ground, daemon, failures);
            }
          }
        }
      }
      assertThat(failures).isEmpty();
      End last = play(session, session.good(), ground, daemon);
      assertThat(last.code).as(last.toString()).isIn(0, 23);
      ground.assertNothingOpen();
      ground.assertSourceUntouched();
    }
  }

  private static void one(
      Hostile session,
      String field,
      long value,
      WireField row,
      long usualBytes,
      Ground ground,
      LocalDaemon daemon,
      List<String> failures) {
    String what = session + ": " + field + " = " + value;
    End end = play(session, session.with(field, value), ground, daemon);
    try {
      check(end, row, session.reader().server(), what + ": " + end);
      boolean many = field.equals("filter rules: count");
      assertThat(end.bytes).as(what).isLessThan(usualBytes + (many ? RULE_BYTES : MORE_BYTES));
      ground.assertWhole(what);
    } catch (AssertionError e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  private static void check(End end, WireField row, boolean server, String what) {
    assertThat(end.told)
        .as(what)
        .noneMatch(line -> line.contains("internal error") || line.contains("Exception"));
    if (row.code() == WireField.ANY) {
      assertThat(end.code).as(what).isBetween(-1, 35);
      return;
    }
    assertThat(end.code).as(what).isEqualTo(row.code());
    assertThat(end.told).as(what).anyMatch(line -> row.line().matcher(line).find());
    if (!server) {
      assertThat(end.told).as(what).hasSize(1);
    }
  }

  private static End play(Hostile session, Script script, Ground ground, LocalDaemon daemon) {
    ground.reset();
    long before = THREADS.getTotalThreadAllocatedBytes();
    int code;
    List<String> told = new ArrayList<>();
    if (session.reader().server()) {
      LocalDaemon.Outcome outcome = daemon.play(script);
      code = outcome.exitStatus();
      told.addAll(outcome.log());
      told.add(new String(outcome.answer(), StandardCharsets.ISO_8859_1));
    } else {
      LocalClient.Outcome outcome = LocalClient.play(session.session(), ground, script);
      code = outcome.exitCode();
      told.addAll(outcome.errors());
    }
    return new End(code, told, THREADS.getTotalThreadAllocatedBytes() - before);
  }
}
