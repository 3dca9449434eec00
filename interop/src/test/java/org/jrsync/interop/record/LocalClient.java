package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrsync.client.Message;
import org.jrsync.client.Rsync;
import org.jrsync.client.TransferListener;

/** Our client in this process, by its library. */
final class LocalClient {
  private LocalClient() {}

  /**
   * How a run ended.
   *
   * @param exitCode rsync's
   * @param errors what was told that is not mere information
   */
  record Outcome(int exitCode, List<String> errors) {
    /** Fails unless the run ended with an error and told of it plainly. */
    void assertFailed(String what) {
      assertThat(exitCode).as(what).isBetween(1, 35);
      assertThat(errors).as(what).isNotEmpty();
      assertPlain(what);
    }

    /** Fails when a message shows the inside of the program, or is none. */
    void assertPlain(String what) {
      assertThat(errors)
          .as(what)
          .noneMatch(line -> line.isBlank())
          .noneMatch(line -> line.contains("internal error") || line.contains("Exception"));
    }

    @Override
    public String toString() {
      return "exit code " + exitCode + ", errors " + errors;
    }
  }

  /** Runs the client of a session against a server that plays a script. */
  static Outcome play(Session session, Ground ground, Script server, String... more) {
    List<String> errors = Collections.synchronizedList(new ArrayList<>());
    try (Player.FakeServer fake = new Player.FakeServer(server)) {
      Rsync.Builder builder = Rsync.builder();
      session.options().forEach(builder::option);
      for (String option : more) {
        builder.option(option);
      }
      List<String> places = session.places(fake.port(), ground.source(), ground.copy());
      builder.source(places.get(0)).destination(places.get(1));
      builder.listener(
          new TransferListener() {
            @Override
            public void message(Message message) {
              if (message.kind() != Message.Kind.INFO) {
                errors.add(message.text());
              }
            }
          });
      return new Outcome(exitCode(builder.build(), errors), List.copyOf(errors));
    }
  }

  private static int exitCode(Rsync transfer, List<String> errors) {
    AtomicInteger code = new AtomicInteger(-1);
    InTime.run(errors::toString, () -> code.set(transfer.run().exitCode()), transfer::cancel);
    return code.get();
  }
}
