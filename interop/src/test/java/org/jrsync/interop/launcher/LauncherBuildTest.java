package org.jrsync.interop.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** When the launcher builds, and what it says when it cannot. */
@Execution(ExecutionMode.CONCURRENT)
class LauncherBuildTest {

  @Test
  void eightAtOnceBuildOnce() throws Exception {
    try (var checkout = new Checkout();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result>> runs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        runs.add(threads.submit(() -> checkout.version().run()));
      }
      StringBuilder progress = new StringBuilder();
      for (Future<Result> run : runs) {
        Result result = run.get().expectSuccess();
        assertThat(result.out()).startsWith(Checkout.ANSWER);
        progress.append(result.err());
      }
      assertThat(checkout.builds()).isEqualTo(1);
      assertThat(progress.toString()).as("one line from one of them").containsOnlyOnce("\n");
    }
  }

  @Test
  void buildsAgainWhenSourcesChangeAndOnlyThen() throws IOException {
    try (var checkout = new Checkout()) {
      checkout.version().run().expectSuccess();
      Path folder = checkout.home().resolve("wire/src/main/java");
      Checkout.write(folder.resolve("Other.java"), "class Other {}\n");
      checkout.version().run().expectSuccess();
      assertThat(checkout.builds()).isEqualTo(2);

      Path scrap = folder.resolve("scrap");
      Checkout.write(scrap, "a file that does not stay");
      Files.delete(scrap);
      Result result = checkout.version().run().expectSuccess();
      assertThat(result.err()).isEmpty();
      assertThat(checkout.builds()).as("same content, newer time stamp").isEqualTo(2);
    }
  }

  @Test
  void aMovedCheckoutIsPreparedAnew() throws IOException {
    try (var checkout = new Checkout()) {
      checkout.version().run().expectSuccess();
      Path moved = checkout.home().resolveSibling("moved");
      Files.move(checkout.home(), moved);
      Result result =
          Command.of(moved.resolve("jrsync"), "--version")
              .env("JAVA_HOME", System.getProperty("java.home"))
              .env("PATH", moved.resolveSibling("bin") + ":/usr/bin:/bin")
              .run()
              .expectSuccess();
      assertThat(result.out()).startsWith(Checkout.ANSWER);
      assertThat(checkout.builds()).isEqualTo(2);
    }
  }

  @Test
  void aFailedBuildShowsWhyAndLeavesNothing() {
    try (var checkout = new Checkout()) {
      checkout.maven("echo the reason; exit 1\n");
      Result result = checkout.version().run();
      assertThat(result.exitCode()).isNotZero();
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains("the reason").contains("the build failed");
      assertThat(checkout.home().resolve("build/launch")).doesNotExist();
    }
  }

  @Test
  void withoutJdkItSaysWhatToInstall() throws IOException {
    try (var checkout = new Checkout()) {
      String script = Files.readString(checkout.prepare());
      String folders = "/usr/lib/jvm/* /opt/java/* /opt/*jdk* /usr/java/* /usr/local/*jdk* ";
      assertThat(script).contains(folders);
      Files.writeString(checkout.prepare(), script.replace(folders, ""));
      Result result =
          checkout.version().env("JAVA_HOME", "/nonexistent").env("HOME", "/nonexistent").run();
      assertThat(result.exitCode()).isNotZero();
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains("JDK 25").contains("JAVA_HOME");
      assertThat(checkout.builds()).isZero();
    }
  }

  @Test
  void whoMayNotWriteIsToldSoOnceAndServedAfterwards() throws IOException {
    Assumptions.assumeTrue(root(), "needs root to run the launcher as another user");
    try (var checkout = new Checkout()) {
      Result early = asNobody(checkout);
      assertThat(early.exitCode()).isNotZero();
      assertThat(early.err()).contains("not writable").containsOnlyOnce("\n");

      checkout.version().run().expectSuccess();
      assertThat(asNobody(checkout).expectSuccess().err()).isEmpty();

      Checkout.write(checkout.home().resolve("wire/src/main/java/Other.java"), "class Other {}\n");
      Result stale = asNobody(checkout).expectSuccess();
      assertThat(stale.err()).as("an older build is better than none").isEmpty();
      assertThat(checkout.builds()).isEqualTo(1);
    }
  }

  @Test
  void aUserWithoutAHomeKeepsWhatMavenFetchesInTheCheckout() throws IOException {
    Assumptions.assumeTrue(root(), "needs root to run the launcher as another user");
    try (var checkout = new Checkout()) {
      Result result = asNobody(checkout.prepare(), "--maven-repository").expectSuccess();
      assertThat(result.out()).isEqualTo(checkout.home().resolve("build/repository") + "\n");
    }
  }

  private static Result asNobody(Checkout checkout) {
    return asNobody(checkout.launcher(), "--version");
  }

  private static Result asNobody(Path program, String argument) {
    return Command.of(
            "/usr/bin/env",
            "-i",
            "/usr/bin/setpriv",
            "--reuid=nobody",
            "--clear-groups",
            program.toString(),
            argument)
        .run();
  }

  private static boolean root() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
