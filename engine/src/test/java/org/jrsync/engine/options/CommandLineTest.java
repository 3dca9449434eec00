package org.jrsync.engine.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.jrsync.engine.options.ParsedArguments.Mode;
import org.jrsync.engine.options.SourceArguments.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Command lines are taken and refused as a real rsync does, with the same messages and exit
 * statuses.
 */
class CommandLineTest {

  /**
   * Lines that a real rsync takes as a local copy of nothing much, or refuses. A tilde stands for a
   * blank.
   */
  private static final List<String> LINES =
      """
      --bogus src/ d
      --crtimes src/ d
      -aN src/ d
      --no-crtimes src/ d
      -E --no-E src/ d
      -EU --no-U src/ d
      --no-executability src/ d
      --super --no-super src/ d
      --usermap=*:0 --usermap=1:2 src/ d
      --groupmap=*:0 --groupmap=1:2 src/ d
      --usermap=*:0 --chown=0 src/ d
      --chown=0 --usermap=*:0 src/ d
      --chown=:0 --groupmap=*:0 src/ d
      --groupmap=*:0 --chown=:0 src/ d
      --chown=0 --chown=1:1 src/ d
      --chown=:0 --chown=:1 src/ d
      --chown=0 --chown=:0 src/ d
      --chown=:0 --chown= src/ d
      -Z src/ d
      -raZ src/ d
      -r=v src/ d
      -r=Z src/ d
      -r= src/ d
      -vr=1 src/ d
      --recursive=1 src/ d
      --recursive= src/ d
      --rec src/ d
      --recursiv src/ d
      --no-bogus src/ d
      --no-a src/ d
      --no-archive src/ d
      -- src/ d
      -v -- src/f d
      -- --bogus d
      - d
      --timeout
      --exclude
      -e
      -vB
      -B
      -M
      -f
      --info
      --exclude -- src/ d
      --exclude= src/ d
      --exclude '' src/ d
      -f -~x src/ d
      -f=-~x src/ d
      --link-dest=a --copy-dest=b src/ d
      --copy-dest=a --copy-dest=b --compare-dest=c src/ d
      --compare-dest src/ d
      --compare-dest= src/ d
      --no-link-dest src/ d
      -yyy --no-y src/ d
      --stop-after=5 src/ d
      --stop-after=0 src/ d
      --stop-after=-5 src/ d
      --stop-after=x src/ d
      --stop-after=5x src/ d
      --stop-after= src/ d
      --time-limit=99999999999999999999 src/ d
      --time-limit=2 src/ d
      --stop-at=2020-01-01 src/ d
      --stop-at=2090-01-01 src/ d
      --stop-at=2090/1/1T12:30 src/ d
      --stop-at=90-1-1T1:2 src/ d
      --stop-at=1-1 src/ d
      --stop-at=T12 src/ d
      --stop-at=t23:59 src/ d
      --stop-at=:30 src/ d
      --stop-at=: src/ d
      --stop-at=T src/ d
      --stop-at= src/ d
      --stop-at=12:30 src/ d
      --stop-at=2-30 src/ d
      --stop-at=2-29 src/ d
      --stop-at=4-31 src/ d
      --stop-at=31 src/ d
      --stop-at=31T src/ d
      --stop-at=32 src/ d
      --stop-at=13-1 src/ d
      --stop-at=1-1-1-1 src/ d
      --stop-at=1:2:3 src/ d
      --stop-at=24:00 src/ d
      --stop-at=1:60 src/ d
      --stop-at=5T:30 src/ d
      --stop-at=2090-2-30 src/ d
      --stop-at=1-1T12:30x src/ d
      --timeout=5 src/ d
      --timeout 5 src/ d
      --timeout=~5 src/ d
      --timeout=5~ src/ d
      --timeout=+5 src/ d
      --timeout=-5 src/ d
      --timeout=--5 src/ d
      --timeout=010 src/ d
      --timeout=08 src/ d
      --timeout=0x src/ d
      --timeout=0x1F src/ d
      --timeout=0xg src/ d
      --timeout= src/ d
      --timeout '' src/ d
      --timeout=5x src/ d
      --timeout=5.0 src/ d
      --timeout=2147483647 src/ d
      --timeout=2147483648 src/ d
      --timeout=-2147483648 src/ d
      --timeout=-2147483649 src/ d
      --timeout=99999999999999999999 src/ d
      --timeout=99999999999999999999x src/ d
      --max-delete=x src/ d
      --max-delete src/ d
      --max-delete=-7 src/ d
      --modify-window=x src/ d
      -@x src/ d
      -@-1 src/ d
      -@ 5 src/ d
      -v@2 src/ d
      --compress-level=3.5 src/ d
      --zl=5 src/ d
      --protocol=x src/ d
      --protocol=31 src/ d
      --checksum-seed=x src/ d
      --checksum-seed=5 src/ d
      --port=x src/ d
      --port=5 src/ d
      --contimeout=x src/ d
      --contimeout=5 src/ d
      --contimeout=5 h:src d
      --password-file=x src/ d
      --password-file=x h:src d
      --block-size=0 src/ d
      --block-size=700 src/ d
      --block-size=131072 src/ d
      --block-size=131073 src/ d
      --block-size=128k src/ d
      --block-size=128k+1 src/ d
      --block-size=128k-1 src/ d
      --block-size=128KiB src/ d
      --block-size=128KB src/ d
      --block-size=128kib src/ d
      --block-size=128kbb src/ d
      --block-size=128ki src/ d
      --block-size=128kB+1 src/ d
      --block-size=128k+2 src/ d
      --block-size=128k+ src/ d
      --block-size=128k+12 src/ d
      --block-size=1G src/ d
      --block-size=1P src/ d
      --block-size=1E src/ d
      --block-size=1.5k src/ d
      --block-size=.5k src/ d
      --block-size=. src/ d
      --block-size=1.2.3 src/ d
      --block-size=-1 src/ d
      --block-size=-x src/ d
      --block-size=+1 src/ d
      --block-size=+999999999 src/ d
      --block-size=1e3 src/ d
      --block-size=foo src/ d
      --block-size= src/ d
      --block-size=k src/ d
      --block-size=~5 src/ d
      --block-size=99999999999999999999 src/ d
      --block-size=200000 --protocol=29 src/ d
      --protocol=29 --block-size=200000 src/ d
      --protocol=29 --block-size=512m src/ d
      --protocol=29 --block-size=512m+1 src/ d
      --protocol=29 -B 1023m src/ d
      -B 1t src/ d
      -B1k src/ d
      -B=1k src/ d
      -B==1k src/ d
      --bwlimit=foo src/ d
      --bwlimit=1 src/ d
      --bwlimit=100b src/ d
      --bwlimit=511B src/ d
      --bwlimit=512B src/ d
      --bwlimit=0 src/ d
      --bwlimit=0.4 src/ d
      --bwlimit=0.5 src/ d
      --bwlimit=1.5m src/ d
      --bwlimit=1mb+1 src/ d
      --bwlimit=9223372036854775807B src/ d
      --bwlimit=9223372036854775808B src/ d
      --bwlimit=8191P src/ d
      --bwlimit=8192P src/ d
      --bwlimit=9999999P src/ d
      --bwlimit=-1 src/ d
      --outbuf=x src/ d
      --outbuf= src/ d
      --outbuf=l src/ d
      --outbuf=None src/ d
      --stderr=x src/ d
      --stderr= src/ d
      --stderr=e src/ d
      --stderr=errors src/ d
      --stderr=errorsx src/ d
      -M x src/ d
      -M '' src/ d
      -M-x src/ d
      --chmod=foo src/ d
      --chmod= src/ d
      --chmod=u+rwx,go= src/ d
      --chmod=u+rwx,,go= src/ d
      --chmod=u+rwx, src/ d
      --chmod=D755,F644 src/ d
      --chmod=DF644 src/ d
      --chmod=Du+x,Fgo-w src/ d
      --chmod=8 src/ d
      --chmod=07777 src/ d
      --chmod=17777 src/ d
      --chmod=u644 src/ d
      --chmod=g=u src/ d
      --chmod=g=ur src/ d
      --chmod=g=ru src/ d
      --chmod=g+s,+t src/ d
      --chmod=a+X src/ d
      --chmod=u+r+w src/ d
      --chmod=u src/ d
      --chmod=+ src/ d
      --chmod=64x src/ d
      --info=foo src/ d
      --info=name9 src/ d
      --info=NAME,del src/ d
      --info=,,name,none src/ d
      --info= src/ d
      --info=na src/ d
      --info=2 src/ d
      --info=all9 src/ d
      --info=none2 src/ d
      --info=name2x src/ d
      --info=name99999999999999999 src/ d
      --debug=bogus src/ d
      --debug=none,io0 src/ d
      --debug=deltasum src/ d
      --inplace --partial-dir=x src/ d
      --partial-dir=x --inplace src/ d
      --inplace --no-inplace --partial-dir=x src/ d
      --append --partial-dir=x src/ d
      --append -W src/ d
      --append-verify -W src/ d
      --append --no-append -W src/ d
      --append --no-W src/ d
      --append --checksum-choice=none src/ d
      --inplace -W src/ d
      --partial-dir=. --inplace src/ d
      --partial-dir= src/ d
      --delete src/ d
      --delete-excluded src/ d
      --delete --no-r src/ d
      --del src/ d
      --delete -a --no-r src/ d
      --delete -d src/ d
      --delete --old-dirs src/ d
      -r --delete src/ d
      -r --delete-before --delete-after src/ d
      -r --delete-before --del src/ d
      -r --delete-during --delete-delay src/ d
      -r --delete-before --delete src/ d
      -r --delete-before --delete-before src/ d
      -r --delete-after --delete-delay --delete-before src/ d
      --delete-before --delete-after src/ d
      --checksum-choice=foo src/ d
      --checksum-choice= src/ d
      --cc=auto src/ d
      --cc=AUTO,auto src/ d
      --cc=md5,auto src/ d
      --cc=auto,md5 src/ d
      --cc=xxh64,foo src/ d
      --cc=foo,xxh64 src/ d
      --cc=md4,md5,sha1 src/ d
      --cc=md4, src/ d
      --cc=XXHASH src/ d
      --cc=md5x src/ d
      --cc=sha1 src/ d
      --cc=xxh3,xxh128 src/ d
      --cc=sha256 src/ d
      --cc=none -c src/ d
      --zc=foo src/ d
      --max-size=x src/ d
      --max-size= src/ d
      --min-size=9999999p src/ d
      --min-size=8e src/ d
      --min-size=-1 src/ d
      --max-size=5kib+1 src/ d
      --zc= src/ d
      --compress-choice=zlib, src/ d
      --zc=foo --no-z src/ d
      --zc=foo --old-compress src/ d
      --compress-threads=x src/ d
      --zl=x src/ d
      -h src/ d
      -hhh src/ d
      -hn src/ d
      -V --bogus
      --bogus -V
      '' d
      src/ ''
      src/ '' d
      src/ --old-args ''
      -s src/ d
      -s --old-args src/ d
      --old-args --protect-args src/ d
      --old-args -s --no-s src/ d
      src/ '' h:
      src/ h::m d
      src/ h:m d
      src/ :m d
      h:a h2:b d
      h:a u@h:b d
      u@h:a h:b d
      h:a b d
      h:a b c d
      h:a :b ::c d
      h::a h:b d
      h::a ::b c d
      h::a rsync://h/b c d
      rsync://h:1/a rsync://h:2/b d
      rsync://h:1/a h::b d
      rsync://h:1/a rsync://h/b d
      h::a rsync://h:2/b d
      --port=2 h::a rsync://h:2/b d
      --port=3 h::a rsync://h:2/b d
      h:a h2:b
      h:a h2:
      h:a rsync://h2/b
      a ./b:c d:e f:g
      -- -host:src d
      -e true -- -host:src d
      --sender src/ d
      --list-only src/ d
      --list-only src/
      src/
      src/f src/g d
      ./src/f:x d
      --config=x
      --daemon --bogus
      --daemon -a
      --daemon -M x
      --daemon -Mx=y --bogus
      --daemon --port=x
      --daemon --bwlimit=1k
      --daemon --exclude=x
      --no-detach
      --config
      --daemon --config
      -a --detach
      --bogus --daemon
      --info=bogus --daemon
      --server --bogus
      --server -Z . x
      --server --delete . x
      --server --inplace --partial-dir x . x
      --server --timeout=x . d
      --server --sender --block-size=1g . x
      --server --daemon --bogus
      """
          .lines()
          .toList();

  /** Lines in a variable's presence: {@code NAME=value} comes first. */
  private static final List<String> ENVIRONMENT_LINES =
      """
      RSYNC_OLD_ARGS=1 src/ ''
      RSYNC_OLD_ARGS=0 src/ ''
      RSYNC_OLD_ARGS=x src/ ''
      RSYNC_OLD_ARGS=1 --no-old-args src/ ''
      RSYNC_PARTIAL_DIR=p --partial --inplace src/ d
      RSYNC_PROTECT_ARGS=0 src/ ''
      RSYNC_PROTECT_ARGS=1 src/ ''
      RSYNC_PROTECT_ARGS=1 --old-args src/ ''
      RSYNC_PROTECT_ARGS=x src/ ''
      """
          .lines()
          .toList();

  @TempDir Path temp;

  private RealRsync real() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("w"));
    Files.createDirectory(directory.resolve("src"));
    Files.writeString(directory.resolve("src/f"), "f");
    return RealRsync.in(directory);
  }

  @Test
  void refusesAndTakesAsRsyncDoes() throws Exception {
    RealRsync real = real();
    SoftAssertions soft = new SoftAssertions();
    for (String line : LINES) {
      compare(soft, real, line, Map.of(), RealRsync.words(line));
    }
    for (String line : ENVIRONMENT_LINES) {
      int blank = line.indexOf(' ');
      int equals = line.indexOf('=');
      Map<String, String> variables =
          Map.of(line.substring(0, equals), line.substring(equals + 1, blank));
      compare(soft, real, line, variables, RealRsync.words(line.substring(blank)));
    }
    soft.assertAll();
  }

  private static void compare(
      SoftAssertions soft,
      RealRsync real,
      String line,
      Map<String, String> variables,
      List<String> words)
      throws Exception {
    RealRsync.Result result = real.run(variables, words);
    String expected = "taken";
    boolean usage = result.errors().contains("(code 1)");
    if (usage || result.errors().contains("(code 4)") || result.errors().contains("(code 2)")) {
      String message = result.errors();
      message = message.substring(0, message.indexOf("rsync error: "));
      expected = result.status() + " " + message.stripTrailing();
      expected = expected.startsWith("1 rsync  version") ? "1 help" : expected;
    }
    soft.assertThat(ours(words, variables)).as(line).isEqualTo(expected);
  }

  private static String ours(List<String> words, Map<String, String> variables) {
    try {
      ParsedArguments parsed =
          ArgumentParser.parse(RealRsync.bytes(words), RealRsync.environment(variables));
      if (parsed.mode() == Mode.CLIENT) {
        SourceArguments.of(parsed);
      }
      return "taken";
    } catch (UsageException e) {
      return e.exitCode().code() + " " + (e.helpWanted() ? "help" : e.getMessage().stripTrailing());
    }
  }

  private static ParsedArguments parse(String line) {
    return ArgumentParser.parse(RealRsync.bytes(RealRsync.words(line)), Environment.EMPTY);
  }

  @Test
  void twentyFurtherDirectories() throws Exception {
    RealRsync real = real();
    SoftAssertions soft = new SoftAssertions();
    for (int count = 20; count <= 21; count++) {
      String line = "--link-dest=x ".repeat(count) + "src/ d";
      compare(soft, real, line, Map.of(), RealRsync.words(line));
    }
    soft.assertAll();
  }

  /**
   * The names in a real rsync's help text are all in the table, and none that it knows is unknown
   * here.
   */
  @Test
  void knowsEveryOptionOfTheHelpText() throws Exception {
    RealRsync real = real();
    String help = real.run(Map.of(), List.of("--help")).output();
    int names = 0;
    for (String line : help.substring(help.indexOf("\nOptions")).lines().toList()) {
      if (!line.startsWith("-")) {
        continue;
      }
      int end = line.indexOf("  ");
      for (String word : RealRsync.words(line.substring(0, end < 0 ? line.length() : end))) {
        String name = word.replaceAll("[=,(].*", "");
        if (name.startsWith("--") && !name.equals("--no-OPTION")) {
          byte[] bytes = Bytes.of(name);
          assertThat(OptionTable.TRANSFER.name(bytes, 2, bytes.length)).as(name).isNotNull();
          names++;
        } else if (name.startsWith("-") && name.length() == 2) {
          boolean known = OptionTable.TRANSFER.letter((byte) name.charAt(1)) != null;
          assertThat(known || name.equals("-h")).as(name).isTrue();
          names++;
        }
      }
    }
    assertThat(names).isGreaterThan(150);
  }

  @Test
  void modes() {
    assertThat(parse("a b").mode()).isEqualTo(Mode.CLIENT);
    assertThat(parse("--server -e.x . b").mode()).isEqualTo(Mode.SERVER);
    assertThat(parse("--daemon").mode()).isEqualTo(Mode.DAEMON);
    assertThat(parse("-a --help --bogus").mode()).isEqualTo(Mode.HELP);
    assertThat(parse("-h").mode()).isEqualTo(Mode.HELP);
    assertThat(parse("--daemon -h").mode()).isEqualTo(Mode.DAEMON_HELP);
    assertThat(parse("--daemon --help").mode()).isEqualTo(Mode.DAEMON_HELP);
    assertThat(parse("-V").mode()).isEqualTo(Mode.VERSION);
    assertThat(parse("-VV").mode()).isEqualTo(Mode.VERSION_JSON);
    assertThat(parse("--info=name,help").mode()).isEqualTo(Mode.INFO_HELP);
    assertThat(parse("--debug=Help").mode()).isEqualTo(Mode.DEBUG_HELP);
    assertThatThrownBy(() -> parse("--sender a b"))
        .isInstanceOfSatisfying(UsageException.class, e -> assertThat(e.helpWanted()).isTrue());
  }

  @Test
  void protocolsThatNobodySpeaks() {
    // What no rsync speaks is refused once the other side has named its version.
    assertThat(parse("--protocol=34 a b").options().protocol).isEqualTo(34);
    assertThat(parse("--protocol=19 a b").options().protocol).isEqualTo(19);
    assertThatThrownBy(() -> parse("--protocol=27 a b"))
        .hasMessage("rsync: --protocol=27 is not supported yet by jrsync");
  }

  @Test
  void daemonOptions() {
    ParsedArguments parsed =
        parse("-v --config=c --dparam=a=b -Mc=d --no-detach --port=8730 --address=::1 --daemon x");
    DaemonOptions daemon = parsed.daemon();
    assertThat(daemon.config()).isEqualTo(Bytes.of("c"));
    assertThat(daemon.overrides()).extracting(Bytes::text).containsExactly("a=b", "c=d");
    assertThat(daemon.detach()).isFalse();
    assertThat(daemon.port()).isEqualTo(8730);
    assertThat(daemon.address()).isEqualTo(Bytes.of("::1"));
    assertThat(daemon.verbose()).isEqualTo(1);
    assertThat(daemon.remoteShell()).isFalse();
    assertThat(parse("--server --daemon .").daemon().remoteShell()).isTrue();
    assertThat(parsed.arguments()).extracting(Bytes::text).containsExactly("x");
  }

  @Test
  void filtersKeepTheirOrder() {
    ParsedArguments parsed =
        parse("--exclude=a --include b -f -_c --exclude-from=d --old-dirs --include-from=- x y");
    assertThat(parsed.filters())
        .extracting(f -> f.kind() + " " + Bytes.text(f.text()))
        .containsExactly(
            "EXCLUDE a",
            "INCLUDE b",
            "FILTER -_c",
            "EXCLUDE_FROM d",
            "INCLUDE_FROM -",
            "FILTER - /*/*");
  }

  @Test
  void impliedOptions() {
    Options archive = parse("-a a b").options();
    assertThat(archive.recursive && archive.dirs && archive.links && archive.perms).isTrue();
    assertThat(archive.times && archive.group && archive.owner && archive.devices).isTrue();
    assertThat(archive.specials).isTrue();
    assertThat(parse("-a --no-o --no-D a b").options().owner).isFalse();
    assertThat(parse("--no-o -a a b").options().owner).isTrue();
    assertThat(parse("a").options().listOnly).isTrue();
    assertThat(parse("a").options().dirs).isTrue();
    assertThat(parse("a").options().listOnlyGiven).isFalse();
    assertThat(parse("--append a b").options().inplace).isTrue();
    assertThat(parse("--partial-dir=x/../y/ a b").options().partialDir).isEqualTo(Bytes.of("y"));
    assertThat(parse("--partial-dir=x/.. a b").options().partial).isTrue();
    assertThat(parse("--cc=none a b").options().wholeFile).isTrue();
    assertThat(parse("-vvi a b").options().outFormat).isEqualTo("%i %n%L");
    assertThat(parse("-v a b").options().outFormat).isEqualTo("%n%L");
    assertThat(parse("a b").options().outFormat).isNull();
    assertThat(parse("--out-format=%n -i a b").options().itemize).isZero();
    assertThat(parse("--out-format=%i%b a b").options().logBeforeTransfer).isFalse();
    assertThat(parse("--bwlimit=2m a b").options().bwlimit).isEqualTo(2 << 20);
    Options progress = parse("--progress a b").options();
    assertThat(progress.info(Info.NAME)).isEqualTo(1);
    assertThat(progress.info(Info.FLIST)).isEqualTo(2);
    assertThat(progress.info(Info.PROGRESS)).isEqualTo(1);
    assertThat(parse("--info=progress2 --progress a b").options().info(Info.PROGRESS)).isEqualTo(2);
    assertThat(parse("-vv --stats a b").options().info(Info.STATS)).isEqualTo(3);
    assertThat(parse("-vv --info=name0 a b").options().info(Info.NAME)).isZero();
    assertThat(parse("-vvvvvv a b").options().debug(Debug.DELTASUM)).isEqualTo(4);
    assertThat(parse("--server --log-format=%i%I . x").options().itemize).isEqualTo(2);
    assertThat(parse("--server -vlogDtpre.iLsfxCIvu . x").clientInfo()).isEqualTo(".iLsfxCIvu");
    assertThat(parse("--server --append --append . x").options().append).isEqualTo(2);
    assertThat(parse("--append --append a x").options().append).isEqualTo(1);
  }

  @Test
  void sourcesAndDestination() {
    SourceArguments pull = SourceArguments.of(parse("u@h:a :b h2"));
    assertThat(pull.direction()).isEqualTo(Direction.PULL);
    assertThat(pull.remotePaths()).extracting(Bytes::text).containsExactly("a", "b");
    assertThat(pull.localPaths()).extracting(Bytes::text).containsExactly("h2");
    SourceArguments listing = SourceArguments.of(parse("rsync://h:8730/m/p"));
    assertThat(listing.hasNoDestination()).isTrue();
    assertThat(listing.host()).isNotNull().extracting(HostSpec::port).isEqualTo(8730);
    SourceArguments push = SourceArguments.of(parse("-e x a ./b:c u@[::1]::m"));
    assertThat(push.direction()).isEqualTo(Direction.PUSH);
    assertThat(push.daemonByShell()).isTrue();
    assertThat(push.host())
        .isNotNull()
        .satisfies(host -> {
          assertThat(host.user()).isEqualTo(Bytes.of("u"));
          assertThat(host.host()).isEqualTo(Bytes.of("::1"));
          assertThat(host.port()).isEqualTo(HostSpec.DEFAULT_PORT);
        });
    assertThat(SourceArguments.of(parse("a")).direction()).isEqualTo(Direction.LOCAL);
    assertThat(SourceArguments.of(parse("a/b:c d")).direction()).isEqualTo(Direction.LOCAL);
    assertThat(SourceArguments.of(parse("RSYNC://h x")).host()).isNotNull();
  }
}
