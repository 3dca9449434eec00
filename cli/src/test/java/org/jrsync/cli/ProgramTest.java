package org.jrsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.OptionFamily;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.report.ProgressLine;
import org.jrsync.wire.AuthDigest;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.compress.CompressionType;
import org.junit.jupiter.api.Test;

class ProgramTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console = new Console(out, err);

  private int run(String... words) {
    return InProcess.run(console, words);
  }

  private String output() {
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private String errors() {
    return err.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void versionStartsAsUpstreams() {
    assertThat(run("--version")).isZero();
    assertThat(output()).startsWith("jrsync  version 0.1.0  protocol version 33\n");
    assertThat(output().lines()).allMatch(line -> line.length() < 80);
    assertThat(errors()).isEmpty();
  }

  @Test
  void jsonHasUpstreamsKeysAndSpacing() {
    assertThat(run("-VV")).isZero();
    assertThat(output())
        .startsWith(
            "{\n  \"program\": \"jrsync\",\n  \"version\": \"0.1.0\",\n  \"protocol\": \"33.0\",\n")
        .contains("\"file_bits\": 64, ", "\"long_int_bits\": 64")
        .contains(
            "\"symlinks\": true", "\"hardlink_specials\": true", "\"hardlink_symlinks\": true")
        .contains("\"ACLs\": true", "\"xattrs\": true", "\"secluded_args\": \"optional\"")
        .contains(
            "  \"checksum_list\": [\n",
            "    \"xxh128\", \"xxh3\", \"xxh64\", \"md5\", \"md4\", \"sha1\", \"none\"\n  ]")
        .contains(
            "  \"compress_list\": [\n    \"zstd\", \"lz4\", \"zlibx\", \"zlib\", \"none\"\n  ]")
        .endsWith("\"caveat\": \"jrsync comes without any warranty\"\n}\n");
  }

  @Test
  void helpIsNoError() {
    assertThat(run("--help")).isZero();
    assertThat(output()).contains("Usage: jrsync", "--recursive, -r");
    assertThat(errors()).isEmpty();
    out.reset();
    assertThat(run("--daemon", "--help")).isZero();
    assertThat(output()).contains("Usage: jrsync --daemon", "--no-detach");
  }

  @Test
  void helpNamesEveryOptionThatIsThereAndNoOther() {
    run("--help");
    // How the other side of a connection is started.
    List<String> unlisted = List.of("--server", "--sender");
    for (OptionFamily family : OptionFamily.ofTransfers()) {
      for (String name : family.names()) {
        boolean listed = !unlisted.contains(name);
        assertThat(
                Pattern.compile("(?m)^(-.*, )?" + name + "(=\\S+)?(,|  ).*")
                    .matcher(output())
                    .find())
            .as(name)
            .isEqualTo(listed);
      }
    }
    assertThat(output().lines()).allMatch(line -> line.length() < 90);
  }

  @Test
  void listsAreThoseOfTheProtocol() {
    for (String name : Version.CHECKSUMS.replaceAll("[()]", "").split(" ", -1)) {
      assertThat(ChecksumType.forTransfer(name)).as(name).isNotNull();
    }
    assertThat(Version.COMPRESSIONS.split(" ", -1))
        .containsExactlyInAnyOrder(
            Arrays.stream(CompressionType.values())
                .map(CompressionType::wireName)
                .toArray(String[]::new));
    assertThat(AuthDigest.list()).isEqualTo(Version.AUTH_DIGESTS);
  }

  @Test
  void noArgumentsAreAnError() {
    assertThat(run()).isEqualTo(1);
    assertThat(output()).isEmpty();
    assertThat(errors()).contains("Usage: jrsync");
    assertThat(errors())
        .matches(
            "(?s).*\n"
                + "rsync error: syntax or usage error \\(code 1\\) at \\w+\\.java\\(\\d+\\)"
                + " \\[client=0\\.1\\.0\\]\n");
  }

  @Test
  void flagHelpHasUpstreamsLayout() {
    assertThat(run("--info=help")).isZero();
    assertThat(output())
        .contains("\nNAME       ")
        .endsWith(
            """
            0) NONREG
            1) COPY,DEL,FLIST,MISC,NAME,STATS,SYMSAFE
            2) BACKUP,MISC2,MOUNT,NAME2,REMOVE,SKIP
            """);
    out.reset();
    assertThat(run("--debug=help")).isZero();
    assertThat(output())
        .endsWith(
            """
            2) BIND,CONNECT,CMD,DEL,DELTASUM,DUP,FILTER,FLIST,ICONV
            3) ACL,BACKUP,CONNECT2,DEL2,DELTASUM2,EXIT,FILTER2,FLIST2,FUZZY,GENR,OWN,RECV,SEND,TIME
            4) CMD2,DEL3,DELTASUM3,EXIT2,FLIST3,ICONV2,OWN2,PROTO,TIME2
            5) CHDIR,DELTASUM4,FLIST4,FUZZY2,HASH,HLINK
            """);
  }

  @Test
  void errorsEndWithTheClosingLine() {
    assertThat(run("--bogus", "a", "b")).isEqualTo(1);
    assertThat(errors().lines().toList()).hasSize(2);
    assertThat(errors().lines().findFirst()).contains("rsync: --bogus: unknown option");
    assertThat(errors())
        .containsPattern(
            "\nrsync error: syntax or usage error \\(code 1\\) at \\w+\\.java\\(\\d+\\) ");
    err.reset();
    assertThat(run("--protocol=27", "a", "b")).isEqualTo(4);
    assertThat(errors())
        .startsWith(
            "rsync: --protocol=27 is not supported yet by jrsync\nrsync error: requested action");
    err.reset();
    assertThat(run("h:a", "h2:b")).isEqualTo(1);
    assertThat(errors())
        .startsWith("The source and destination cannot both be remote.\n")
        .contains("[Receiver=");
    err.reset();
    assertThat(run("--server", "--crtimes", ".", "d")).isEqualTo(1);
    assertThat(errors())
        .startsWith("rsync: The server does not support --crtimes (-N)\n")
        .containsPattern(" at ArgumentParser.java\\(\\d+\\) \\[server=");
    err.reset();
    assertThat(run("--server")).isEqualTo(1);
    assertThat(errors()).contains("Usage: jrsync", "[server=");
  }

  @Test
  void noFailureShowsAStack() {
    Program program = new Program(console, Environment.EMPTY);
    assertThat(program.fail(new IllegalStateException("odd\nlines"), "sender")).isEqualTo(14);
    assertThat(errors())
        .startsWith("rsync: internal error: IllegalStateException: odd (set JRSYNC_TRACE")
        .contains("(code 14) at ProgramTest.java(")
        .doesNotContain("\tat ", "  at org");
    assertThat(program.fail(new OutOfMemoryError(), "sender")).isEqualTo(22);
    assertThat(program.fail(new StackOverflowError(), "sender")).isEqualTo(22);
    err.reset();
    RsyncException vanished = new RsyncException(ExitCode.VANISHED, "");
    assertThat(program.fail(vanished, "sender")).isEqualTo(24);
    assertThat(errors()).startsWith("rsync warning: some files vanished");
    err.reset();
    Program traced = new Program(console, name -> new byte[0]);
    traced.fail(new IllegalStateException("odd"), "sender");
    assertThat(errors()).contains("  at org.jrsync.cli.ProgramTest");
  }

  /** A daemon's answer may be all that a failure says. */
  @Test
  void whatAPeerSaidReachesTheTerminalEscaped() {
    Program program = new Program(console, Environment.EMPTY);
    RsyncException answer =
        new RsyncException(ExitCode.START_CLIENT, "@ERROR: \033[31mX\007\nrsync: \\#101 C:\\d");
    assertThat(program.fail(answer, "Receiver")).isEqualTo(5);
    assertThat(errors())
        .startsWith("@ERROR: \\#033[31mX\\#007\nrsync: \\#134#101 C:\\d\nrsync error: ");
  }

  @Test
  void outputComesBeforeTheErrorsThatFollowIt() {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    Console one = new Console(both, both);
    one.print("1\n");
    one.error("2\n");
    one.print("3\n");
    one.flush();
    assertThat(both.toString(StandardCharsets.US_ASCII)).isEqualTo("1\n2\n3\n");
  }

  @Test
  void anOpenProgressLineIsEndedByWhateverComesNext() {
    console.progress("\r 50%", true);
    console.progress("\r 60%", true);
    console.print("name\n");
    console.progress("\r100%\n", false);
    console.print("next\n");
    console.progress("\r  1%", true);
    console.error("bad\n");
    console.progress("\r  2%", true);
    console.finish();
    assertThat(output()).isEqualTo("\r 50%\r 60%\nname\n\r100%\nnext\n\r  1%\r  2%\n");
    assertThat(errors()).isEqualTo("\nbad\n");
  }

  @Test
  void progressShowsFileAndStanding() {
    OptionsBuilder options = new OptionsBuilder();
    TransferProgress silent = ProgressPrinter.of(console, options.build());
    silent.begins(ndx -> new ProgressLine.Standing(1, 10 - ndx, 12, true, 1000, 5000));
    silent.at(500, 1000);
    silent.fileDone(1000);
    console.finish();
    assertThat(output()).isEmpty();
    options.levels.set(Info.PROGRESS, 1);
    TransferProgress progress = ProgressPrinter.of(console, options.build());
    progress.begins(ndx -> new ProgressLine.Standing(1, 10 - ndx, 12, true, 1000, 5000));
    progress.fileBegins(3, 1000);
    progress.at(500, 1000);
    progress.at(700, 1000);
    progress.fileDone(1000);
    console.finish();
    assertThat(output())
        .startsWith("\r            500  50% ")
        .doesNotContain(" 70% ")
        .containsPattern("\r          1,000 100% .* \\(xfr#1, to-chk=7/12\\)\n$");
  }

  @Test
  void listsCountUpOnALineOfTheirOwn() {
    TransferProgress progress = ProgressPrinter.of(console, new OptionsBuilder().build());
    progress.listBegins("building file list");
    progress.listGrows(0);
    progress.listGrows(100);
    progress.listEnds();
    console.print("101 files to consider\n");
    progress.listBegins("receiving file list");
    console.error("bad\n");
    progress.listEnds();
    console.print("done\n");
    console.finish();
    assertThat(output())
        .isEqualTo(
            """
            building file list ...\s
             0 files...\r 100 files...\r101 files to consider
            receiving file list ... done
            """);
    assertThat(errors()).isEqualTo("\nbad\n");
  }

  @Test
  void messagesGoWhereTheyBelong() {
    OptionsBuilder options = new OptionsBuilder();
    ConsoleReporter reporter = new ConsoleReporter(console, options.build(), Environment.EMPTY);
    byte[] line = {'a', 1, '\n'};
    reporter.report(MessageCode.INFO, line);
    reporter.report(MessageCode.LOG, line);
    console.flush();
    assertThat(output()).isEqualTo("a\\#001\n");
    reporter.report(MessageCode.WARNING, line);
    reporter.report(MessageCode.ERROR_XFER, line);
    assertThat(errors()).isEqualTo("a\\#001\na\\#001\n");
    out.reset();
    options.quiet = 1;
    new ConsoleReporter(console, options.build(), Environment.EMPTY)
        .report(MessageCode.CLIENT, line);
    console.flush();
    assertThat(output()).isEmpty();
  }
}
