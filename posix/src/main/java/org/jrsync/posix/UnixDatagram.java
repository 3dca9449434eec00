package org.jrsync.posix;

/** Datagrams between processes of one machine, which the JDK's own sockets cannot send. */
public final class UnixDatagram {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int DONT_WAIT = 0x40;
  private static final int NO_SIGNAL = 0x4000;

  /** In {@code struct sockaddr_un}, after the family. */
  private static final int PATH = 2;

  private static final int PATH_CAPACITY = 108;
  private static final int ADDRESS = 8;

  private static final int MAX_MESSAGE = 64 * 1024;

  private UnixDatagram() {}

  /**
   * Sends one datagram.
   *
   * @param address the absolute path of a socket, or {@code @} and a name that no file system has
   * @param message at most 64 KiB, {@code EMSGSIZE} otherwise
   * @param millis how long to wait for room at the other end
   * @throws PosixException naming the call that failed; {@code EINVAL} for an address of another
   *     form, {@code EAGAIN} when there was no room in time
   */
  public static void send(byte[] address, byte[] message, int millis) {
    NativeScratch s = NativeScratch.acquire();
    IoBuffer buffer = IoBuffer.acquire();
    int fd = -1;
    try {
      int length = put(s, address);
      if (message.length > MAX_MESSAGE) {
        throw new PosixException(Errno.EMSGSIZE, Libc.SEND.callName());
      }
      buffer.bytes.put(0, message);
      fd = Libc.SOCKET.check(s, AF_UNIX, SOCK_DGRAM | OpenFlags.CLOEXEC, 0);
      Libc.CONNECT.check(s, fd, s.struct + ADDRESS, length);
      int flags = DONT_WAIT | NO_SIGNAL;
      boolean waited = false;
      while (Libc.SEND.call(s, fd, buffer.address, message.length, flags, 0) < 0) {
        int errno = s.errno();
        if (errno == Errno.EAGAIN && !waited) {
          waited = true;
          Descriptors.poll(fd, Descriptors.POLLOUT, millis);
        } else if (errno != Errno.EINTR) {
          throw new PosixException(errno, Libc.SEND.callName());
        }
      }
    } finally {
      if (fd >= 0) {
        Descriptors.closeQuietly(fd);
      }
      buffer.release();
      s.release();
    }
  }

  /** Lays {@code struct sockaddr_un} down; returns its length in bytes. */
  private static int put(NativeScratch s, byte[] address) {
    boolean named = address.length > 1 && address[0] == '@';
    boolean path = address.length > 1 && address[0] == '/';
    if ((!named && !path) || address.length >= PATH_CAPACITY) {
      throw new PosixException(Errno.EINVAL, Libc.CONNECT.callName());
    }
    s.putShort(ADDRESS, AF_UNIX);
    for (int i = 0; i < address.length; i++) {
      s.putByte(ADDRESS + PATH + i, address[i]);
    }
    if (named) {
      s.putByte(ADDRESS + PATH, 0);
      return PATH + address.length;
    }
    s.putByte(ADDRESS + PATH + address.length, 0);
    return PATH + address.length + 1;
  }
}
