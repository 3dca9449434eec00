package org.jrsync.daemon.host;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jrsync.daemon.session.SlotTable;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.OpenFileLock;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.OperatorRoot;
import org.jspecify.annotations.Nullable;

/**
 * Places in lock files: the n-th one is the four bytes at 4n, locked. Locks belong to the open file
 * and not to the process, so that other daemons see them and this one keeps them until it gives
 * them back; among this daemon's own sessions, which share one open file, a table in memory tells
 * which are taken.
 */
public final class LockFileSlots implements SlotTable {

  private static final int WIDTH = 4;
  private static final int MODE = 0600;

  private final OperatorRoot root;
  private final Map<String, LockFile> files = new HashMap<>();

  public LockFileSlots() {
    this(OperatorRoot.SYSTEM);
  }

  /**
   * @param root where the paths of lock files begin
   */
  public LockFileSlots(OperatorRoot root) {
    this.root = root;
  }

  private static final class LockFile {
    final FileHandle file;
    final BitSet mine = new BitSet();

    LockFile(FileHandle file) {
      this.file = file;
    }
  }

  @Override
  public synchronized @Nullable Slot take(String lockFile, int max) {
    LockFile locks = files.get(lockFile);
    if (locks == null) {
      locks =
          new LockFile(
              root.openWrite(
                  lockFile.getBytes(StandardCharsets.ISO_8859_1),
                  OpenFlags.CREATE | OpenFlags.READ_TOO,
                  MODE));
      files.put(lockFile, locks);
    }
    for (int i = locks.mine.nextClearBit(0); i < max; i = locks.mine.nextClearBit(i + 1)) {
      if (OpenFileLock.tryExclusive(locks.file, (long) i * WIDTH, WIDTH)) {
        locks.mine.set(i);
        return new Held(lockFile, i);
      }
    }
    return null;
  }

  @Override
  public synchronized Use use(String lockFile) {
    LockFile locks = files.get(lockFile);
    return new Use(locks == null ? 0 : locks.mine.cardinality(), 0);
  }

  private synchronized void giveBack(String lockFile, int index) {
    LockFile locks = files.get(lockFile);
    if (locks != null) {
      OpenFileLock.unlock(locks.file, (long) index * WIDTH, WIDTH);
      locks.mine.clear(index);
      if (locks.mine.isEmpty()) {
        // Opened anew for the next client, so that a lock file that was replaced is noticed.
        files.remove(lockFile);
        locks.file.close();
      }
    }
  }

  private final class Held implements Slot {
    private final String lockFile;
    private final int index;
    private boolean given;

    Held(String lockFile, int index) {
      this.lockFile = lockFile;
      this.index = index;
    }

    @Override
    public void close() {
      synchronized (LockFileSlots.this) {
        if (!given) {
          given = true;
          giveBack(lockFile, index);
        }
      }
    }
  }
}
