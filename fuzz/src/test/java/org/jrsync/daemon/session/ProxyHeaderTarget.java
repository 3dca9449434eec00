package org.jrsync.daemon.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.fuzz.Seed;
import org.jrsync.fuzz.Target;
import org.jspecify.annotations.Nullable;

/** Headers of the PROXY protocol; nothing behind one is read. */
public final class ProxyHeaderTarget implements Target {
  private static final int SIGNATURE = 12;
  private static final int FIXED = 16;

  @Override
  public String name() {
    return "proxy-header";
  }

  @Override
  public List<String> decoder() {
    return List.of("ProxyHeader.java");
  }

  @Override
  public void run(byte[] input) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    InetAddress address = ProxyHeader.read(in::read);
    int read = input.length - in.available();
    boolean text = input[0] == 'P';
    int expected =
        text
            ? new String(input, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('\n') + 1
            : FIXED + ((input[FIXED - 2] & 0xff) << 8 | (input[FIXED - 1] & 0xff));
    if (read != expected || (text ? read > ProxyHeader.LONGEST_LINE : read < SIGNATURE)) {
      throw new AssertionError("a header of " + expected + " bytes, of which " + read + " read");
    }
    check(address);
  }

  private static void check(@Nullable InetAddress address) {
    if (address != null && address.getAddress().length != 4 && address.getAddress().length != 16) {
      throw new AssertionError(address.toString());
    }
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (String line :
        new String[] {
          "TCP4 192.0.2.7 127.0.0.1 54321 873",
          "TCP6 2001:db8::7 ::1 54321 873",
          "TCP6 ::ffff:192.0.2.7 ::1 1 65535",
          "UNKNOWN",
          "UNKNOWN ffff::1 what ever",
          "UNKNOWN " + "x".repeat(85),
          "TCP4 192.0.2.07 127.0.0.1 1 1",
          "TCP4 [::1] x 0 65536",
          "TCP6 fe80::1%lo ::1 1 1",
          "TCP5 1 1 1 1",
          "TCP4 1"
        }) {
      seeds.add(Seed.text("PROXY " + line + "\r\n@RSYNCD: 31.0\n"));
    }
    String signature = "0d0a0d0a000d0a515549540a";
    String four = "c00002077f000001d4310369";
    String six = "20010db800000000000000000000000700000000000000000000000000000001" + "d4310369";
    seeds.add(Seed.of().hex(signature + "2111000c" + four).bytes());
    seeds.add(Seed.of().hex(signature + "21210024" + six).bytes());
    seeds.add(Seed.of().hex(signature + "20000000").bytes());
    seeds.add(Seed.of().hex(signature + "21310000").then("more").bytes());
    seeds.add(Seed.of().hex(signature + "2111000b" + four).bytes());
    seeds.add(Seed.of().hex(signature + "2211000c" + four).bytes());
    seeds.add(Seed.of().hex(signature + "1111000c" + four).bytes());
    seeds.add(Seed.of().hex(signature + "2111ffff" + four).bytes());
    return seeds;
  }

  @Override
  public long allocation(int inputLength) {
    return 1 << 18;
  }
}
