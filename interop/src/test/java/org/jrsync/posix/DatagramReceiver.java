package org.jrsync.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/** The other end of {@link UnixDatagram}. */
public final class DatagramReceiver implements AutoCloseable {
  private final int fd;

  /** Binds to a path, or to {@code @} and a name. */
  public DatagramReceiver(String address) {
    NativeScratch s = NativeScratch.acquire();
    try {
      fd = Libc.SOCKET.check(s, 1, 2 | OpenFlags.CLOEXEC, 0);
      byte[] bytes = address.getBytes(ISO_8859_1);
      s.putShort(8, 1);
      for (int i = 0; i < bytes.length; i++) {
        s.putByte(10 + i, bytes[i] == '@' && i == 0 ? 0 : bytes[i]);
      }
      Libc.BIND.check(s, fd, s.struct + 8, 2 + bytes.length);
    } finally {
      s.release();
    }
  }

  /** The next datagram, or null when none comes in time. */
  public @Nullable String next(int millis) {
    if (!Descriptors.poll(fd, Descriptors.POLLIN, millis)) {
      return null;
    }
    NativeScratch s = NativeScratch.acquire();
    IoBuffer buffer = IoBuffer.acquire();
    try {
      int count = Libc.RECV.check(s, fd, buffer.address, IoBuffer.SIZE, 0, 0);
      byte[] bytes = new byte[count];
      buffer.bytes.get(0, bytes);
      return new String(bytes, ISO_8859_1);
    } finally {
      buffer.release();
      s.release();
    }
  }

  @Override
  public void close() {
    Descriptors.close(fd);
  }
}
