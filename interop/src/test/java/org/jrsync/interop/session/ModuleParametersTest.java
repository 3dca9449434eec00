package org.jrsync.interop.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Parameters of modules: rsync's client sees of our daemon what it sees of rsync's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ModuleParametersTest {

  /** A name converter that knows one user under another number than the system does. */
  private static final String CONVERTER =
      """
      #!/bin/sh
      while read kind what; do
        case "$kind $what" in
          "uid 12345") echo daemon ;;
          "usr daemon") echo 12345 ;;
          *) echo ;;
        esac
      done
      """;

  private static final String GROUND =
      """
      umask 022
      mkdir -p $1/module/sub $1/src/sub
      cd $1
      for f in f keep.c drop.c x.o sub/g; do echo "$f" >module/$f; done
      for f in f new; do echo "newer $f" >src/$f; done
      mkfifo src/fifo
      chown 12345:12345 module/f
      chown daemon:daemon src/new module/keep.c
      find module src -exec touch -h -d 2020-01-01 {} +
      touch -a -d 2010-01-01 module/f
      """;

  private static final String PULL = "rsync -ai $M/ got";
  private static final String PUSH = "rsync -ai src/ $M";

  /** With an error of reading. */
  private static final String DELETE = "ln -s none src/loose; rsync -rvL --delete src/ $M";

  /** Whether the daemon's reading is seen in the time of a file's last access. */
  private static final String READ_TIME =
      PULL + "; [ $(stat -c %X module/f) = 1262304000 ] && echo kept || echo touched";

  /**
   * One module and what is done with it.
   *
   * @param section lines of its section; {@code DIR} is the folder of the case
   * @param command a shell's, in that folder; {@code $M} is the module
   * @param sign what is to be among what is seen, so that the parameter is known to have worked
   */
  private record Case(String name, String section, String command, String sign) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "numeric ids",
              "use chroot = no\nnumeric ids = yes",
              "rsync -ai --usermap=daemon:bin $M/ got",
              "got/keep.c f 644 1:1"),
          new Case(
              "no numeric ids",
              "use chroot = no\nnumeric ids = no",
              "rsync -ai --usermap=daemon:bin $M/ got",
              "got/keep.c f 644 2:1"),
          new Case(
              "name converter",
              "numeric ids = no\nname converter = DIR/converter",
              PULL + ";" + PUSH,
              "got/f f 644 1:12345"),
          new Case(
              "name converter of names",
              "name converter = DIR/converter",
              PUSH,
              "module/new f 644 12345:1"),
          new Case("fake super", "fake super = yes", PUSH + ";" + PULL, "module/fifo f 644 0:0"),
          new Case("no fake super", "fake super = no", PUSH + ";" + PULL, "module/fifo p 644 0:0"),
          new Case("open noatime", "open noatime = yes", READ_TIME, "kept"),
          new Case("no open noatime", "open noatime = no", READ_TIME, "touched"),
          new Case("temp dir", "temp dir = /sub", PUSH, "module/new f 644"),
          new Case(
              "a temp dir that is missing", "temp dir = /none", PUSH, "temp-dir does not exist"),
          new Case("ignore errors", "ignore errors = yes", DELETE, "deleting drop.c"),
          new Case("no ignore errors", "ignore errors = no", DELETE, "skipping file deletion"),
          new Case(
              "forward lookup",
              "forward lookup = yes\nhosts allow = localhost",
              PULL,
              "got/f f 644"),
          new Case(
              "no forward lookup",
              "forward lookup = no\nhosts allow = localhost",
              PULL,
              "access denied"),
          new Case("dont compress", "dont compress = *.c", "rsync -aiz $M/ got", "got/keep.c f"),
          new Case("include", "include = keep.c\nexclude = *.c", PULL, "got/keep.c f"),
          new Case("filter", "filter = +_keep.c -_*.c", PULL, "got/keep.c f"),
          new Case("include from", "include from = DIR/rules\nexclude = *.c", PULL, "got/keep.c f"),
          new Case(
              "transfer logging",
              "log file = DIR/log\ntransfer logging = yes\nlog format = XFER %o %m %f %l",
              PULL + ";" + PUSH,
              "XFER recv"),
          new Case(
              "no transfer logging",
              "log file = DIR/log\nlog format = XFER %o %m %f %l",
              PULL + ";" + PUSH,
              "0 lines"));

  private final Scratch scratch = new Scratch();
  private final Path rsync = SideBySide.theirs();
  private Side theirs;
  private Side ours;

  /** A daemon with the modules of all cases. */
  private record Side(Path folder, RsyncDaemon daemon) {}

  @BeforeAll
  void start() {
    assumeTrue("root".equals(System.getProperty("user.name")), "owners of others");
    theirs = side(rsync, "a");
    ours = side(Jrsync.binary(), "b");
  }

  @AfterAll
  void end() {
    if (theirs != null) {
      theirs.daemon.close();
    }
    if (ours != null) {
      ours.daemon.close();
    }
    scratch.close();
  }

  private Side side(Path binary, String name) {
    Path folder = scratch.folder(name);
    StringBuilder config = new StringBuilder("reverse lookup = no\nuse chroot = yes\n");
    for (int i = 0; i < CASES.size(); i++) {
      String dir = folder + "/" + i;
      Command.of(Path.of("/bin/sh"), "-ec", GROUND, "sh", dir).run().expectSuccess();
      scratch.script(name + "/" + i + "/converter", CONVERTER);
      scratch.file(name + "/" + i + "/rules", "keep.c\n");
      config
          .append("[m" + i + "]\npath = " + dir + "/module\n")
          .append("uid = root\ngid = root\nread only = no\n")
          .append(CASES.get(i).section.replace("DIR", dir) + "\n");
    }
    return new Side(folder, RsyncDaemon.startWith(binary, folder, config.toString()));
  }

  @TestFactory
  Stream<DynamicTest> parameters() {
    return CASES.stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.name,
                () -> {
                  String expected = seen(theirs, each);
                  assertThat(expected).contains(each.sign);
                  assertThat(seen(ours, each)).isEqualTo(expected);
                }));
  }

  /** What a daemon makes of a case: what the client says, the files, and the lines of the log. */
  private String seen(Side side, Case wanted) throws IOException, InterruptedException {
    int number = CASES.indexOf(wanted);
    Path dir = side.folder.resolve("" + number);
    Result result =
        Command.of(Path.of("/bin/sh"), "-c", wanted.command.replace("rsync ", rsync + " "))
            .env("M", side.daemon.url("m" + number))
            .in(dir)
            .run();
    String tree =
        Command.of(
                Path.of("/bin/sh"),
                "-c",
                "find module got -printf '%p %y %m %U:%G %s %l\\n' 2>/dev/null | sort")
            .in(dir)
            .run()
            .out();
    String log = wanted.section.contains("log file") ? logged(side, dir, number) : "";
    return (SideBySide.said(result) + tree + log)
        .replace(dir.toString(), "DIR")
        .replace(":" + side.daemon.port(), ":PORT");
  }

  /** The lines for files, once each of the case's two sessions has ended with a line of its own. */
  private static String logged(Side side, Path dir, int number)
      throws IOException, InterruptedException {
    List<String> all = List.of();
    for (int i = 0; i < 100; i++) {
      all = log(side, dir, number).lines().toList();
      if (all.stream().filter(line -> line.contains("] sent ")).count() >= 2) {
        break;
      }
      Thread.sleep(30);
    }
    List<String> files =
        all.stream()
            .filter(line -> line.contains("XFER "))
            .map(line -> line.substring(line.indexOf("XFER ")).replaceFirst(" m[0-9]+ ", " m "))
            .toList();
    return files.size() + " lines\n" + String.join("\n", files);
  }

  /** In ours, the daemon's --log-file is that of modules too, as the manual page says. */
  private static String log(Side side, Path dir, int number) throws IOException {
    Path own = dir.resolve("log");
    if (Files.exists(own)) {
      return Files.readString(own);
    }
    String log = side.daemon.log();
    return log.substring(Math.max(0, log.indexOf("access on module m" + number + " ")));
  }
}
