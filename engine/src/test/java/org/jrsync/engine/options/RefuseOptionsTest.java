package org.jrsync.engine.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jrsync.wire.Protocol;
import org.junit.jupiter.api.Test;

class RefuseOptionsTest {

  private static void parse(String directive, String line) {
    ParsedArguments unused =
        ArgumentParser.parseForModule(
            RealRsync.bytes(RealRsync.words("--server " + line + " . m")),
            RefuseOptions.of(directive, false),
            Protocol.NEWEST);
    assertThat(unused.mode()).isEqualTo(ParsedArguments.Mode.SERVER);
  }

  private static void refuses(String directive, String line, String option) {
    assertThatThrownBy(() -> parse(directive, line))
        .as(directive + " / " + line)
        .isInstanceOf(UsageException.class)
        .hasMessage("rsync: The server is configured to refuse " + option);
  }

  private static void takes(String directive, String line) {
    assertThatCode(() -> parse(directive, line))
        .as(directive + " / " + line)
        .doesNotThrowAnyException();
  }

  @Test
  void whatConfinesAModuleIsNotTheClientsAffair() {
    refuses("", "--insecure-links", "--insecure-links");
    parse("", "--no-insecure-links");
  }

  @Test
  void namesAreConvertedInModulesWithACharset() {
    refuses("", "--iconv=utf8", "--iconv");
    refuses("!iconv", "--iconv=utf8", "--iconv");
    takes("", "--no-iconv");
    refuses("no-iconv", "--no-iconv", "--no-iconv");
    refuses("no-iconv", "-r", "--no-iconv");
    assertThat(
            ArgumentParser.parseForModule(
                    RealRsync.bytes(RealRsync.words("--server --iconv=utf8 . m")),
                    RefuseOptions.of("no-iconv", true),
                    Protocol.NEWEST)
                .options()
                .iconv)
        .isEqualTo(new Iconv("utf8", "utf8", false));
  }

  @Test
  void namesAndLetters() {
    refuses("checksum", "-c", "--checksum (-c)");
    refuses("c", "--checksum", "--checksum (-c)");
    takes("checksum", "--no-c");
    takes("", "-vlogDtprcze.iLsfxCIvu");
    refuses("delete", "--delete -r", "--delete");
    takes("delete", "-r");
  }

  @Test
  void starsMatchWhateverIsBetweenThem() {
    refuses("*-*-*ing", "--ignore-existing --ignore-non-existing", "--ignore-non-existing");
    takes("*-*-*ing", "--ignore-existing");
    refuses("d*e-*e*", "-r --delete-before", "--delete-before");
    takes("d*e-*e", "-r --delete-during");
    refuses("**[d-e]?lete*-?xcluded**", "-r --delete-excluded", "--delete-excluded");
    // The ways to share a name out among so many stars are more than can be tried.
    assertThat(RefuseOptions.of("*e".repeat(40) + " " + "*".repeat(60) + "=", false).unmatched())
        .hasSize(2);
  }

  @Test
  void everyDeletionCountsAsDelete() {
    refuses("delete", "-r --delete-before", "--delete");
    refuses("delete", "-r --delete-excluded", "--delete");
    refuses("delete-before delete-during", "-r --delete", "--delete-before");
    takes("delete-before", "-r --delete");
  }

  @Test
  void aliasesFollowThePlainName() {
    refuses("ignore-non-existing", "--existing", "--existing");
    refuses("del", "-r --delete-during", "--delete-during");
    takes("del", "-r --delete-delay");
    refuses("zl", "--compress-level=1", "--compress-level");
    refuses("cc", "--checksum-choice=md5", "--checksum-choice");
  }

  @Test
  void wildcards() {
    refuses("delete*", "-r --delete-after", "--delete-after");
    refuses("*", "-r", "--recursive (-r)");
    takes("*", "-n --sender -e.LsfxCIvu");
    takes("* !v !verbose !r !a !archive !t", "-vrt");
    refuses("* !v", "-vr", "--recursive (-r)");
    refuses("check*", "--checksum-choice=md5", "--checksum-choice");
    takes("check*", "--checksum-seed=1");
    refuses("checksum-seed", "--checksum-seed=1", "--checksum-seed");
    refuses("[a-c]*", "-c", "--checksum (-c)");
    refuses("?", "-t", "--times (-t)");
  }

  @Test
  void partsOfArchive() {
    refuses("a", "-t", "--times (-t)");
    refuses("archive", "-D", "-D");
    refuses("o", "-a", "--owner (-o)");
    takes("a !r", "-r");
    refuses("a !r", "-l", "--links (-l)");
  }

  @Test
  void impliedOptions() {
    refuses("compress", "-z", "--compress (-z)");
    refuses("compress", "--compress-level=3", "--compress (-z)");
    refuses("partial", "--inplace", "--partial");
    refuses("inplace", "--append", "--inplace");
    refuses("progress", "-P", "--progress");
  }

  @Test
  void someAreAlwaysRefused() {
    refuses("", "--log-file=x", "--log-file");
    refuses("", "--write-devices", "--write-devices");
    refuses("!log-file", "--log-file=x", "--log-file");
    takes("!write-devices", "--write-devices");
    assertThatThrownBy(() -> parse("", "--daemon"))
        .hasMessage("rsync: Attempt to hack rsync thwarted!");
  }

  @Test
  void whatFitsNothingIsKeptForTheLog() {
    assertThat(RefuseOptions.of("bogus delete  !nothing* c", false).unmatched())
        .containsExactly("bogus", "nothing*");
  }
}
