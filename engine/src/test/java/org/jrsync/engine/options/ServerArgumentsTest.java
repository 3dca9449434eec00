package org.jrsync.engine.options;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.jrsync.engine.options.SourceArguments.Direction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's command line is the one that a real client sends for the same options. */
class ServerArgumentsTest {

  private static final List<String> OPTIONS =
      """
      -a
      -v
      -vv
      -vvvvvvvvvvvv
      -q
      -u
      -b
      -b --suffix=.y
      --suffix=.z
      --backup-dir=././x
      --backup-dir=x/ --suffix=~
      --backup-dir=.
      -b --no-backup
      -abO
      --write-devices
      --copy-devices
      --write-devices --no-write-devices
      --fsync
      --preallocate
      --remove-source-files
      --remove-sent-files
      --trust-sender
      --delay-updates
      --delay-updates --partial-dir=.~tmp~
      --stderr=all
      -q --stderr=a
      -q --stderr=client
      -q --stderr=errors
      -i --msgs2stderr
      -q --no-msgs2stderr --log-file=/dev/null
      --delay-updates --partial
      --temp-dir=/x
      -T y
      -n
      -l
      -d
      -r
      -rd
      -W
      --no-W
      -H
      -HH
      -o
      -g
      -D
      --devices
      --specials
      --no-specials
      -D --no-devices
      -t
      -p
      -c
      -E
      -A
      -A --no-A
      -A --no-p
      -X
      -XXX
      -XX --no-X
      -aEUAX
      -Ep
      -U
      -UUU
      -U --no-U
      --super
      --super --no-super
      --usermap=1-3:root,x*:7
      --groupmap=*:0
      --chown=root:root
      --chown=:root
      --chown=:
      --copy-as=nobody
      -I
      -R
      -x
      -xx
      -S
      -z
      --compress-level=9
      -z --zl=1
      --no-z
      -zz
      -zzz
      -z --zc=auto
      -zz --zc=AUTO
      -zzz --zc=auto
      --zc=auto
      --zc=none
      -z --zc=none --zl=2
      --zc=zstd
      --compress-choice=LZ4 --zl=0
      --zc=zlib
      --zc=ZlibX
      --old-compress
      --new-compress
      --new-compress --old-compress
      --zc=zstd --old-compress
      --old-compress --zc=lz4
      --old-compress --no-z
      --new-compress --no-compress -z
      --zl=3 --no-z
      --zl=-1
      -z --compress-threads=3
      --zt=-3 --zc=zstd
      --skip-compress=gz/j[pi]g~x
      -z --skip-compress=
      --max-alloc=2g
      --max-alloc=0 --delete-missing-args
      --max-alloc=1024M --ignore-missing-args
      -i
      -ii
      --out-format=%n
      --out-format=%o%n
      --out-format=%i
      --log-format=%-10'I
      --info=name
      --info=name0
      --info=stats2,del
      --info=none
      --info=all
      --info=all3
      --info=all,name2
      --debug=all
      --stats
      -B700
      -B 1k
      --timeout=10
      --bwlimit=1.5m
      --bwlimit=513B
      --bwlimit=0
      --bwlimit=20 --no-bwlimit
      --checksum-choice=md5
      --cc=xxh64,none
      --cc=auto
      --cc=NONE
      --size-only
      --existing
      --ignore-non-existing
      --ignore-existing
      --modify-window=0
      --modify-window=3
      -@-1
      --checksum-seed=99
      --partial
      --partial-dir=.p
      --partial-dir=./a//b/../c~d/
      --partial-dir=.
      --ignore-errors
      --numeric-ids
      --force
      --max-delete=4 -r --delete
      --max-delete=0
      --max-delete=-1
      -r --delete
      -d --delete
      -r --delete-before
      -r --del
      -r --delete-delay
      -r --delete-after
      -r --delete-excluded
      -r --delete --delete-excluded
      -r --delete-during --delete-excluded
      --append
      --append-verify
      --append --append
      --inplace
      --inplace -S
      --inplace -S --no-W
      -O
      -J
      -tOJ -d --no-O
      -C
      -F
      -FFF --exclude=x
      --max-size=1.5k
      --min-size=2MB-1
      --max-size=0
      --min-size=3 --max-size=7 --max-delete=4
      --open-noatime
      -U --open-noatime --mkpath
      -UU
      --stop-after=3
      -m
      -m --no-m -O
      -rmO
      --delete-missing-args
      --ignore-missing-args
      --ignore-missing-args --delete-missing-args
      --delete-missing-args --ignore-missing-args --modify-window=1
      --compare-dest=a~b
      --copy-dest=../*x --copy-dest=/y/
      --link-dest=a --link-dest=b --existing -s
      -y
      -yy
      -yyy -OJ
      -yyy --compare-dest=x
      -y --no-fuzzy
      --mkpath
      --mkpath --no-mkpath
      --no-implied-dirs
      -R --no-implied-dirs
      -R --no-i-d --protocol=29
      --protocol=29
      --protocol=30 -r
      --no-i-r -r
      --list-only
      --list-only -r
      --chmod=go-w
      -h
      -P
      --progress
      --progress --info=progress2
      -8
      --old-args
      --old-args --old-args
      -s
      --protect-args
      -s --no-s
      -M--foo~bar
      -M -x --remote-option=--log-file=a*b
      --old-dirs
      --old-d --delete
      --no-r -d
      -a --no-o --no-g --no-D
      -aHSx --delete --numeric-ids --info=progress2
      --contimeout=0
      --no-motd
      --rsync-path=my~rsync
      --exclude=a -f -_b
      --password-file=
      """
          .lines()
          .toList();

  // ^ stands for a tilde.
  private static final List<String> PULLS =
      """
      h:src d
      h: d
      h:src
      u@h:a :b~c u@h:-x d
      h:a*b?[c]{d}$e d
      h:^ d
      h:^x d
      h:^x/y d
      h:^x/./y d
      h:-a d
      h:a\\*b\\c\\ d
      h:a~b~$c :*d d
      """
          .lines()
          .toList();

  private static final List<String> PUSHES =
      """
      src h:d
      src h:
      src src h:a~b'c"d
      src h:^x
      src h:-d
      src [::1]:d
      ./a:b u@[fe80::1]:d
      """
          .lines()
          .toList();

  @TempDir Path temp;
  private Path recorder = Path.of("");
  private Path record = Path.of("");
  private @Nullable RealRsync real;

  @BeforeEach
  void prepare() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("w"));
    Files.createDirectory(directory.resolve("src"));
    real = RealRsync.in(directory);
    record = temp.resolve("record");
    recorder = temp.resolve("recorder");
    Files.writeString(
        recorder,
        """
        #!/bin/bash
        {
          printf '%s\\0' "$@"
          case " $*" in
            *' -s'*)
              while IFS= read -r -d '' word && [ -n "$word" ]; do
                printf '%s\\0' "$word"
              done ;;
          esac
        } >'RECORD'
        """
            .replace("RECORD", record.toString()));
    assertThat(recorder.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void everyOptionAlone() throws Exception {
    SoftAssertions soft = new SoftAssertions();
    for (String options : OPTIONS) {
      compare(soft, options, "h:src d");
      compare(soft, options, "src h:d");
    }
    soft.assertAll();
  }

  @Test
  void pathsInEveryForm() throws Exception {
    SoftAssertions soft = new SoftAssertions();
    for (String options : List.of("-a", "-R", "-r --old-args", "--old-args --old-args", "-s")) {
      for (String paths : PULLS) {
        compare(soft, options, paths);
      }
      for (String paths : PUSHES) {
        compare(soft, options, paths);
      }
    }
    soft.assertAll();
  }

  @Test
  void optionsTogether() throws Exception {
    Random random = new Random(351);
    SoftAssertions soft = new SoftAssertions();
    for (int i = 0; i < 150; i++) {
      List<String> some = new ArrayList<>();
      for (int n = 2 + random.nextInt(5); n > 0; n--) {
        some.add(OPTIONS.get(random.nextInt(OPTIONS.size())));
      }
      compare(soft, String.join(" ", some), random.nextBoolean() ? "h:src d" : "src h:d");
    }
    soft.assertAll();
  }

  private void compare(SoftAssertions soft, String options, String paths) throws Exception {
    List<String> words = new ArrayList<>(RealRsync.words(options));
    for (String word : RealRsync.words(paths)) {
      words.add(word.replace('^', '~'));
    }
    List<String> command = new ArrayList<>(List.of("-e", recorder.toString()));
    command.addAll(words);
    Files.deleteIfExists(record);
    RealRsync.Result result = requireNonNull(real).run(Map.of(), command);
    List<String> expected;
    if (Files.exists(record)) {
      expected = List.of(Files.readString(record, StandardCharsets.ISO_8859_1).split("\0", -1));
      expected = expected.subList(0, expected.size() - 1);
    } else {
      expected = List.of("error", result.errors().lines().findFirst().orElse(""));
    }
    soft.assertThat(ours(command)).as(String.join("|", words)).isEqualTo(expected);
  }

  private static List<String> ours(List<String> words) {
    try {
      ParsedArguments parsed = ArgumentParser.parse(RealRsync.bytes(words), Environment.EMPTY);
      SourceArguments sources = SourceArguments.of(parsed);
      List<byte[]> all = new ArrayList<>();
      HostSpec host = requireNonNull(sources.host());
      byte[] user = host.user();
      if (user != null) {
        all.add(Bytes.of("-l"));
        all.add(user);
      }
      all.add(host.host());
      all.add(parsed.connection().rsyncPath());
      ServerWords server =
          ServerArguments.forShell(
              parsed.options(),
              parsed.connection(),
              sources.direction() == Direction.PUSH,
              sources.remotePaths());
      all.addAll(server.open());
      all.addAll(server.secluded());
      return all.stream().map(Bytes::text).toList();
    } catch (UsageException e) {
      return List.of("error", e.getMessage().lines().findFirst().orElse(""));
    }
  }
}
