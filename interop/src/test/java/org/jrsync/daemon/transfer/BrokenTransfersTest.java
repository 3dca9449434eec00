package org.jrsync.daemon.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jrsync.daemon.LocalDaemon;
import org.jrsync.daemon.session.ModuleRoot;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Transfers in the midst of which something is thrown that nobody expects: each ends alone, is
 * logged with its cause, and gives back all that it had.
 */
class BrokenTransfersTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Scratch scratch = new Scratch();

  /** The method of a tree that fails, how, and what the log says of it. */
  private record Bug(String method, Throwable thrown, String told) {}

  private final AtomicReference<@Nullable Bug> bug = new AtomicReference<>();
  private Path served;
  private Path files;

  @BeforeEach
  void create() throws IOException {
    served = scratch.folder("served");
    files = scratch.folder("files");
    Files.writeString(served.resolve("one"), "content");
    Files.writeString(files.resolve("two"), "more");
  }

  @AfterEach
  void end() {
    scratch.close();
  }

  private Tree broken(ModuleRoot root) {
    return broken(new PosixTree(root.tree()));
  }

  private Tree broken(Tree tree) {
    return (Tree)
        Proxy.newProxyInstance(
            Tree.class.getClassLoader(), new Class<?>[] {Tree.class}, new Broken(tree));
  }

  /** A tree that works but for one method now and then, and so do its parts. */
  private final class Broken implements InvocationHandler {
    private final Tree tree;

    Broken(Tree tree) {
      this.tree = tree;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      Bug now = bug.get();
      if (now != null && now.method.equals(method.getName())) {
        throw now.thrown;
      }
      try {
        Object result = method.invoke(tree, plain(arguments));
        return result instanceof Tree inner ? broken(inner) : result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private Object @Nullable [] plain(Object @Nullable [] arguments) {
      Object[] plain = arguments == null ? null : arguments.clone();
      for (int i = 0; plain != null && i < plain.length; i++) {
        if (plain[i] instanceof Tree other
            && Proxy.getInvocationHandler(other) instanceof Broken broken) {
          plain[i] = broken.tree;
        }
      }
      return plain;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "threads, list, pull",
    "threads, openRead, pull",
    "threads, rename, push",
    "hybrid, list, pull",
    "hybrid, openRead, pull",
    "hybrid, rename, push",
    "virtual, list, pull",
    "virtual, openRead, pull",
    "virtual, rename, push"
  })
  void endAloneAndLeaveNothing(String model, String method, String way) throws Exception {
    String config =
        "listener = "
            + model
            + "\nreverse lookup = no\n"
            + Module.writable(
                    "m",
                    served,
                    "max connections = 1",
                    "lock file = " + scratch.path().resolve("lock"))
                .section(ROOT);
    try (LocalDaemon daemon = new LocalDaemon(config, this::broken)) {
      run(daemon, way).expectSuccess();
      awaitNobody(daemon);
      String _ = daemon.takeLog();
      int before = descriptors();
      for (Bug next :
          List.of(
              new Bug(method, new StackOverflowError(), "nested too deeply"),
              new Bug(method, new OutOfMemoryError("full"), "out of memory"),
              new Bug(method, new IllegalStateException("bug"), "IllegalStateException: bug"))) {
        Files.deleteIfExists(served.resolve("two"));
        bug.set(next);
        Result broken = run(daemon, way);
        bug.set(null);
        assertThat(broken.exitCode()).as(broken.toString()).isNotZero();
        awaitNobody(daemon);
        assertThat(daemon.takeLog()).contains("m/ from UNDETERMINED (127.0.0.1)", next.told);
        // Its place is free again, and nothing is left of the file that was under way.
        run(daemon, way).expectSuccess();
        awaitNobody(daemon);
        assertThat(daemon.takeLog()).doesNotContain("max connections");
        try (Stream<Path> all = Files.list(served)) {
          assertThat(all.map(path -> path.getFileName().toString()))
              .containsOnly(
                  way.equals("push") ? new String[] {"one", "two"} : new String[] {"one"});
        }
      }
      for (int i = 0; i < 250 && descriptors() > before; i++) {
        Thread.sleep(20);
      }
      assertThat(descriptors()).isLessThanOrEqualTo(before);
    }
  }

  private Result run(LocalDaemon daemon, String way) {
    String module = "rsync://127.0.0.1:" + daemon.port() + "/m/";
    List<String> words =
        way.equals("push")
            ? List.of("-rI", files + "/", module)
            : List.of("-rI", module, scratch.folder("copy") + "/");
    return Command.of(Peers.PACKAGED.orSkip().binary(), words).limit(Duration.ofSeconds(30)).run();
  }

  private static void awaitNobody(LocalDaemon daemon) throws InterruptedException {
    for (int i = 0; i < 500 && daemon.active() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(daemon.active()).isZero();
  }

  private static int descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    }
  }
}
