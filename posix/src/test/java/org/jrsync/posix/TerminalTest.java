package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrsync.posix.TestPaths.b;
import static org.jrsync.posix.TestPaths.text;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A terminal made for the test, with its other end in the test's hands. */
@Timeout(30)
class TerminalTest {
  private static final int TIOCSPTLCK = 0x40045431;
  private static final int TIOCGPTN = 0x80045430;
  private static final int TIOCSWINSZ = 0x5414;

  private static int ioctl(int fd, int request, int value) {
    NativeScratch s = NativeScratch.acquire();
    try {
      s.putInt(0, value).putInt(4, 0);
      Libc.IOCTL.check(s, fd, request, s.struct);
      return s.structInt(0);
    } finally {
      s.release();
    }
  }

  private static boolean echoes(int fd) {
    return (Terminal.modes(fd)[12] & 010) != 0;
  }

  @Test
  void passwordsAreNotShown() throws Exception {
    try (FileHandle keyboard = SystemFile.open("/dev/ptmx", OpenFlags.RDWR)) {
      ioctl(keyboard.fd(), TIOCSPTLCK, 0);
      String name = "/dev/pts/" + ioctl(keyboard.fd(), TIOCGPTN, 0);
      try (FileHandle screen = SystemFile.open(name, OpenFlags.RDWR)) {
        assertThat(Terminal.isTerminal(screen.fd())).isTrue();
        assertThat(echoes(screen.fd())).isTrue();
        CompletableFuture<byte[]> password =
            CompletableFuture.supplyAsync(() -> Terminal.readPassword(screen, b("Password: ")));
        while (echoes(screen.fd())) {
          Thread.sleep(5);
        }
        byte[] shown = new byte[100];
        int count = keyboard.read(shown, 0, shown.length);
        keyboard.write(b("top secret\n"), 0, 11);
        assertThat(password.get(10, TimeUnit.SECONDS)).isEqualTo(b("top secret"));
        count += keyboard.read(shown, count, shown.length - count);
        assertThat(text(shown).substring(0, count)).isEqualTo("Password: \r\n");
        assertThat(echoes(screen.fd())).isTrue();

        // struct winsize: 24 rows, 132 columns.
        ioctl(screen.fd(), TIOCSWINSZ, 24 | (132 << 16));
        assertThat(Terminal.width(screen.fd())).isEqualTo(132);
      }
    }
    int[] pipe = Descriptors.pipe();
    assertThat(Terminal.isTerminal(pipe[0])).isFalse();
    assertThat(Terminal.width(pipe[0])).isZero();
    Descriptors.close(pipe[0]);
    Descriptors.close(pipe[1]);
  }
}
