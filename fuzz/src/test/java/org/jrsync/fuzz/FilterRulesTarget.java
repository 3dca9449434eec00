package org.jrsync.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.filter.CvsIgnore;
import org.jrsync.engine.filter.DaemonFilters;
import org.jrsync.engine.filter.FilterExchange;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.filter.RuleFiles;
import org.jrsync.engine.filter.RuleText;
import org.jrsync.engine.filter.RuleTrace;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/**
 * Filter rules that a client sends, that options give or a module, and those of files that they
 * name, also of the directories of a walk; then names are tried on them. Rules that are sent on
 * come out as they were.
 */
final class FilterRulesTarget implements Target {
  private static final int BUDGET = 1 << 20;
  private static final int MOST_RULES = 1000;
  private static final List<byte[]> PATHS =
      List.of(
          Seed.text("a"),
          Seed.text("a/b"),
          Seed.text("dir/sub/file.txt"),
          Seed.text(".cvsignore"),
          Seed.text("x".repeat(60)),
          Seed.text("a".repeat(40) + "/b"),
          Seed.text("f*o"),
          Seed.text("-\\"));

  @Override
  public String name() {
    return "filter-rules";
  }

  @Override
  public List<String> decoder() {
    return List.of("FilterExchange.java", "RuleReader.java", "RuleCursor.java");
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    int kind = choices.number();
    int more = choices.number();
    int protocol = 28 + more % 6;
    byte[] file = choices.take(choices.number());
    RuleFiles files = name -> contents(name, file);
    FilterParser parser = new FilterParser(files, "fuzz", complaint -> {});
    parser.setLimits(MOST_RULES, MemoryBudget.ofSession(BUDGET));
    RuleTrace trace = (more & 16) != 0 ? new RuleTrace(2, "fuzz", told -> {}) : RuleTrace.SILENT;
    parser.setTrace(trace);
    parser.setDeleteExcluded((kind & 1) != 0);
    parser.setNulSeparated((kind & 2) != 0);
    parser.setProtocol(protocol);
    parser.setCvsIgnore(new CvsIgnore((kind & 4) != 0 ? Seed.text("home") : null, file, protocol));
    FilterExchange exchange =
        new FilterExchange(
            protocol, (kind & 8) != 0, true, (kind & 1) != 0, (kind & 16) != 0, (kind & 32) != 0);
    FilterList list;
    if ((kind & 64) != 0) {
      byte[] text = choices.rest();
      switch (more >> 5) {
        case 0, 1 -> parser.filter(text);
        case 2 -> parser.exclude(text);
        case 3 -> parser.include(text);
        case 4 -> parser.excludeFrom(text);
        case 5 -> {
          byte[] none = {};
          DaemonFilters.build(text, none, file, none, text, files, complaint -> {});
          return;
        }
        default -> parser.excludePartialDirectory(text, (kind & 8) != 0);
      }
      list = parser.build();
    } else {
      list = exchange.receive(parser, BytesTransport.input(choices.rest(), protocol));
    }
    byte[] path = PATHS.get(more % PATHS.size());
    if ((kind & 128) != 0) {
      FilterSide side = (kind & 8) != 0 ? FilterSide.SENDER : FilterSide.RECEIVER;
      walk(exchange.local(parser.copy("walk")), side, files, trace, path);
      return;
    }
    RuleText.of(parser);
    list.excludesWithParents(path, true);
    list.check(path, false);
    if (protocol == 33) {
      sendOn(parser, list);
      return;
    }
    BytesTransport sink = new BytesTransport(new byte[0], 1);
    WireOutput out = sink.output(protocol);
    exchange.send(parser.copy("sender"), out);
    out.flush();
    FilterParser other = new FilterParser(name -> new byte[0], "other", complaint -> {});
    exchange.receive(other, BytesTransport.input(sink.heard(), protocol));
  }

  /** Every file holds the same, but for those that are missing and those that are directories. */
  private static byte[] contents(byte[] path, byte[] file) throws IOException {
    byte last = path.length == 0 ? 0 : path[path.length - 1];
    if (last == 'x') {
      throw new IOException("No such file or directory (2)");
    }
    if (last == 'd') {
      throw new IOException("Is a directory (21)", new PosixException(Errno.EISDIR, "read"));
    }
    return file;
  }

  /** What a transfer does with the rules: merge files are read as directories are entered. */
  private static void walk(
      FilterList list, FilterSide side, RuleFiles files, RuleTrace trace, byte[] path) {
    FilterScope top =
        FilterScope.open(list, side, Seed.text("m/top"), files, false, "walk", complaint -> {})
            .tracing((rule, name, offset, length, kind) -> {}, trace)
            .enter(new byte[0]);
    FilterScope inside = top.enter(Seed.text("a"));
    inside.check(path, true);
    inside.leave();
    top.leave();
  }

  /** What is sent to a peer of this release is read there as the same rules. */
  private static void sendOn(FilterParser parser, FilterList list) {
    FilterExchange pull = new FilterExchange(33, false, false, false, false, false);
    BytesTransport sink = new BytesTransport(new byte[0], 1);
    WireOutput out = sink.output(33);
    FilterList kept = pull.send(parser.copy("sender"), out);
    out.flush();
    FilterParser other = new FilterParser(path -> new byte[0], "other", complaint -> {});
    WireInput in = BytesTransport.input(sink.heard(), 33);
    FilterList got = pull.receive(other, in);
    if (kept.size() > list.size() + MOST_RULES || got.size() > kept.size()) {
      throw new AssertionError(list.size() + " rules, " + got.size() + " sent on");
    }
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    String[] rules = {
      "- *.o",
      "+ /dir/",
      "-! x",
      "-/ abs",
      "-s only",
      "-r only",
      "-p perishable",
      "-x user.*",
      ". file",
      ".- file",
      ".+ file",
      ": .rules",
      ":n- .rules",
      ":C",
      "-C",
      ":e .rules",
      "P protect",
      "R risk",
      "H hide",
      "S show",
      "! ",
      "!",
      "merge file",
      "dir-merge,- f",
      "exclude x",
      "include y",
      "protect z",
      "hide,! q",
      "show s",
      "risk r",
      "clear",
      "- a**b",
      "- [a-z]*[!x]",
      "- [[:alpha:]][[:digit:]]\\*",
      "- a***/b",
      "- /**",
      "- foo/**/bar",
      "- ?",
      "- *a*a*a*a*a*a*a*a*b",
      "- [[:upper:][:space:]-]",
      "- [\\]-a]",
      "- \\",
      "- ***",
      "- a/",
      "-bogus",
      "%x",
      ".w file",
      ".nw",
      ":w file",
      "- [[:x",
      "- [[:bogus:]]",
      "- [a",
      ".C file",
      ": /abs",
      ": ",
      "- ",
      "-,s x",
      "_",
      "dir-merge",
      "merge",
      "mergex",
      ". missingx",
      "- [[:cntrl:][:graph:][:print:][:punct:][:blank:][:alnum:][:lower:][:xdigit:]]",
      "- " + "y".repeat(4200)
    };
    String file = "- one\n# comment\n; too\n\n+ two\r\n- three";
    for (int i = 0; i < rules.length; i++) {
      String rule = rules[i];
      seeds.add(
          Seed.of((i * 7) & 0x3f, i, file.length())
              .then(file)
              .wire(
                  28 + i % 6,
                  out -> {
                    for (int n = 0; n < 2; n++) {
                      out.writeInt(rule.length());
                      out.write(Seed.text(rule));
                    }
                    out.writeInt(0);
                  })
              .bytes());
      for (int way = 0; way < 8; way++) {
        int walk = way == 0 ? 128 : 0;
        seeds.add(
            Seed.of(64 | walk | (i & 3), way << 5 | 21, file.length())
                .then(file)
                .then(rule)
                .bytes());
      }
      if (rule.length() < 200) {
        String merged = rule + "\n";
        for (String named :
            new String[] {".w file", ". file", ": a", ":ens /m/a", ":C", ":w/ b/c"}) {
          boolean directory = named.startsWith(":");
          seeds.add(
              Seed.of(64 | (directory ? 128 : 0) | (i & 9), 5 | (i & 1) << 4, merged.length())
                  .then(merged)
                  .then(named)
                  .bytes());
        }
      }
    }
    for (String loop : new String[] {". file", ".- x", ".e file", ". d", ".C d", ": r"}) {
      seeds.add(Seed.of(64 | 128, 21, loop.length()).then(loop).then(loop).bytes());
    }
    for (int more = 0; more < 6; more++) {
      for (int kind = 0; kind < 64; kind++) {
        seeds.add(
            Seed.of(kind, more, 3)
                .then("a b")
                .wire(
                    28 + more,
                    out -> {
                      for (String rule :
                          new String[] {"-C", "- a/", "-p x", ":C", ": f", "+ - c"}) {
                        out.writeInt(rule.length());
                        out.write(Seed.text(rule));
                      }
                      out.writeInt(0);
                    })
                .bytes());
      }
    }
    for (int kind = 0; kind < 64; kind++) {
      seeds.add(Seed.of(kind, kind, 3).then("a b").then(0, 0, 0, 0).bytes());
    }
    seeds.add(Seed.of(0, 5, 0).then(0xff, 0xff, 0xff, 0x7f).bytes());
    return seeds;
  }
}
