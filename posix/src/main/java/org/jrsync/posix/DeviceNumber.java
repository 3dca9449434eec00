package org.jrsync.posix;

/**
 * Device numbers as Linux programs hold them: {@code makedev}, {@code major} and {@code minor} of
 * glibc.
 */
public final class DeviceNumber {
  private DeviceNumber() {}

  /** Packs both halves, each an unsigned 32-bit number. */
  public static long of(int major, int minor) {
    long high = major & 0xffffffffL;
    long low = minor & 0xffffffffL;
    return ((high & 0xfffff000L) << 32)
        | ((high & 0xfffL) << 8)
        | ((low & 0xffffff00L) << 12)
        | (low & 0xffL);
  }

  public static int major(long device) {
    return (int) (((device >>> 32) & 0xfffff000L) | ((device >>> 8) & 0xfffL));
  }

  public static int minor(long device) {
    return (int) (((device >>> 12) & 0xffffff00L) | (device & 0xffL));
  }
}
