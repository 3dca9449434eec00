package org.jrsync.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.filter.CvsIgnore;
import org.jrsync.engine.filter.FilterExchange;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.filter.RuleFiles;
import org.jrsync.engine.filter.RuleText;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/**
 * Filter rules that a client sends, and those of files that they name; then names are tried on
 * them. Rules that are sent on come out as they were.
 */
final class FilterRulesTarget implements Target {
  private static final int BUDGET = 1 << 20;
  private static final int MOST_RULES = 1000;
  private static final String[] PATHS = {
    "a",
    "a/b",
    "dir/sub/file.txt",
    ".cvsignore",
    "x".repeat(60),
    "a".repeat(40) + "/b",
    "f*o",
    "-\\"
  };

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
    RuleFiles files =
        path -> {
          if (path.length > 0 && path[path.length - 1] == 'x') {
            throw new IOException("No such file or directory (2)");
          }
          return file;
        };
    FilterParser parser = new FilterParser(files, "fuzz", complaint -> {});
    parser.setLimits(MOST_RULES, MemoryBudget.ofSession(BUDGET));
    parser.setDeleteExcluded((kind & 1) != 0);
    parser.setNulSeparated((kind & 2) != 0);
    parser.setProtocol(protocol);
    parser.setCvsIgnore(new CvsIgnore((kind & 4) != 0 ? Seed.text("home") : null, file, protocol));
    FilterExchange exchange =
        new FilterExchange(
            protocol, (kind & 8) != 0, true, (kind & 1) != 0, (kind & 16) != 0, (kind & 32) != 0);
    FilterList list;
    if ((kind & 64) != 0) {
      // As an option gives it, or a file.
      byte[] text = choices.rest();
      switch (more >> 6) {
        case 0 -> parser.filter(text);
        case 1 -> parser.exclude(text);
        case 2 -> parser.include(text);
        default -> parser.excludePartialDirectory(text, (kind & 8) != 0);
      }
      list = parser.build();
    } else {
      list = exchange.receive(parser, BytesTransport.input(choices.rest(), protocol));
    }
    RuleText.of(parser);
    for (String path : PATHS) {
      list.check(Seed.text(path), false);
      list.excludesWithParents(Seed.text(path), true);
    }
    if (protocol == 33) {
      sendOn(parser, list);
    }
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
      for (int way = 0; way < 4; way++) {
        seeds.add(Seed.of(64 | (i & 3), way << 6 | 5, file.length()).then(file).then(rule).bytes());
      }
      if (rule.length() < 200) {
        String merged = rule + "\n";
        seeds.add(Seed.of(64 | (i & 3), 5, merged.length()).then(merged).then(".w file").bytes());
        seeds.add(Seed.of(64 | (i & 3), 5, merged.length()).then(merged).then(". file").bytes());
      }
    }
    for (int kind = 0; kind < 64; kind++) {
      seeds.add(Seed.of(kind, kind, 3).then("a b").then(0, 0, 0, 0).bytes());
    }
    seeds.add(Seed.of(0, 5, 0).then(0xff, 0xff, 0xff, 0x7f).bytes());
    return seeds;
  }
}
