package org.jrsync.daemon.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAccessTest {

  private final List<String> log = new ArrayList<>();

  /** A resolver that knows three names. */
  private static final class Names implements HostLookup {
    private static final Map<String, String> ADDRESSES =
        Map.of("one.example.org", "192.0.2.1", "two.example.org", "192.0.2.2");

    @Override
    public String nameOf(InetAddress address) {
      return UNKNOWN;
    }

    @Override
    public @Nullable List<InetAddress> addressesOf(String name) {
      String address = ADDRESSES.get(name);
      return address == null ? null : List.of(InetAddress.ofLiteral(address));
    }
  }

  private HostAccess.Decision decide(String allow, String deny, String address, String host) {
    return new HostAccess(new Names(), log::add)
        .decide(allow, deny, true, InetAddress.ofLiteral(address), host);
  }

  /** A proxy is known by its address alone, before anything is looked up. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.9, 192.0.2.1|true",
        "192.0.2.0/24|true",
        "10.0.0.1 *|true",
        "one.example.org|false",
        "u*|false",
        "undetermined|false",
        "'  '|false",
      })
  void proxiesAreNamedByAddress(String list, boolean named) {
    HostAccess access = new HostAccess(new Names(), log::add);
    assertThat(access.names(list, InetAddress.ofLiteral("192.0.2.1"))).isEqualTo(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "192.0.2.1|192.0.2.1|true",
        "192.0.2.1|192.0.2.2|false",
        "10.0.0.0/8|10.255.0.1|true",
        "10.0.0.0/8|11.0.0.1|false",
        "10.1.2.3/9|10.127.0.1|true",
        "10.0.0.0/255.0.255.0|10.9.0.7|true",
        "10.0.0.0/255.0.255.0|10.9.1.7|false",
        "0.0.0.0/0|203.0.113.9|true",
        "::/0|203.0.113.9|false",
        "2001:db8::/32|2001:db8:1::1|true",
        "2001:db8::/32|2001:db9::1|false",
        "2001:db8::/ffff:ffff::|2001:db8:9::1|true",
        "::1|::1|true",
        "127.1|127.0.0.1|true",
        "10.0.0.0/33|10.0.0.1|false",
        "10.0.0.0/x|10.0.0.1|false",
        "10.0.0.0/|10.0.0.1|false",
        "1.2.3.4.5|1.2.3.4|false",
        "nothing, 192.0.2.7\t192.0.2.8|192.0.2.8|true",
      })
  void matchesAddresses(String allow, String address, boolean allowed) {
    assertThat(decide(allow, "", address, HostLookup.UNDETERMINED).allowed()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "*.example.org,www.example.org,true",
    "*.EXAMPLE.org,WWW.example.ORG,true",
    "*.example.org,example.com,false",
    "www?.example.org,www1.example.org,true",
    "[a-c]*.org,b.org,true",
    "UNKNOWN,UNKNOWN,true",
    "*,UNDETERMINED,true",
  })
  void matchesNames(String allow, String host, boolean allowed) {
    assertThat(decide(allow, "", "203.0.113.1", host).allowed()).isEqualTo(allowed);
  }

  @Test
  void allowComesBeforeDenyAndAloneExcludesTheRest() {
    assertThat(decide("", "", "192.0.2.1", "h").allowed()).isTrue();
    assertThat(decide("192.0.2.1", "*", "192.0.2.1", "h").allowed()).isTrue();
    assertThat(decide("192.0.2.1", "*", "192.0.2.2", "h").allowed()).isFalse();
    assertThat(decide("192.0.2.1", "198.51.100.0/24", "192.0.2.2", "h").allowed()).isTrue();
    assertThat(decide("", "192.0.2.0/24", "192.0.2.2", "h").allowed()).isFalse();
    assertThat(decide("", "192.0.2.0/24", "198.51.100.1", "h").allowed()).isTrue();
  }

  @Test
  void aNameIsLookedUpWhereTheClientsOwnDoesNotMatch() {
    HostAccess.Decision decision =
        decide("one.example.org", "", "192.0.2.1", HostLookup.UNDETERMINED);

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.host()).isEqualTo("one.example.org");
    assertThat(decide("one.example.org", "", "192.0.2.1", HostLookup.UNKNOWN).host())
        .isEqualTo(HostLookup.UNKNOWN);
    assertThat(decide("two.example.org", "", "192.0.2.1", "h").allowed()).isFalse();
  }

  @Test
  void aDeniedNameThatCannotBeLookedUpDenies() {
    assertThat(decide("", "gone.example.org", "192.0.2.1", "h").allowed()).isFalse();
    assertThat(decide("gone.example.org", "", "192.0.2.1", "h").allowed()).isFalse();
    assertThat(
            new HostAccess(new Names(), log::add)
                .decide("", "gone.example.org", false, InetAddress.ofLiteral("192.0.2.1"), "h")
                .allowed())
        .isTrue();
  }

  @Test
  void aRuleThatMakesNoSenseIsLogged() {
    decide("10.0.0.0/40", "", "10.0.0.1", "h");

    assertThat(log).containsExactly("malformed address or mask in 10.0.0.0/40");
  }
}
