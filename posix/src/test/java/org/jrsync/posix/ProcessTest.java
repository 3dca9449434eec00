package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.posix.TestPaths.b;
import static org.jrsync.posix.TestPaths.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the process can learn of itself and its surroundings. */
@Timeout(30)
class ProcessTest {
  @Test
  void argumentsAndEnvironmentAreThoseOfTheProcess() {
    byte[][] all = ProcessArguments.all();
    assertThat(text(all[0])).contains("java");
    assertThat(text(ProcessArguments.last(1)[0])).isEqualTo(text(all[all.length - 1]));
    assertThat(ProcessArguments.last(0).length).isZero();
    assertThat(text(ProcessArguments.executable())).startsWith("/").endsWith("/java");
    assertThatThrownBy(() -> ProcessArguments.last(all.length + 1))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] path = ProcessArguments.variable("PATH");
    assertThat(path).isNotNull();
    assertThat(new String(path, StandardCharsets.UTF_8)).isEqualTo(System.getenv("PATH"));
    assertThat(ProcessArguments.variable("NO_SUCH_VARIABLE")).isNull();
  }

  @Test
  void umaskIsReadAndLeftAlone() throws IOException {
    Spawn.PipedChild child = new Spawn(b("sh"), b("-c"), b("umask")).startPiped();
    int expected = Integer.parseInt(text(child.output().readAllBytes()).trim(), 8);
    child.process().waitFor();
    assertThat(Umask.read()).isEqualTo(expected);
    assertThat(Umask.read()).isEqualTo(expected);
  }

  @Test
  void usersAndGroupsHaveNames() {
    assertThat(Users.userId(b("root"))).isEqualTo(OptionalInt.of(0));
    assertThat(Users.groupId(b("root"))).isEqualTo(OptionalInt.of(0));
    assertThat(Users.userName(0)).isEqualTo(b("root"));
    assertThat(Users.groupName(0)).isEqualTo(b("root"));
    assertThat(Users.primaryGroup(b("root"))).isEqualTo(OptionalInt.of(0));
    assertThat(Users.primaryGroup(0)).isEqualTo(OptionalInt.of(0));
    assertThat(Users.homeDirectory(0)).isEqualTo(b("/root"));
    assertThat(Users.groupsOf(b("root"), 0)).contains(0);
    assertThat(Users.groupsOf(b("no-such-user"), 77)).containsExactly(77);
    assertThat(Users.userId(b("no-such-user"))).isEmpty();
    assertThat(Users.groupId(b("no-such-group"))).isEmpty();
    assertThat(Users.userId(b("a\0b"))).isEmpty();
    assertThat(Users.userName(2_000_000_123)).isNull();
    assertThat(Users.groupName(2_000_000_123)).isNull();
    byte[] nobody = Users.userName(65534);
    assertThat(nobody).isEqualTo(b("nobody"));
  }

  @Test
  void signalsReachTheirHandlers() throws InterruptedException {
    CountDownLatch got = new CountDownLatch(1);
    assertThat(Signals.handle("USR1", got::countDown)).isTrue();
    Signals.send(Signals.processId(), Signals.USR1);
    assertThat(got.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(Signals.ignore("USR1")).isTrue();
    Signals.send(Signals.processId(), Signals.USR1);
    assertThat(Signals.handle("KILL", () -> {})).isFalse();
    assertThat(Signals.handle("NOSUCH", () -> {})).isFalse();
  }

  /** A shell that ignores a signal starts its programs with the signal ignored. */
  @Test
  void signalsThatWereIgnoredAtTheStartReachTheirHandlers() throws IOException {
    String script =
        "trap '' INT HUP; exec \"$0\" --enable-native-access=ALL-UNNAMED -cp \"$1\" \"$2\"";
    Spawn.PipedChild child =
        new Spawn(
                b("sh"),
                b("-c"),
                b(script),
                ProcessArguments.executable(),
                b(System.getProperty("java.class.path")),
                b(OwnSignals.class.getName()))
            .startPiped();
    assertThat(text(child.output().readAllBytes())).isEqualTo("INT HUP ");
    child.process().waitFor();
  }

  /** Sends itself signals, and names those that reach their handlers. */
  static final class OwnSignals {
    private OwnSignals() {}

    public static void main(String[] arguments) throws InterruptedException {
      for (String name : List.of("INT", "HUP")) {
        CountDownLatch got = new CountDownLatch(1);
        Signals.handle(name, got::countDown);
        Signals.send(Signals.processId(), name.equals("INT") ? Signals.INT : Signals.HUP);
        if (got.await(10, TimeUnit.SECONDS)) {
          System.out.print(name + " ");
          System.out.flush();
        }
      }
    }
  }

  @Test
  void errorsHaveTheSystemsTexts() {
    assertThat(Errno.message(Errno.ENOENT)).isEqualTo("No such file or directory");
    assertThat(Errno.message(Errno.EDQUOT)).isEqualTo("Disk quota exceeded");
    assertThat(Errno.message(0)).isEqualTo("Success");
    assertThat(Errno.message(41)).isEqualTo("Unknown error 41");
    assertThat(Errno.message(4096)).isEqualTo("Unknown error 4096");
    assertThat(Errno.message(-1)).isEqualTo("Unknown error -1");
    PosixException e = new PosixException(Errno.EACCES, "openat");
    assertThat(e).hasMessage("openat: Permission denied");
    assertThat(e.reason()).isEqualTo("Permission denied");
  }

  @Test
  void deviceNumbersPackAsGlibcsDo() {
    assertThat(DeviceNumber.of(8, 1)).isEqualTo(0x801);
    for (int[] pair :
        new int[][] {
          {0, 0}, {259, 70_000}, {0xfffff, 0xffffff}, {-1, -1}, {0x12345678, 0x9abcdef0}
        }) {
      long device = DeviceNumber.of(pair[0], pair[1]);
      assertThat(DeviceNumber.major(device)).isEqualTo(pair[0]);
      assertThat(DeviceNumber.minor(device)).isEqualTo(pair[1]);
    }
  }
}
