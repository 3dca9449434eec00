package org.jrsync.posix;

/**
 * What the system says of a file: a holder that a caller keeps and has filled again for each file.
 * Times are seconds since 1970 (negative before) with 0 to 999 999 999 nanoseconds; ids are
 * unsigned 32-bit numbers in an {@code int}.
 */
public final class FileStat {
  /** {@code STATX_MNT_ID}: since Linux 5.8. */
  private static final int MOUNT = 0x1000;

  /** {@code STATX_BASIC_STATS}, what {@code struct stat} has, and the mount. */
  static final int MASK = 0x7ff | MOUNT;

  private int mode;
  private int uid;
  private int gid;
  private int nlink;
  private long size;
  private long blocks;
  private long ino;
  private long dev;
  private long mount = -1;
  private int rdevMajor;
  private int rdevMinor;
  private long atimeSeconds;
  private int atimeNanos;
  private long mtimeSeconds;
  private int mtimeNanos;
  private long ctimeSeconds;
  private int ctimeNanos;

  /** An empty holder. */
  public FileStat() {}

  /** Takes over what another holder has. */
  public void take(FileStat other) {
    nlink = other.nlink;
    uid = other.uid;
    gid = other.gid;
    mode = other.mode;
    ino = other.ino;
    size = other.size;
    blocks = other.blocks;
    atimeSeconds = other.atimeSeconds;
    atimeNanos = other.atimeNanos;
    ctimeSeconds = other.ctimeSeconds;
    ctimeNanos = other.ctimeNanos;
    mtimeSeconds = other.mtimeSeconds;
    mtimeNanos = other.mtimeNanos;
    rdevMajor = other.rdevMajor;
    rdevMinor = other.rdevMinor;
    dev = other.dev;
    mount = other.mount;
  }

  /** Takes over the {@code struct statx} that the last call left. */
  void take(NativeScratch s) {
    nlink = s.statxInt(16);
    uid = s.statxInt(20);
    gid = s.statxInt(24);
    mode = s.statxShort(28);
    ino = s.statxLong(32);
    size = s.statxLong(40);
    blocks = s.statxLong(48);
    atimeSeconds = s.statxLong(64);
    atimeNanos = s.statxInt(72);
    ctimeSeconds = s.statxLong(96);
    ctimeNanos = s.statxInt(104);
    mtimeSeconds = s.statxLong(112);
    mtimeNanos = s.statxInt(120);
    rdevMajor = s.statxInt(128);
    rdevMinor = s.statxInt(132);
    dev = DeviceNumber.of(s.statxInt(136), s.statxInt(140));
    mount = (s.statxInt(0) & MOUNT) == 0 ? -1 : s.statxLong(144);
  }

  /** Takes another type, owner, permissions and device number for what the system says. */
  public void pretend(int otherMode, int otherUid, int otherGid, int major, int minor) {
    mode = otherMode;
    uid = otherUid;
    gid = otherGid;
    rdevMajor = major;
    rdevMinor = minor;
  }

  /** Type and permissions; see {@link FileMode}. */
  public int mode() {
    return mode;
  }

  /** Bytes. */
  public long size() {
    return size;
  }

  /** Says how long the content is where the system does not: of a device. */
  public void resize(long bytes) {
    size = bytes;
  }

  /** Disk use in units of 512 bytes. */
  public long blocks() {
    return blocks;
  }

  public long mtimeSeconds() {
    return mtimeSeconds;
  }

  public int mtimeNanos() {
    return mtimeNanos;
  }

  public long atimeSeconds() {
    return atimeSeconds;
  }

  public int atimeNanos() {
    return atimeNanos;
  }

  public long ctimeSeconds() {
    return ctimeSeconds;
  }

  public int ctimeNanos() {
    return ctimeNanos;
  }

  public int uid() {
    return uid;
  }

  public int gid() {
    return gid;
  }

  public int nlink() {
    return nlink;
  }

  /** The device that holds the file, packed as {@link DeviceNumber} does. */
  public long dev() {
    return dev;
  }

  /** The mount that the file was found in, -1 where the system does not tell. */
  public long mount() {
    return mount;
  }

  public long ino() {
    return ino;
  }

  /** Of a device file: its own number. */
  public int rdevMajor() {
    return rdevMajor;
  }

  public int rdevMinor() {
    return rdevMinor;
  }

  /** Of a device file: its own number, packed as {@link DeviceNumber} does. */
  public long rdev() {
    return DeviceNumber.of(rdevMajor, rdevMinor);
  }

  public boolean isRegular() {
    return FileMode.isRegular(mode);
  }

  public boolean isDirectory() {
    return FileMode.isDirectory(mode);
  }

  public boolean isSymlink() {
    return FileMode.isSymlink(mode);
  }

  public boolean isDevice() {
    return FileMode.isDevice(mode);
  }

  public boolean isSpecial() {
    return FileMode.isSpecial(mode);
  }

  /** Whether both say the same inode of the same device. */
  public boolean isSameFile(FileStat other) {
    return ino == other.ino && dev == other.dev;
  }
}
