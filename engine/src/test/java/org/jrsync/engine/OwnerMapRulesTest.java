package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;

/** The rules of {@code --usermap}, as rsync(1) describes them. */
class OwnerMapRulesTest {
  private final List<String> warnings = new ArrayList<>();

  private OwnerMapRules parse(String map) {
    return OwnerMapRules.parse(
        map.getBytes(ISO_8859_1),
        "usermap",
        name ->
            new String(name, ISO_8859_1).equals("here") ? OptionalInt.of(77) : OptionalInt.empty(),
        line -> warnings.add(new String(line, ISO_8859_1)));
  }

  private static OptionalInt map(OwnerMapRules rules, int id, String name) {
    return rules.map(id, name.getBytes(ISO_8859_1));
  }

  @Test
  void takesTheFirstRuleThatFits() {
    OwnerMapRules rules = parse("5:1,3-9:2,4000000000-4294967295:3,joe:4,w?b*:here,:6,7:8");
    assertThat(map(rules, 5, "joe")).hasValue(1);
    assertThat(map(rules, 3, "")).hasValue(2);
    assertThat(map(rules, 9, "x")).hasValue(2);
    assertThat(map(rules, 7, "x")).hasValue(2);
    assertThat(map(rules, -1, "x")).hasValue(3);
    assertThat(map(rules, 10, "joe")).hasValue(4);
    assertThat(map(rules, 10, "webmaster")).hasValue(77);
    assertThat(map(rules, 10, "")).hasValue(6);
    assertThat(map(rules, 10, "joes")).isEmpty();
    assertThat(map(rules, 2, "x")).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void aStarFitsIdsWithoutNamesToo() {
    assertThat(map(parse("*:3"), 10, "")).hasValue(3);
    assertThat(map(parse("0:3"), 0, "root")).hasValue(3);
    assertThat(map(parse("5-0:3"), 5, "")).hasValue(3);
    assertThat(map(parse("5-0:3"), 3, "")).isEmpty();
  }

  @Test
  void leavesOutRulesForUnknownLocalNames() {
    OwnerMapRules rules = parse("1:nowhere,1:2");
    assertThat(map(rules, 1, "")).hasValue(2);
    assertThat(warnings).containsExactly("Unknown --usermap name on receiver: nowhere\n");
  }

  @Test
  void refusesWhatMakesNoSense() {
    refused("", "No colon found in --usermap: ");
    refused("a", "No colon found in --usermap: a");
    refused("a:1,b,c:1", "No colon found in --usermap: b");
    refused("a:", "No name found after colon --usermap: a:");
    refused("1-:2", "Invalid number in --usermap: 1-");
    refused("1-2-3:2", "Invalid number in --usermap: 1-2-3");
    refused("1a:2", "Invalid number in --usermap: 1a");
    refused("4294967296:2", "Invalid ID number: 4294967296");
    refused("1:99999999999999999999999", "Invalid ID number: 99999999999999999999999");
  }

  private void refused(String map, String message) {
    assertThatThrownBy(() -> parse(map))
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SYNTAX))
        .hasMessage(message);
  }
}
