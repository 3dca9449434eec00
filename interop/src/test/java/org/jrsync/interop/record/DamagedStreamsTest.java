package org.jrsync.interop.record;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded sessions with random damage, the same each time, against ours as a client and as a
 * daemon, sending and receiving. Each ends, says why if it failed, and leaves nothing broken.
 */
@Execution(ExecutionMode.CONCURRENT)
class DamagedStreamsTest {
  /** Of each kind of damage in each session. */
  private static final int ROUNDS = Integer.getInteger("jrsync.damage.rounds", 10);

  private static final long SEED = Long.getLong("jrsync.damage.seed", 20_250_101L);

  /**
   * What is damaged for a reader.
   *
   * @param reader who gets it
   * @param session whose stream it is
   */
  record Case(Reader reader, Session session) {
    @Override
    public String toString() {
      return reader + ", " + session;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Reader reader : Reader.values()) {
      for (Session session : Session.few(reader.server())) {
        if (reader.reads(session)) {
          cases.add(new Case(reader, session));
        }
      }
    }
    return cases;
  }

  static List<Case> framed() {
    return cases().stream()
        .filter(each -> each.session.recorded().hasFrames(each.reader.server()))
        .filter(each -> frames(each).data().length > 0)
        .toList();
  }

  /** Anywhere in the stream, from the greeting to the goodbye. */
  @ParameterizedTest
  @MethodSource("cases")
  void anywhere(Case damaged) {
    byte[] stream = damaged.reader.stream(damaged.session.recorded());
    play(damaged, (damage, random) -> damage.apply(stream, random));
  }

  /**
   * In what the frames hold, which stay whole: the damage reaches what reads file lists and files.
   */
  @ParameterizedTest
  @MethodSource("framed")
  void insideFrames(Case damaged) {
    Frames frames = frames(damaged);
    byte[] data = frames.data();
    play(damaged, (damage, random) -> frames.with(damage.apply(data, random)));
  }

  private static Frames frames(Case each) {
    return Frames.of(each.session.recorded(), each.reader.server());
  }

  @FunctionalInterface
  private interface Damaging {
    byte[] damaged(Damage damage, RandomGenerator random);
  }

  private static void play(Case each, Damaging damaging) {
    RandomGenerator random = Damage.random(SEED);
    try (Play play = new Play(each.reader, each.session)) {
      for (int round = 0; round < ROUNDS; round++) {
        for (Damage damage : Damage.values()) {
          byte[] stream = damaging.damaged(damage, random);
          play.run(play.other(stream), each + ", " + damage + " in round " + round);
        }
      }
    }
  }
}
