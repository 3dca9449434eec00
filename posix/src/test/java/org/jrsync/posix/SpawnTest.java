package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.posix.TestPaths.b;
import static org.jrsync.posix.TestPaths.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Children: their arguments, descriptors, environment and ends. */
@Timeout(30)
class SpawnTest {
  private static String outputOf(Spawn spawn) throws IOException {
    Spawn.PipedChild child = spawn.startPiped();
    child.input().close();
    byte[] output = child.output().readAllBytes();
    child.output().close();
    assertThat(child.process().waitFor().isSuccess()).isTrue();
    return text(output);
  }

  @Test
  void argumentsAreBytes() throws IOException {
    byte[] odd = {(byte) 0xff, '\n', (byte) 0xc3, ' ', '\'', '"'};
    String output = outputOf(new Spawn(b("sh"), b("-c"), b("printf %s \"$1\""), b("sh"), odd));
    assertThat(output).isEqualTo(text(odd));
  }

  @Test
  void environmentIsBytesToo() throws IOException {
    byte[] value = {(byte) 0xfe, 'x'};
    assertThat(
            outputOf(new Spawn(b("sh"), b("-c"), b("printf %s \"$ODD\"")).variable("ODD", value)))
        .isEqualTo(text(value));
    String all = outputOf(new Spawn(b("env")).environment(b("ONLY=this")));
    assertThat(all).isEqualTo("ONLY=this\n");
    assertThat(outputOf(new Spawn(b("env")).variable("PATH", b("/none"))))
        .contains("\nPATH=/none\n")
        .doesNotContain("PATH=" + System.getenv("PATH"));
  }

  @Test
  void dataPassesBothWays() throws IOException {
    Spawn.PipedChild child = new Spawn(b("cat")).startPiped();
    byte[] sent = "x".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
    child.input().write(sent);
    child.input().close();
    assertThat(child.output().readAllBytes()).isEqualTo(sent);
    child.output().close();
    assertThat(child.process().waitFor()).isEqualTo(new ExitStatus(0, 0));
  }

  @Test
  void onlyTheStandardDescriptorsPass() throws IOException {
    int leaked = Descriptors.duplicate(1);
    Descriptors.setCloseOnExec(leaked, false);
    try {
      String fds = outputOf(new Spawn(b("sh"), b("-c"), b("exec ls /proc/$$/fd/")));
      // ls itself opens the directory as 3.
      assertThat(fds).isEqualTo("0\n1\n2\n3\n");
    } finally {
      Descriptors.close(leaked);
    }
  }

  @Test
  void chosenDescriptorsMayBeStandardOnes() throws IOException {
    int[] pipe = Descriptors.pipe();
    ChildProcess child =
        new Spawn(b("sh"), b("-c"), b("echo out; echo err >&2"))
            .stdout(pipe[1])
            .stderr(pipe[1])
            .start();
    Descriptors.close(pipe[1]);
    try (FdInputStream in = new FdInputStream(pipe[0])) {
      assertThat(text(in.readAllBytes())).isEqualTo("out\nerr\n");
    }
    assertThat(child.waitFor().isSuccess()).isTrue();
  }

  @Test
  void exitCodesAndSignals() {
    assertThat(new Spawn(b("sh"), b("-c"), b("exit 37")).start().waitFor())
        .isEqualTo(new ExitStatus(37, 0));
    ChildProcess sleeper = new Spawn(b("sleep"), b("60")).start();
    assertThat(sleeper.waitFor(20)).isNull();
    sleeper.kill(Signals.TERM);
    assertThat(sleeper.waitFor()).isEqualTo(new ExitStatus(0, Signals.TERM));
    sleeper.kill(Signals.TERM);
    assertThat(sleeper.waitFor(0)).isEqualTo(new ExitStatus(0, Signals.TERM));
  }

  @Test
  void waitingOnAVirtualThreadWorks() throws InterruptedException {
    ExitStatus[] status = new ExitStatus[1];
    Thread.ofVirtual()
        .start(() ->
            status[0] = new Spawn(b("sh"), b("-c"), b("sleep 0.05; exit 3")).start().waitFor())
        .join();
    assertThat(status[0]).isEqualTo(new ExitStatus(3, 0));
  }

  @Test
  void whatCannotBeRunIsSaid() {
    assertThatThrownBy(() -> new Spawn(b("/no/such/program")).start())
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    assertThatThrownBy(() -> new Spawn(b("/etc/passwd")).start())
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EACCES));
    assertThatThrownBy(() -> new Spawn(b("sh"), b("a\0b")).start())
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    assertThatThrownBy(Spawn::new).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void directoryAndSession() throws IOException {
    assertThat(outputOf(new Spawn(b("pwd")).directory(b("/usr")))).isEqualTo("/usr\n");
    String ids =
        outputOf(
            new Spawn(
                    b("sh"), b("-c"), b("read -r a b c d e sid rest </proc/$$/stat; echo $$ $sid"))
                .newSession());
    String[] parts = ids.trim().split(" ", -1);
    assertThat(parts[0]).isEqualTo(parts[1]);
  }

  @Test
  void signalsHaveTheirDefaultEffectInTheChild() throws IOException {
    // The JVM handles TERM; a shell that inherited it ignored would survive.
    assertThat(new Spawn(b("sh"), b("-c"), b("kill -TERM $$; exit 5")).start().waitFor().signal())
        .isEqualTo(Signals.TERM);
    String blocked = outputOf(new Spawn(b("grep"), b("SigBlk"), b("/proc/self/status")));
    assertThat(blocked.trim()).endsWith("0000000000000000");
  }
}
