package org.jrsync.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.options.ArgumentParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.OptionAliases;
import org.jrsync.engine.options.OptionFamily;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.ParsedArguments.Mode;
import org.jrsync.engine.options.RefuseOptions;
import org.jrsync.engine.options.SecludedArguments;
import org.jrsync.engine.options.ServerArguments;
import org.jrsync.engine.options.ServerWords;

/**
 * Argument lists: a client's, with aliases; a server's; and what a daemon is sent, with options
 * that the module refuses. A server takes what our own client makes of the arguments.
 */
final class ArgumentsTarget implements Target {
  private static final int MOST_WORDS = 200;
  private static final List<byte[]> PATHS = List.of(Seed.text("module/a b"), Seed.text("module/*"));

  @Override
  public String name() {
    return "arguments";
  }

  @Override
  public List<String> decoder() {
    return List.of(
        "ArgumentParser.java",
        "OptionScanner.java",
        "OptionAliases.java",
        "OptionRules.java",
        "OutputWords.java",
        "SizeArgument.java",
        "NumberArgument.java",
        "SecludedArguments.java",
        "ServerArguments.java");
  }

  private static List<byte[]> words(byte[] text) {
    List<byte[]> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length && words.size() < MOST_WORDS; i++) {
      if (i == text.length || text[i] == 0) {
        words.add(Arrays.copyOfRange(text, from, i));
        from = i + 1;
      }
    }
    return words;
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    int kind = choices.number();
    byte[] file = choices.take(choices.number());
    List<byte[]> words = words(choices.rest());
    if ((kind & 1) != 0) {
      RefuseOptions refuse =
          (kind & 2) != 0
              ? RefuseOptions.of(new String(file, ISO_8859_1), (kind & 4) != 0)
              : RefuseOptions.NONE;
      ParsedArguments parsed = ArgumentParser.parseForModule(words, refuse, 28 + (kind >> 4) % 6);
      if (parsed.mode() == Mode.DAEMON || parsed.mode() == Mode.CLIENT) {
        throw new AssertionError("a module's client made it a " + parsed.mode());
      }
      return;
    }
    Environment environment =
        name -> (kind & 2) != 0 && name.equals("RSYNC_PROTECT_ARGS") ? Seed.text("1") : null;
    OptionAliases aliases = (kind & 4) != 0 ? OptionAliases.of(List.of(file)) : OptionAliases.NONE;
    ParsedArguments parsed = ArgumentParser.parse(words, aliases, environment);
    if (parsed.mode() == Mode.CLIENT) {
      serve(parsed, (kind & 8) != 0, (kind & 16) != 0);
    }
  }

  /** The server of such a client is asked for what it knows. */
  private static void serve(ParsedArguments client, boolean sending, boolean shell) {
    ServerWords asked =
        shell
            ? ServerArguments.forShell(client.options(), client.connection(), sending, PATHS)
            : ServerArguments.forDaemon(client.options(), client.connection(), sending, PATHS);
    List<byte[]> words = asked.open();
    if (SecludedArguments.announcedBy(words)) {
      words = SecludedArguments.join(words, asked.secluded());
    }
    ParsedArguments server = ArgumentParser.parse(words, Environment.EMPTY);
    if (server.mode() != Mode.SERVER && client.connection().remoteOptions().isEmpty()) {
      throw new AssertionError("the server becomes a " + server.mode());
    }
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    String[] values = {
      "1",
      "x",
      "0",
      "-1",
      "100K",
      "1.5GiB",
      "max",
      "2026-01-01",
      "+5",
      "a:b,*:0",
      "u+rw,go=",
      "ALL2,NONE",
      "help",
      "",
      "md5",
      "zlib",
      "zstd",
      "utf-8,latin1",
      ".",
      "-",
      "99999999999999999",
      "5m-1",
      "1tb+1",
      "10:30",
      "--delete",
      "errors",
      "host:port",
      "-"
    };
    int v = 0;
    for (OptionFamily family : OptionFamily.ofTransfers()) {
      List<String> names = new ArrayList<>(family.names());
      names.addAll(family.off());
      for (String name : names) {
        for (int n = v % 3; n < 3; n += 3) {
          String value = values[v++ % values.length];
          String word =
              !family.takesArgument()
                  ? name
                  : name.startsWith("--") ? name + "=" + value : name + value;
          int server = (v & 3) << 3;
          seeds.add(Seed.of(server, 0).then("-r\0" + word + "\0src\0dst").bytes());
          seeds.add(
              Seed.of(24 - server, 0).then(name + "\0" + value + "\0-avz\0src\0host::m/").bytes());
          seeds.add(
              Seed.of(1 | n << 4, 0)
                  .then("--server\0" + word + "\0-logDtpre.iLsfxCIvu\0.\0m/")
                  .bytes());
          seeds.add(
              Seed.of(3, name.length())
                  .then(name.replace("-", "*"))
                  .then("--server\0" + word + "\0.\0m/")
                  .bytes());
        }
      }
    }
    for (OptionFamily family : OptionFamily.ofDaemon()) {
      for (String name : family.names()) {
        seeds.add(
            Seed.of(0, 0)
                .then("--daemon\0" + name + (family.takesArgument() ? "\0a=1" : ""))
                .bytes());
      }
    }
    String alias =
        "rsync alias --fast -a -z --delete\nrsync exec x y\nrsync alias -Q -e \"a b\" !#:+\n";
    seeds.add(Seed.of(4, alias.length()).then(alias).then("--fast\0a\0b").bytes());
    seeds.add(Seed.of(4, alias.length()).then(alias).then("-Qx\0a\0b").bytes());
    String loop = "rsync alias --a --b\nrsync alias --b --a\\\n --c='x'\n# x\nrsync alias\n";
    seeds.add(Seed.of(4, loop.length()).then(loop).then("--a\0a\0b").bytes());
    for (String line :
        new String[] {
          "-s\0-M--delete\0--iconv=utf8,latin1\0-aAXHUN\0a\0h:b",
          "--info=all4,name0\0--debug=filter2\0a\0b",
          "--backup-dir=x\0--suffix=~\0--partial-dir=p\0-b\0a\0b",
          "--link-dest=x\0--link-dest=y\0--copy-dest=z\0a\0b",
          "--files-from=:x\0-0\0--delay-updates\0a\0b",
          "-aP\0--\0-x\0b",
          "--no-\0--no-r\0--n\0--dele\0a\0b",
          "--server\0--sender\0-s.\0.\0",
          "-vvvvvvvvvvvvqqq\0--help\0",
          "-VV",
          "--version",
          "",
          "-"
        }) {
      for (int kind = 0; kind < 32; kind += 8) {
        seeds.add(Seed.of(kind, 0).then(line).bytes());
        seeds.add(Seed.of(kind | 2, 0).then(line).bytes());
      }
    }
    return seeds;
  }
}
