package org.jrsync.posix;

/**
 * The process's umask, read without changing it: {@code umask} itself would change it for every
 * thread meanwhile.
 */
public final class Umask {
  private static final int USUAL = 022;

  private Umask() {}

  /** The umask, 0 to 0777, at this moment. */
  public static int read() {
    byte[] status = SystemFile.read("/proc/self/status", 1 << 16);
    byte[] label = Ascii.bytes("Umask:\t");
    int start = 0;
    for (int i = 0; i < status.length; i++) {
      if (status[i] != '\n') {
        continue;
      }
      if (i - start > label.length && matches(status, start, label)) {
        return octal(status, start + label.length, i);
      }
      start = i + 1;
    }
    // Kernels before 4.7 do not tell.
    return USUAL;
  }

  private static boolean matches(byte[] status, int start, byte[] label) {
    for (int i = 0; i < label.length; i++) {
      if (status[start + i] != label[i]) {
        return false;
      }
    }
    return true;
  }

  private static int octal(byte[] digits, int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      value = 8 * value + digits[i] - '0';
    }
    return value;
  }
}
