package org.jrsync.daemon.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jrsync.engine.tree.AttributeFaults;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.FileWork;
import org.jrsync.posix.PosixException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever looks at attributes tells at once what is wrong with them, even where it fails. */
class PooledTreeTest {
  private static final byte[] NAME = "f".getBytes(US_ASCII);

  /** A tree that finds something with every operation, and whose operations then fail. */
  private static Tree faulty() {
    AttributeFaults[] faults = {AttributeFaults.SILENT};
    return (Tree)
        Proxy.newProxyInstance(
            Tree.class.getClassLoader(),
            new Class<?>[] {Tree.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("tellFaults")) {
                faults[0] = (AttributeFaults) arguments[0];
                return null;
              }
              faults[0].unreadable((byte[]) arguments[0], Errno.ERANGE);
              throw new PosixException(Errno.EPERM, method.getName());
            });
  }

  /** Does work in a thread of its own. */
  private static final class Elsewhere implements FileWork {
    @Override
    public <T> T call(Supplier<T> work) {
      FutureTask<T> task = new FutureTask<>(work::get);
      Thread.ofPlatform().start(task);
      try {
        return task.get();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof PosixException cause) {
          throw cause;
        }
        throw new AssertionError(e);
      }
    }

    @Override
    public void later(Runnable work) {
      run(work);
    }
  }

  private record Listener(List<String> told) implements AttributeFaults {
    @Override
    public void unreadable(byte[] path, int errno) {
      told.add(new String(path, US_ASCII) + " " + errno + " " + Thread.currentThread().getName());
    }

    @Override
    public byte[] shown(byte[] path) {
      return path;
    }
  }

  private static DynamicTest tells(String name, Consumer<Tree> operation) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          List<String> told = new ArrayList<>();
          Tree tree = new PooledTree(faulty(), new Elsewhere());
          tree.tellFaults(new Listener(told));
          assertThatThrownBy(() -> operation.accept(tree))
              .isInstanceOf(PosixException.class)
              .hasMessageContaining(name);
          assertThat(told)
              .containsExactly("f " + Errno.ERANGE + " " + Thread.currentThread().getName());
        });
  }

  @TestFactory
  Stream<DynamicTest> faultsAreToldByTheOperationThatFindsThem() {
    return Stream.of(
        tells("lstat", tree -> tree.lstat(NAME, new FileStat())),
        tells("stat", tree -> tree.stat(NAME, new FileStat())),
        tells("list", tree -> tree.list(NAME, false, false)),
        tells("chmod", tree -> tree.chmod(NAME, 0600)),
        tells("chown", tree -> tree.chown(NAME, 1, 1)));
  }
}
