package org.jrsync.posix;

/**
 * A socket option whose value is a number.
 *
 * @param level where it belongs, as of {@code setsockopt}
 * @param option its number there
 */
public record SocketSetting(int level, int option) {
  private static final int SOL_SOCKET = 1;
  private static final int IPPROTO_IP = 0;
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_IPV6 = 41;

  public static final SocketSetting REUSE_ADDRESS = new SocketSetting(SOL_SOCKET, 2);
  public static final SocketSetting BROADCAST = new SocketSetting(SOL_SOCKET, 6);
  public static final SocketSetting SEND_BUFFER = new SocketSetting(SOL_SOCKET, 7);
  public static final SocketSetting RECEIVE_BUFFER = new SocketSetting(SOL_SOCKET, 8);
  public static final SocketSetting KEEP_ALIVE = new SocketSetting(SOL_SOCKET, 9);
  public static final SocketSetting RECEIVE_LOW_WATER = new SocketSetting(SOL_SOCKET, 18);
  public static final SocketSetting SEND_LOW_WATER = new SocketSetting(SOL_SOCKET, 19);
  public static final SocketSetting RECEIVE_TIMEOUT = new SocketSetting(SOL_SOCKET, 20);
  public static final SocketSetting SEND_TIMEOUT = new SocketSetting(SOL_SOCKET, 21);
  public static final SocketSetting NO_DELAY = new SocketSetting(IPPROTO_TCP, 1);
  public static final SocketSetting TYPE_OF_SERVICE = new SocketSetting(IPPROTO_IP, 1);
  public static final SocketSetting IPV6_ONLY = new SocketSetting(IPPROTO_IPV6, 26);
}
