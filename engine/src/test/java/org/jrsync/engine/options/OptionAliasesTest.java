package org.jrsync.engine.options;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jrsync.engine.options.ParsedArguments.Mode;
import org.junit.jupiter.api.Test;

/** Option names of the user's own; that rsync takes the same ones is tested beside it. */
class OptionAliasesTest {

  private static final OptionAliases ALIASES =
      OptionAliases.of(
          List.of(
              Bytes.of("rsync alias --mine -r --links\nrsync alias -Y --mine -t\n"),
              Bytes.of(
                  """
                  # comment
                  other alias --mine -v
                  rs[xy]nc alias --less --exclude
                  rsync alias --first --exclude='!#:+'
                  rsync alias -t -t -p
                  rsync alias --round --and-round
                  rsync alias --and-round --round
                  rsync alias --words -f '- a b' "-f- c\\"d" -f\\-\\ e '' \\
                    --times
                  rsync exec --program /bin/true
                  rsync alias --server --bogus
                  rsync alias --empty
                  rsync alias --unended -r\
                  """)));

  private static ParsedArguments parse(String line) {
    return ArgumentParser.parse(RealRsync.bytes(RealRsync.words(line)), ALIASES, Environment.EMPTY);
  }

  private static List<String> filters(String line) {
    return parse(line).filters().stream().map(f -> Bytes.text(f.text())).toList();
  }

  @Test
  void namesStandForWords() {
    Options options = parse("--mine a b").options();
    assertThat(options.recursive && options.links).isTrue();
    assertThat(options.perms || options.times).isFalse();
    options = parse("-vYn a b").options();
    assertThat(options.recursive && options.dryRun && options.verbose == 1).isTrue();
    // The letter that an alias is named like has its own meaning in there.
    assertThat(options.times && options.perms).isTrue();
  }

  @Test
  void argumentsAreTakenFromBehind() {
    assertThat(filters("--less x a b")).containsExactly("x");
    assertThat(filters("--less=x a b")).containsExactly("x");
    assertThat(filters("-less=x a b")).containsExactly("x");
    ParsedArguments parsed = parse("a -r --first x b");
    assertThat(parsed.filters()).extracting(f -> Bytes.text(f.text())).containsExactly("x");
    assertThat(parsed.arguments()).extracting(Bytes::text).containsExactly("a", "b");
    assertThat(filters("a b --first")).containsExactly("!#:+");
  }

  @Test
  void quotesKeepBlanks() {
    assertThat(filters("--words a b")).containsExactly("- a b", "- c\"d", "- e");
    assertThat(parse("--words a b").options().times).isTrue();
  }

  @Test
  void whatIsNoAlias() {
    for (String name : List.of("--program", "--empty", "--unended", "--min")) {
      assertThatThrownBy(() -> parse("-v " + name + " a b"))
          .isInstanceOf(UsageException.class)
          .hasMessage("rsync: " + name + ": unknown option");
    }
    assertThatThrownBy(() -> parse("--round a b"))
        .hasMessage("rsync: --round: aliases nested too deeply");
    assertThat(parse("--server -r . x").mode()).isEqualTo(Mode.SERVER);
  }

  @Test
  void optionsForTheServerOfACopy() {
    ParsedArguments parsed =
        parse("-a --exclude=x --chmod=u+x --munge-links -M-b -M--exclude=y -M--no-t a b");
    assertThat(parsed.options().backups.wanted()).isFalse();
    ParsedArguments server = requireNonNull(parsed.serverOfCopy()).get();
    assertThat(server.mode()).isEqualTo(Mode.SERVER);
    assertThat(server.options().recursive && server.options().backups.wanted()).isTrue();
    assertThat(server.options().times || server.options().linkRules.munge()).isFalse();
    assertThat(server.options().chmod).isNull();
    assertThat(server.filters()).extracting(f -> Bytes.text(f.text())).containsExactly("y");
    assertThat(parse("-a a b").serverOfCopy()).isNull();
    assertThatThrownBy(() -> requireNonNull(parse("-a -M--mine a b").serverOfCopy()).get())
        .hasMessage("rsync: on remote machine: --mine: unknown option");
  }
}
