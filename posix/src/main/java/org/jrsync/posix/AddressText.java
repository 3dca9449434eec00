package org.jrsync.posix;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses as people and logs have them: IPv6 ones with their longest run of zeroes left out. */
public final class AddressText {

  private static final int GROUPS = 8;

  private AddressText() {}

  /** The text of an address, as of RFC 5952. */
  public static String of(InetAddress address) {
    if (!(address instanceof Inet6Address six)) {
      return address.getHostAddress();
    }
    byte[] bytes = six.getAddress();
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    if (six.getScopeId() != 0) {
      String whole = six.getHostAddress();
      text.append(whole, whole.indexOf('%'), whole.length());
    }
    return text.toString();
  }
}
