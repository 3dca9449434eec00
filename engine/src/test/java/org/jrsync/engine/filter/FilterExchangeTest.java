package org.jrsync.engine.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.engine.filter.FilterTesting.bytes;
import static org.jrsync.engine.filter.FilterTesting.parser;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.junit.jupiter.api.Test;

/** What rsync 3.5.1 was recorded to send for the same options. */
class FilterExchangeTest {
  private static final FilterExchange PULL = exchange(33, false, false, false, false);

  private static FilterExchange exchange(
      int protocol, boolean clientSends, boolean deletes, boolean deleteExcluded, boolean cvs) {
    return new FilterExchange(protocol, clientSends, deletes, deleteExcluded, false, cvs);
  }

  private static byte[] sent(FilterExchange exchange, FilterParser parser) {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    WireOutput out = new WireOutput(StreamTransport.of(InputStream.nullInputStream(), sink));
    exchange.send(parser, out);
    out.flush();
    return sink.toByteArray();
  }

  private static WireInput input(byte[] wire) {
    return new WireInput(
        StreamTransport.of(new ByteArrayInputStream(wire), OutputStream.nullOutputStream()));
  }

  private static List<String> rulesIn(byte[] wire) {
    WireInput in = input(wire);
    List<String> rules = new ArrayList<>();
    for (int length = in.readInt(); length != 0; length = in.readInt()) {
      rules.add(new String(in.readBytes(length), ISO_8859_1));
    }
    return rules;
  }

  private static FilterParser typical(String... more) {
    FilterParser parser = parser();
    parser.exclude(bytes("a/"));
    parser.include(bytes("/b"));
    parser.filter("P prot");
    parser.filter("H hid");
    for (String rule : more) {
      parser.filter(rule);
    }
    return parser;
  }

  @Test
  void aReceivingClientSendsWhatTheSenderLooksAt() {
    FilterParser parser =
        typical(
            "-p per",
            "-! neg",
            "-/s /abs",
            ": .rf",
            ":C",
            "-C",
            ":n- .nf",
            "-x user.*",
            "dir-merge,ew .e");
    assertThat(rulesIn(sent(PULL, parser)))
        .containsExactly(
            "- a/",
            "+ /b",
            "-s hid",
            "-p per",
            "-! neg",
            "-/s /abs",
            ": .rf",
            ":C .cvsignore",
            "-C ",
            ":n- .nf",
            "-x user.*",
            "- .e",
            ":w .e");
  }

  @Test
  void aSendingClientSendsWhatTheReceiverLooksAtAndSpellsOutCvsRules() {
    FilterParser parser = typical("-sr both", "-p per");
    List<String> rules = rulesIn(sent(exchange(33, true, true, false, true), parser));
    assertThat(rules)
        .startsWith("- a/", "+ /b", "-r prot", "-sr both", "-p per", ":C .cvsignore", "-p RCS")
        .endsWith("-p .hg/", "-p .bzr/")
        .hasSize(42);
  }

  @Test
  void deleteExcludedLeavesTheReceiverOnlyItsOwnRules() {
    FilterParser parser = parser();
    parser.setDeleteExcluded(true);
    parser.exclude(bytes("a/"));
    parser.filter("P prot");
    parser.filter("-sr both");
    assertThat(rulesIn(sent(exchange(33, true, true, true, false), parser)))
        .containsExactly("-r prot", "-sr both");

    FilterParser pulling = parser();
    pulling.exclude(bytes("early"));
    pulling.setDeleteExcluded(true);
    pulling.exclude(bytes("a/"));
    pulling.include(bytes("/b"));
    pulling.filter("P prot");
    pulling.filter("H hid");
    pulling.filter("-sr both");
    pulling.filter(": .m");
    pulling.filter(":- .n");
    assertThat(rulesIn(sent(exchange(33, false, true, true, false), pulling)))
        .containsExactly("- early", "-s a/", "+s /b", "-s hid", "-sr both", ": .m", ":- .n");
  }

  @Test
  void aSendingClientThatDeletesNothingSendsNothing() {
    FilterExchange push = exchange(33, true, false, false, false);
    assertThat(push.sendsRules()).isFalse();
    assertThat(sent(push, typical())).isEmpty();
    assertThat(push.receive(parser(), input(new byte[0])).isEmpty()).isTrue();
  }

  @Test
  void oldProtocolsTakeOldRulesOnly() {
    FilterExchange old = exchange(28, false, false, false, false);
    FilterParser parser = parser();
    parser.exclude(bytes("plain"));
    parser.exclude(bytes("- - odd"));
    parser.include(bytes("in"));
    assertThat(rulesIn(sent(old, parser))).containsExactly("plain", "- - odd", "+ in");
    parser.filter(": .m");
    assertThatThrownBy(() -> sent(old, parser))
        .hasMessage("filter rules are too modern for remote rsync.")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.PROTOCOL));
  }

  @Test
  void theServerReadsWhatTheClientSent() {
    byte[] wire = sent(PULL, typical("-! *.c"));
    FilterList list = PULL.receive(parser(), input(wire));
    assertThat(list.size()).isEqualTo(4);
    assertThat(list.check(bytes("hid"), false)).isEqualTo(FilterResult.EXCLUDED);
    assertThat(list.check(bytes("b"), false)).isEqualTo(FilterResult.INCLUDED);
    assertThat(list.check(bytes("x.c"), false)).isEqualTo(FilterResult.NONE);
    assertThat(list.check(bytes("x.h"), false)).isEqualTo(FilterResult.EXCLUDED);
  }

  /** An escape with nothing behind it stands for itself, wherever the rule ends. */
  @Test
  void theServerTakesATrailingBackslash() throws IOException {
    for (String rule : List.of("- \\", "+ a\\", "- /a/\\", "- [\\", "- *\\")) {
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      for (int part : new int[] {rule.length(), 0, 0, 0}) {
        wire.write(part);
      }
      wire.writeBytes(bytes(rule));
      wire.write(new byte[4]);
      FilterList list = PULL.receive(parser(), input(wire.toByteArray()));
      assertThat(list.size()).as(rule).isEqualTo(1);
      list.check(bytes("a"), false);
      list.check(bytes("a/b\\"), true);
    }
  }

  @Test
  void theServerRefusesLengthsBeyondTheLimit() throws IOException {
    for (int length : new int[] {-1, 5120, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      new DataOutputStream(wire).writeInt(Integer.reverseBytes(length));
      assertThatThrownBy(() -> PULL.receive(parser(), input(wire.toByteArray())))
          .hasMessageContaining("length of a filter rule")
          .hasMessageContaining("limit of 5119")
          .isInstanceOfSatisfying(
              RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC));
    }
  }

  /** Rules of 4000 bytes, as many as asked for, and no end. */
  private static byte[] longRules(int count) throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(wire);
    byte[] rule = bytes("- " + "x".repeat(3998));
    for (int i = 0; i < count; i++) {
      out.writeInt(Integer.reverseBytes(rule.length));
      out.write(rule);
    }
    return wire.toByteArray();
  }

  @Test
  void theServerTakesALimitedNumberOfBytes() throws IOException {
    byte[] wire = longRules(FilterExchange.MAX_BYTES / 4000 + 1);
    assertThatThrownBy(() -> PULL.receive(parser(), input(wire)))
        .hasMessageContaining("bytes of all filter rules")
        .hasMessageContaining("limit of 16777216")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC));
  }

  @Test
  void theRulesAreTakenFromTheSessionsMemory() throws IOException {
    byte[] wire = longRules(100);
    FilterParser parser = parser();
    parser.setLimits(FilterExchange.MAX_RULES, MemoryBudget.ofSession(100_000));
    assertThatThrownBy(() -> PULL.receive(parser, input(wire)))
        .hasMessage("memory for filter rules exceeds the limit of 100000 bytes for a session")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC));
  }
}
