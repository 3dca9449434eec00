package org.jrsync.posix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The terminal that a person sits at. */
public final class Terminal {
  private static final int TIOCGWINSZ = 0x5413;

  /** {@code struct termios}: where the local modes are, and the mode that shows what is typed. */
  private static final int LOCAL_MODES = 12;

  private static final int ECHO = 010;
  private static final int TERMIOS_SIZE = 60;
  private static final int TCSAFLUSH = 2;
  private static final int MAX_PASSWORD = 4096;

  private Terminal() {}

  /** Whether the descriptor is a terminal. */
  public static boolean isTerminal(int fd) {
    NativeScratch s = NativeScratch.acquire();
    try {
      return Libc.ISATTY.intCall(s, fd) == 1;
    } finally {
      s.release();
    }
  }

  /** Columns of the terminal, or 0 where the descriptor is none or does not say. */
  public static int width(int fd) {
    NativeScratch s = NativeScratch.acquire();
    try {
      // struct winsize: rows, columns, and two that nobody fills.
      s.putLong(0, 0);
      return Libc.IOCTL.intCall(s, fd, TIOCGWINSZ, s.struct) < 0 ? 0 : s.structShort(2) & 0xffff;
    } finally {
      s.release();
    }
  }

  /**
   * Asks at the process's terminal for a password, without showing what is typed.
   *
   * @param prompt what to write there first
   * @return the line without its end, or null where the process has no terminal
   */
  public static byte @Nullable [] readPassword(byte[] prompt) {
    try (FileHandle terminal = SystemFile.open("/dev/tty", OpenFlags.RDWR)) {
      return readPassword(terminal, prompt);
    } catch (PosixException e) {
      if (e.call().equals(Libc.OPENAT.callName())) {
        return null;
      }
      throw e;
    }
  }

  static byte[] readPassword(FileHandle terminal, byte[] prompt) {
    byte[] before = modes(terminal.fd());
    byte[] silent = before.clone();
    silent[LOCAL_MODES] &= ~ECHO;
    // A person who interrupts the program wants to see again what is typed afterwards.
    Thread restore = new Thread(() -> setModes(terminal.fd(), before), "terminal-restore");
    Runtime.getRuntime().addShutdownHook(restore);
    try {
      setModes(terminal.fd(), silent);
      terminal.write(prompt, 0, prompt.length);
      byte[] line = readLine(terminal);
      terminal.write(new byte[] {'\n'}, 0, 1);
      return line;
    } finally {
      setModes(terminal.fd(), before);
      removeHook(restore);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then it runs, or has run, and does what is right.
    }
  }

  private static byte[] readLine(FileHandle terminal) {
    byte[] line = new byte[MAX_PASSWORD];
    int length = 0;
    while (length < line.length && terminal.read(line, length, 1) == 1 && line[length] != '\n') {
      length++;
    }
    byte[] result = Arrays.copyOf(line, length);
    Arrays.fill(line, (byte) 0);
    return result;
  }

  static byte[] modes(int fd) {
    NativeScratch s = NativeScratch.acquire();
    try {
      Libc.TCGETATTR.check(s, fd, s.struct, 0);
      byte[] modes = new byte[TERMIOS_SIZE];
      for (int i = 0; i < modes.length; i++) {
        modes[i] = s.structByte(i);
      }
      return modes;
    } finally {
      s.release();
    }
  }

  private static void setModes(int fd, byte[] modes) {
    NativeScratch s = NativeScratch.acquire();
    try {
      for (int i = 0; i < modes.length; i++) {
        s.putByte(i, modes[i]);
      }
      Libc.TCSETATTR.intCall(s, fd, TCSAFLUSH, s.struct);
    } finally {
      s.release();
    }
  }
}
