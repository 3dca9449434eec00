package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jrsync.engine.options.Environment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a restricted user is refused; what is served is shown by the tests beside real rsyncs. */
class RestrictTest {
  private static final String SEND = "rsync --server --sender -re.iLsfxC ";
  private static final String TAKE = "rsync --server -re.iLsfxC ";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path temporary;
  private Path folder = Path.of("/");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temporary.toRealPath().resolve("r"));
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("file"), "x");
    Files.createDirectory(folder.resolveSibling("out"));
    Files.writeString(folder.resolveSibling("out").resolve("secret"), "x");
    link("escape", "../out");
    link("absolute", folder.resolveSibling("out").toString());
    link("dangling", "nothing");
    link("danglingOut", "../out/nothing");
    link("self", ".");
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), Path.of(target));
  }

  private int run(Map<String, String> variables, List<String> options) {
    Environment environment =
        name -> {
          String value = variables.get(name);
          return value == null ? null : value.getBytes(ISO_8859_1);
        };
    List<byte[]> words = new ArrayList<>();
    words.add("restrict".getBytes(ISO_8859_1));
    options.forEach(word -> words.add(word.getBytes(ISO_8859_1)));
    Console console = new Console(out, err);
    int status = new Program(console, environment).run(words);
    console.flush();
    return status;
  }

  private void refuses(String options, String command, String reason) {
    err.reset();
    List<String> words = new ArrayList<>();
    for (String word : options.split(" ", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    words.add(folder.toString());
    int status = run(Map.of("SSH_ORIGINAL_COMMAND", command), words);
    assertThat(err.toString(ISO_8859_1)).isEqualTo("rrsync error: " + reason + "\n");
    assertThat(status).isEqualTo(1);
    assertThat(out.toString(ISO_8859_1)).isEmpty();
  }

  private static String noDots(String what) {
    return "do not use .. in " + what + " (anchor the path at the root of your restricted dir)";
  }

  @Test
  void commandMustBeAServersAndOfTheRightDirection() {
    assertThat(run(Map.of(), List.of(folder.toString()))).isEqualTo(1);
    assertThat(err.toString(ISO_8859_1)).isEqualTo("rrsync error: Not invoked via sshd\n");
    refuses("", "sh -c id", "SSH_ORIGINAL_COMMAND does not run rsync");
    refuses("", "/usr/bin/rsync --server . x", "SSH_ORIGINAL_COMMAND does not run rsync");
    refuses("", "rsync", "--server option is not the first arg");
    refuses("", "rsync --daemon", "--server option is not the first arg");
    refuses("-ro", TAKE + ". sub", "sending to read-only server is not allowed");
    refuses("-wo", SEND + ". sub", "reading from write-only server is not allowed");
    assertThat(run(Map.of("SSH_ORIGINAL_COMMAND", "true"), List.of(folder.toString()))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "-s, -s",
    "-Lr, -L",
    "-rK, -K",
    "-rk, -k",
    "--copy-unsafe-links, --copy-unsafe-links",
    "--daemon, --daemon",
    "--debug=all, --debug",
    "--write-devices, --write-devices",
    "--copy-devices, --copy-devices",
    "--no-munge-links, --no-munge-links"
  })
  void optionsThatCouldLeadOutAreDisabled(String option, String named) {
    String reason = "option " + named + " has been disabled on this server.";
    refuses("", "rsync --server " + option + " . sub", reason);
    refuses("", "rsync --server --sender " + option + " . sub", reason);
  }

  @Test
  void restrictionsDisableMore() {
    String[][] cases = {
      {"-ro", SEND + "--log-file=x . sub", "--log-file"},
      {"-ro", SEND + "--remove-source-files . sub", "--remove-source-files"},
      {"-no-del", TAKE + "--delete-during . sub", "--delete-during"},
      {"-no-overwrite", TAKE + "-rbv . sub", "-b"},
      {"-no-overwrite", TAKE + "--backup-dir=x . sub", "--backup-dir"},
      {"-no-overwrite", TAKE + "--partial-dir x . sub", "--partial-dir"},
      {"-no-overwrite", TAKE + "--delay-updates . sub", "--delay-updates"},
      {"", TAKE + "--sender . sub", "--sender"}
    };
    for (String[] c : cases) {
      refuses(c[0], c[1], "option " + c[2] + " has been disabled on this server.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rsync --server --sender -r",
        "rsync --server --sender --unknown . sub",
        "rsync --server -Z . sub",
        "rsync --server --timeout .",
        "rsync --server -B . sub",
        "rsync --server -Bx . sub",
        "rsync --server -e.iL%s . sub",
        "rsync --server -e.iL -- . sub",
        "rsync --server -",
        "rsync --server sub"
      })
  void whatIsNoClientsFormIsRefused(String command) {
    refuses("", command, "invalid rsync-command syntax or options");
  }

  @Test
  void pathsStayInTheFolder() {
    String there = temporary.resolve("out").toString();
    for (String command : List.of(SEND, TAKE)) {
      refuses("", command + ". ../out", noDots("arg"));
      refuses("", command + ". sub/../../out", noDots("arg"));
      refuses("", command + ". sub/..", noDots("arg"));
      refuses("", command + ". \\../out", noDots("arg"));
      refuses("", command + ". escape", "unsafe arg: escape ['escape', '" + there + "']");
      refuses("", command + ". escape/x", "unsafe arg: escape/x ['escape/x', '" + there + "/x']");
      refuses("", command + ". esc*", "unsafe arg: esc* ['escape', '" + there + "']");
      refuses("", command + ". absolute/", "unsafe arg: absolute/ ['absolute', '" + there + "']");
      refuses("", command + ". self", "unsafe arg: self ['self', '" + folder + "']");
      refuses(
          "",
          command + ". danglingOut",
          "unsafe arg: danglingOut ['danglingOut', '" + there + "/nothing']");
      refuses(
          "",
          command + ". /escape/x",
          "unsafe arg: /escape/x ['" + folder + "/escape/x', '" + there + "/x']");
    }
    for (String option : List.of("--backup-dir", "--temp-dir", "--partial-dir", "--link-dest")) {
      refuses("", TAKE + option + "=../out . sub", noDots(option));
      refuses("", TAKE + option + " /../out . sub", noDots(option));
      refuses(
          "",
          TAKE + option + "=escape/x . sub",
          "unsafe arg: escape/x ['escape/x', '" + there + "/x']");
    }
    refuses("", TAKE + "--temp-dir=new . sub", "receiver option path does not exist: new");
    refuses("", SEND + "--files-from=../out/x . .", noDots("--files-from"));
    refuses(
        "-wo",
        TAKE + "--files-from=file . .",
        "a write-only server cannot read a remote --files-from path");
    refuses("-absolute", SEND + ". " + folder + "/../out", noDots("arg"));
  }

  @Test
  void whatIsToBeReadMustBeThere() {
    for (String name :
        List.of("nothing", "noth*", "nothing/", "dangling/", "sub/x", "/etc/passwd")) {
      refuses(
          "",
          SEND + ". " + name,
          "post-realpath open failed (race detected): " + name + " No such file or directory");
    }
  }

  @Test
  void ownOptionsAreUnderstoodAsByUpstreams() {
    refuses("-ro -wo", "true", "argument -wo: not allowed with argument -ro");
    refuses("-x", "true", "unrecognized arguments: -x");
    refuses("one", "true", "unrecognized arguments: " + folder);
    refuses("-no-", "true", "ambiguous option: -no- could match -no-del, -no-lock, -no-overwrite");
    refuses("-munge=1", "true", "argument -munge: ignored explicit argument '1'");
    refuses("-w", SEND + ". sub", "reading from write-only server is not allowed");
    err.reset();
    assertThat(run(Map.of(), List.of("-ro"))).isEqualTo(1);
    assertThat(err.toString(ISO_8859_1))
        .isEqualTo("rrsync error: the following arguments are required: DIR\n");
    err.reset();
    assertThat(run(Map.of(), List.of(folder + "/nothing"))).isEqualTo(1);
    assertThat(err.toString(ISO_8859_1))
        .isEqualTo("rrsync error: Restricted directory does not exist!\n");
    assertThat(run(Map.of(), List.of("-help"))).isZero();
    assertThat(out.toString(ISO_8859_1)).contains("Usage: jrsync restrict", "-no-overwrite");
  }

  /** Whatever bytes come, the answer is one line of rrsync's and status 1. */
  @Test
  void hostileCommandsAreRefusedInOneLine() {
    Random random = new Random(11);
    String[] parts = {
      "rsync",
      "--server",
      "--sender",
      " ",
      "\\",
      "..",
      "/",
      "*",
      "[",
      "?",
      "\n",
      "\t",
      "--",
      "-e.",
      "=",
      "\u00ff",
      "\u0001",
      "{",
      "'",
      "$(id)",
      "--files-from",
      "escape",
      "-R",
      ".",
      "%"
    };
    for (int i = 0; i < 3000; i++) {
      StringBuilder command =
          new StringBuilder(i % 2 == 0 ? "rsync --server --sender -r . .. " : "");
      for (int n = random.nextInt(12); n >= 0; n--) {
        command.append(parts[random.nextInt(parts.length)]);
      }
      if (command.indexOf(" .") >= 0 && command.indexOf("..") < 0) {
        continue; // It may be one that is served.
      }
      err.reset();
      int status =
          run(
              Map.of("SSH_ORIGINAL_COMMAND", command.toString()),
              List.of("-ro", folder.toString()));
      assertThat(status).as("%s", command).isEqualTo(1);
      assertThat(err.toString(ISO_8859_1)).startsWith("rrsync error: ").hasLineCount(1);
    }
  }

  @Test
  void logLineQuotesWhatTheUserSent() {
    assertThat(
            RestrictLog.line(
                LocalTime.of(1, 2, 3), "192.0.2.1", List.of("--server", "a'b\\c\nd", "e f")))
        .isEqualTo("01:02:03 192.0.2.1        ('--server', 'a\\'b\\\\c\\x0ad', 'e f')\n");
  }
}
