package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The native memory that one operation needs: the place for {@code errno}, a {@code struct statx},
 * a small structure, and, once it has to do with paths, two names. A platform thread keeps one for
 * itself; virtual threads, which may be many, share a bounded stock.
 *
 * <p>Use is always {@code acquire}, {@code try}, {@code finally release}; nested use on one thread
 * is allowed.
 */
final class NativeScratch {
  private static final int EMPTY_NAME_OFFSET = 32;
  private static final int STATX_OFFSET = 64;
  private static final int STRUCT_OFFSET = STATX_OFFSET + 256;
  private static final int STRUCT_CAPACITY = 256;
  private static final int TOTAL = STRUCT_OFFSET + STRUCT_CAPACITY;

  private static final ThreadLocal<NativeScratch> OWN = new ThreadLocal<>();
  private static final Stock<NativeScratch> SHARED = new Stock<>(64);

  final ByteBuffer bytes = ByteBuffer.allocateDirect(TOTAL).order(ByteOrder.nativeOrder());
  final MemorySegment callState = MemorySegment.ofBuffer(bytes).asSlice(0, 16);
  final long base = MemorySegment.ofBuffer(bytes).address();

  /** Addresses inside {@link #bytes}. */
  final long statx = base + STATX_OFFSET;

  final long struct = base + STRUCT_OFFSET;

  /** An empty name, for calls that act on a descriptor itself. */
  final long emptyName = base + EMPTY_NAME_OFFSET;

  private @Nullable NamePair names;
  private boolean busy;
  private boolean owned;

  private NativeScratch() {}

  static NativeScratch acquire() {
    Thread current = Thread.currentThread();
    if (!current.isVirtual()) {
      NativeScratch own = OWN.get();
      if (own == null) {
        own = new NativeScratch();
        own.owned = true;
        OWN.set(own);
      }
      if (!own.busy) {
        own.busy = true;
        return own;
      }
    }
    NativeScratch idle = SHARED.take();
    return idle == null ? new NativeScratch() : idle;
  }

  /** The calling thread will not need names for a while: others may have the room for them. */
  static void giveNamesBack() {
    NativeScratch own = OWN.get();
    if (own != null && !own.busy) {
      NamePair unused = own.names;
      own.names = null;
      if (unused != null) {
        unused.release();
      }
    }
  }

  /** The first path of the operation. */
  PathSlot first() {
    return names().first;
  }

  /** The second path of the operation. */
  PathSlot second() {
    return names().second;
  }

  private NamePair names() {
    NamePair known = names;
    if (known == null) {
      known = NamePair.acquire();
      names = known;
    }
    return known;
  }

  void release() {
    NamePair used = names;
    if (used != null) {
      used.first.releaseParent();
      used.second.releaseParent();
    }
    if (owned) {
      busy = false;
      return;
    }
    // Where the stock is full, it is left to the collector.
    boolean _ = SHARED.put(this);
  }

  /** Fills the {@code struct statx} with what the descriptor refers to; 0 or the error. */
  int statDescriptor(int descriptor) {
    int result =
        Libc.STATX.intCall(
            this, descriptor, emptyName, OpenFlags.AT_EMPTY_PATH, FileStat.MASK, statx);
    return result < 0 ? errno() : 0;
  }

  int errno() {
    return bytes.getInt(0);
  }

  long structLong(int offset) {
    return bytes.getLong(STRUCT_OFFSET + offset);
  }

  int structInt(int offset) {
    return bytes.getInt(STRUCT_OFFSET + offset);
  }

  short structShort(int offset) {
    return bytes.getShort(STRUCT_OFFSET + offset);
  }

  byte structByte(int offset) {
    return bytes.get(STRUCT_OFFSET + offset);
  }

  NativeScratch putLong(int offset, long value) {
    bytes.putLong(STRUCT_OFFSET + offset, value);
    return this;
  }

  NativeScratch putInt(int offset, int value) {
    bytes.putInt(STRUCT_OFFSET + offset, value);
    return this;
  }

  NativeScratch putShort(int offset, int value) {
    bytes.putShort(STRUCT_OFFSET + offset, (short) value);
    return this;
  }

  NativeScratch putByte(int offset, int value) {
    bytes.put(STRUCT_OFFSET + offset, (byte) value);
    return this;
  }

  long statxLong(int offset) {
    return bytes.getLong(STATX_OFFSET + offset);
  }

  int statxInt(int offset) {
    return bytes.getInt(STATX_OFFSET + offset);
  }

  int statxShort(int offset) {
    return bytes.getShort(STATX_OFFSET + offset) & 0xffff;
  }
}
