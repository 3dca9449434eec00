package org.jrsync.posix;

import java.util.List;

/** The numbers of many files, a column each. */
final class StatColumns {
  private final NumberColumn mode;
  private final NumberColumn uid;
  private final NumberColumn gid;
  private final NumberColumn nlink;
  private final NumberColumn nanos;
  private final NumberColumn size;
  private final NumberColumn mtime;
  private final NumberColumn atime;
  private final NumberColumn ino;
  private final NumberColumn dev;

  /** 0 for most, as the device numbers of files that are no devices: they take room when needed. */
  private final NumberColumn errno = NumberColumn.ofInts(1);

  private final NumberColumn rdev = NumberColumn.ofLongs(1);
  private final List<NumberColumn> all;

  StatColumns(int capacity) {
    mode = NumberColumn.ofInts(capacity);
    uid = NumberColumn.ofInts(capacity);
    gid = NumberColumn.ofInts(capacity);
    nlink = NumberColumn.ofInts(capacity);
    nanos = NumberColumn.ofInts(capacity);
    size = NumberColumn.ofLongs(capacity);
    mtime = NumberColumn.ofLongs(capacity);
    atime = NumberColumn.ofLongs(capacity);
    ino = NumberColumn.ofLongs(capacity);
    dev = NumberColumn.ofLongs(capacity);
    all = List.of(mode, uid, gid, nlink, nanos, size, mtime, atime, ino, dev, errno, rdev);
  }

  /** Makes room for more rows. */
  void grow(int capacity) {
    all.forEach(column -> column.grow(capacity));
  }

  /** Fills a row from the {@code struct statx} that the last call left. */
  void take(int row, int capacity, NativeScratch s) {
    nlink.setInt(row, s.statxInt(16));
    uid.setInt(row, s.statxInt(20));
    gid.setInt(row, s.statxInt(24));
    mode.setInt(row, s.statxShort(28));
    ino.setLong(row, s.statxLong(32));
    size.setLong(row, s.statxLong(40));
    mtime.setLong(row, s.statxLong(112));
    atime.setLong(row, s.statxLong(64));
    nanos.setInt(row, s.statxInt(120));
    dev.setLong(row, DeviceNumber.of(s.statxInt(136), s.statxInt(140)));
    long device = DeviceNumber.of(s.statxInt(128), s.statxInt(132));
    if (device != 0) {
      rdev.spread(capacity);
      rdev.setLong(row, device);
    }
  }

  void fail(int row, int capacity, int error) {
    errno.spread(capacity);
    errno.setInt(row, error);
  }

  /** The same rows, to be changed. */
  StatColumns copy(int count) {
    StatColumns copy = new StatColumns(Math.max(1, count));
    copy.errno.spread(count);
    copy.rdev.spread(count);
    for (int row = 0; row < count; row++) {
      copy.mode.setInt(row, mode(row));
      copy.uid.setInt(row, uid(row));
      copy.gid.setInt(row, gid(row));
      copy.nlink.setInt(row, nlink(row));
      copy.nanos.setInt(row, nanos(row));
      copy.size.setLong(row, size(row));
      copy.mtime.setLong(row, mtime(row));
      copy.atime.setLong(row, atime(row));
      copy.ino.setLong(row, ino(row));
      copy.dev.setLong(row, dev(row));
      copy.errno.setInt(row, errno(row));
      copy.rdev.setLong(row, rdev(row));
    }
    return copy;
  }

  /** Takes over type, owner, permissions and device number; the columns are not trimmed yet. */
  void pretend(int row, int capacity, FileStat stat) {
    mode.setInt(row, stat.mode());
    uid.setInt(row, stat.uid());
    gid.setInt(row, stat.gid());
    rdev.spread(capacity);
    rdev.setLong(row, stat.rdev());
  }

  /** Gives back what the columns do not need once they are filled. */
  void trim(int count) {
    all.forEach(column -> column.trim(count));
  }

  int errno(int row) {
    return errno.getInt(row);
  }

  int mode(int row) {
    return mode.getInt(row);
  }

  int uid(int row) {
    return uid.getInt(row);
  }

  int gid(int row) {
    return gid.getInt(row);
  }

  int nlink(int row) {
    return nlink.getInt(row);
  }

  int nanos(int row) {
    return nanos.getInt(row);
  }

  long size(int row) {
    return size.getLong(row);
  }

  long mtime(int row) {
    return mtime.getLong(row);
  }

  long atime(int row) {
    return atime.getLong(row);
  }

  long ino(int row) {
    return ino.getLong(row);
  }

  long dev(int row) {
    return dev.getLong(row);
  }

  long rdev(int row) {
    return rdev.getLong(row);
  }
}
