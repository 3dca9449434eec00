package org.jrsync.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of both versions, byte by byte. */
class ProxyHeaderTest {

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String IPV4 = "c0000207" + "7f000001" + "d431" + "0369";
  private static final String IPV6 =
      "20010db8000000000000000000000007" + "00000000000000000000000000000001" + "d431" + "0369";

  private static byte[] line(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] hex(String... parts) {
    return HexFormat.of().parseHex(String.join("", parts));
  }

  /** The address; what follows the header must still be there. */
  private static @Nullable InetAddress read(byte[] header) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header);
    all.writeBytes(line("@RSYNCD"));
    ByteArrayInputStream in = new ByteArrayInputStream(all.toByteArray());
    InetAddress address = ProxyHeader.read(in::read);
    assertThat(in.readAllBytes()).isEqualTo(line("@RSYNCD"));
    return address;
  }

  private static void refuses(byte[] header, String reason) {
    ByteArrayInputStream in = new ByteArrayInputStream(header);
    assertThatThrownBy(() -> ProxyHeader.read(in::read))
        .isInstanceOf(ProxyHeaderException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "TCP4 192.0.2.7 127.0.0.1 54321 873, 192.0.2.7",
    "TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255",
    "TCP6 2001:db8::7 ::1 54321 873, 2001:db8::7",
    "TCP6 ::ffff:192.0.2.7 ::1 1 1, 192.0.2.7"
  })
  void readsALine(String content, String address) throws IOException {
    assertThat(read(line("PROXY " + content + "\r\n"))).isEqualTo(InetAddress.ofLiteral(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "UNKNOWN ", "UNKNOWN ffff::1 whatever 1 2"})
  void aLineMaySayNothing(String content) throws IOException {
    assertThat(read(line("PROXY " + content + "\r\n"))).isNull();
  }

  @Test
  void aLineHasAnEnd() throws IOException {
    String longest = "PROXY UNKNOWN " + "x".repeat(ProxyHeader.LONGEST_LINE - 16) + "\r\n";
    assertThat(longest).hasSize(ProxyHeader.LONGEST_LINE);
    assertThat(read(line(longest))).isNull();
    refuses(line("PROXY UNKNOWN " + "x".repeat(500)), "its line is longer than 107 bytes");
    refuses(line("PROXY UNKNOWN\n"), "its line does not end with CR and LF");
    refuses(line("PROXY UNKNOWN\r\r\n"), "its line does not end with CR and LF");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TCP4 2001:db8::7 ::1 1 1",
        "TCP6 192.0.2.7 127.0.0.1 1 1",
        "TCP4 192.0.2 127.0.0.1 1 1",
        "TCP4 192.0.2.256 127.0.0.1 1 1",
        "TCP4 192.0.2.07 127.0.0.1 1 1",
        "TCP4 192.0.2.7. 127.0.0.1 1 1",
        "TCP4 localhost 127.0.0.1 1 1",
        "TCP4 192.0.2.7 nonsense 1 1",
        "TCP4  127.0.0.1 1 1",
        "TCP6 fe80::1%lo ::1 1 1",
        "TCP6 [::1] ::1 1 1",
        "TCP6 :::1 ::1 1 1"
      })
  void refusesWhatIsNoAddressOfTheFamily(String content) {
    refuses(line("PROXY " + content + "\r\n"), "an address is none of its family");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0 1", "1 0", "65536 1", "1 65536", "-1 1", "a 1", " 1", "1 ", "000001 1"})
  void refusesWhatIsNoPort(String ports) {
    refuses(line("PROXY TCP4 192.0.2.7 127.0.0.1 " + ports + "\r\n"), "a port is none");
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 192.0.2.7 127.0.0.1 1, it has not two addresses and two ports",
    "PROXY TCP4 192.0.2.7 127.0.0.1 1 1 1, it has not two addresses and two ports",
    "PROXY TCP4, it has not two addresses and two ports",
    "PROXY TCP5 192.0.2.7 127.0.0.1 1 1, its family is unknown",
    "PROXY UNKNOWNS, its family is unknown",
    "PROXY\tTCP4 192.0.2.7 127.0.0.1 1 1, it begins as neither version does",
    "@RSYNCD: 31.0, it begins as neither version does",
    "proxy UNKNOWN, it begins as neither version does"
  })
  void refusesOtherLines(String text, String reason) {
    refuses(line(text + "\r\n"), reason);
  }

  @ParameterizedTest
  @CsvSource({"11, 192.0.2.7", "21, 2001:db8::7"})
  void readsBytes(String family, String address) throws IOException {
    String addresses = family.equals("11") ? IPV4 : IPV6;
    String size = family.equals("11") ? "000c" : "0024";
    assertThat(read(hex(SIGNATURE, "21", family, size, addresses)))
        .isEqualTo(InetAddress.ofLiteral(address));
  }

  @Test
  void passesOverFurtherFields() throws IOException {
    assertThat(read(hex(SIGNATURE, "21", "11", "0011", IPV4, "0400020000")))
        .isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
    String rest = "00".repeat(ProxyHeader.LONGEST_REST - 12);
    assertThat(read(hex(SIGNATURE, "21", "11", "0800", IPV4, rest)))
        .isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
    refuses(hex(SIGNATURE, "21", "11", "0801", IPV4), "it is longer than 2064 bytes");
    refuses(hex(SIGNATURE, "21", "11", "ffff", IPV4), "it is longer than 2064 bytes");
  }

  /** LOCAL, whatever its family says; PROXY of none, UDP and local sockets. */
  @ParameterizedTest
  @CsvSource({"20, 00", "20, 11", "21, 00", "21, 12", "21, 22", "21, 31", "21, ff"})
  void otherConnectionsHaveTheirOwnAddress(String command, String family) throws IOException {
    assertThat(read(hex(SIGNATURE, command, family, "000c", IPV4))).isNull();
    assertThat(read(hex(SIGNATURE, command, family.equals("11") ? "00" : family, "0000"))).isNull();
  }

  @Test
  void refusesOtherBytes() {
    refuses(hex(SIGNATURE, "11", "11", "000c", IPV4), "its version is neither 1 nor 2");
    refuses(hex(SIGNATURE, "31", "11", "000c", IPV4), "its version is neither 1 nor 2");
    refuses(hex(SIGNATURE, "22", "11", "000c", IPV4), "its command is unknown");
    refuses(hex(SIGNATURE, "21", "11", "000b", IPV4), "its addresses are cut short");
    refuses(hex(SIGNATURE, "21", "21", "000c", IPV4), "its addresses are cut short");
    refuses(hex("0d0a0d0a000d0a515549540d"), "it begins as neither version does");
  }

  @Test
  void refusesEachThatIsCutShort() {
    for (byte[] whole :
        new byte[][] {
          hex(SIGNATURE, "21", "11", "000c", IPV4),
          hex(SIGNATURE, "21", "21", "0024", IPV6),
          hex(SIGNATURE, "20", "00", "0004", "00000000"),
          line("PROXY TCP4 192.0.2.7 127.0.0.1 54321 873\r\n"),
          line("PROXY UNKNOWN\r\n")
        }) {
      for (int i = 1; i < whole.length; i++) {
        refuses(Arrays.copyOf(whole, i), "it is cut short");
      }
    }
  }

  @Test
  void nothingIsNoHeader() {
    assertThatThrownBy(() -> ProxyHeader.read(() -> -1)).isInstanceOf(EOFException.class);
  }

  @Test
  void anyBytesAreReadOrRefused() throws IOException {
    Random random = new Random(8);
    byte[][] wholes = {
      hex(SIGNATURE, "21", "11", "000c", IPV4),
      hex(SIGNATURE, "21", "21", "0024", IPV6),
      line("PROXY TCP4 192.0.2.7 127.0.0.1 54321 873\r\n"),
      line("PROXY TCP6 2001:db8::7 ::1 54321 873\r\n")
    };
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] header = wholes[i % wholes.length].clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        header[random.nextInt(header.length)] = (byte) random.nextInt(256);
      }
      ByteArrayInputStream in = new ByteArrayInputStream(header);
      try {
        ProxyHeader.read(in::read);
      } catch (ProxyHeaderException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5_000).isLessThan(20_000);
  }
}
