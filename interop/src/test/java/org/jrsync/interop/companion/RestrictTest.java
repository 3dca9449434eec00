package org.jrsync.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users who are restricted to a folder by {@code jrsync restrict}, with a real rsync of theirs. */
class RestrictTest {
  private final Scratch scratch = new Scratch();
  private final Path folder = scratch.folder("folder");
  private final Path own = scratch.folder("own");

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectories(folder.resolve("sub/deep"));
    Files.writeString(folder.resolve("file"), "file\n");
    Files.writeString(folder.resolve("sub/deep/inner"), "inner\n");
    Files.createDirectories(scratch.path().resolve("outside"));
    Files.writeString(scratch.path().resolve("outside/secret"), "file\n");
    link(folder.resolve("alias"), "sub/deep");
    link(folder.resolve("byItsPath"), folder.resolve("sub").toString());
    link(folder.resolve("around"), "../folder/sub");
  }

  @AfterEach
  void close() {
    scratch.close();
  }

  private static void link(Path link, String target) throws IOException {
    Files.createSymbolicLink(link, Path.of(target));
  }

  private Result rsync(String options, String... words) {
    Path shell = RestrictedShell.create(scratch, folder, "shell", options);
    List<String> all = new ArrayList<>(List.of("-e", shell.toString()));
    all.addAll(List.of(words));
    return Command.of(Peers.NEWEST.orSkip().binary(), all).run();
  }

  private String pulled(String... words) throws IOException {
    Path to = Files.createTempDirectory(own, "pull");
    List<String> all = new ArrayList<>(List.of(words));
    all.add(to + "/");
    rsync("-ro", all.toArray(String[]::new)).expectSuccess();
    return files(to);
  }

  private static String files(Path tree) throws IOException {
    try (var found = Files.walk(tree)) {
      return String.join(
          " ",
          found
              .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .map(path -> tree.relativize(path).toString())
              .sorted()
              .toList());
    }
  }

  @Test
  void argumentsOfEveryShapeArePulled() throws IOException {
    assertThat(pulled("-a", "h:file", "h:sub/deep/inner")).isEqualTo("file inner");
    assertThat(pulled("-a", "h:sub")).isEqualTo("sub/deep/inner");
    assertThat(pulled("-a", "h:/sub/")).isEqualTo("deep/inner");
    assertThat(pulled("-a", "h:sub/.")).isEqualTo("deep/inner");
    assertThat(pulled("-a", "h:s*/d?ep")).isEqualTo("deep/inner");
    assertThat(pulled("-aR", "h:sub/deep/inner")).isEqualTo("sub/deep/inner");
    assertThat(pulled("-aR", "h:sub/./deep")).isEqualTo("deep/inner");
    assertThat(pulled("-a", "h:alias/inner")).isEqualTo("inner");
    assertThat(pulled("-a", "h:alias")).isEqualTo("alias");
    assertThat(pulled("-a", "h:byItsPath/")).isEqualTo("deep/inner");
    assertThat(pulled("-a", "h:byItsPath/deep/inner")).isEqualTo("inner");
    assertThat(pulled("-a", "h:around/deep/inner")).isEqualTo("inner");
  }

  @Test
  void namesComeFromListsOfTheClientAndOfTheFolder() throws IOException {
    Path list = Files.writeString(scratch.path().resolve("list"), "sub/deep/inner\nfile\n");
    assertThat(pulled("-a", "--files-from=" + list, "h:.")).isEqualTo("file sub/deep/inner");
    Files.writeString(folder.resolve("names"), "file\n../outside/secret\n/../outside/secret\n");
    Path to = scratch.folder("to");
    rsync("-ro", "-a", "--files-from=:names", "h:.", to + "/");
    assertThat(files(to)).isEqualTo("file");
    link(folder.resolve("farNames"), "../list");
    for (String name : List.of("/farNames", "/../list", list.toString())) {
      assertThat(rsync("-ro", "-a", "--files-from=:" + name, "h:.", to + "/").exitCode())
          .as(name)
          .isEqualTo(12);
    }
  }

  @Test
  void aWriteOnlyFoldersFilesAreNoRuleFiles() throws IOException {
    Files.writeString(own.resolve("x"), "new\n");
    Files.writeString(folder.resolve("rules"), "file\n");
    Result result = rsync("-wo", "-r", "--delete", "--filter=:- rules", own + "/", "h:.");
    assertThat(result.err())
        .contains("ERROR: a write-only server cannot read the rule file \"rules\"");
    assertThat(result.exitCode()).isNotZero();
    assertThat(folder.resolve("sub")).exists();
    rsync("", "-r", "--delete", "--filter=:- rules", own + "/", "h:.").expectSuccess();
    assertThat(files(folder)).isEqualTo("file x");
  }

  @Test
  void filesArePushedIntoTheFolderAlone() throws IOException {
    Files.createDirectories(own.resolve("a/b"));
    Files.writeString(own.resolve("a/b/new"), "new\n");
    Command.of("mkfifo", own.resolve("a/pipe").toString()).run().expectSuccess();
    Result pushed = rsync("-wo", "-a", own + "/a/", "h:/in/").expectSuccess();
    assertThat(pushed.out()).contains("skipping non-regular file \"pipe\"");
    assertThat(files(folder.resolve("in"))).isEqualTo("b/new");
    rsync("-wo", "-a", own + "/a/", "h:byItsPath/in/").expectSuccess();
    assertThat(files(folder.resolve("sub/in"))).isEqualTo("b/new");
    for (String to : List.of("h:../outside/", "h:out/../../outside")) {
      assertThat(rsync("-wo", "-a", own + "/a/", to).err()).contains("do not use .. in arg");
    }
    assertThat(files(scratch.path().resolve("outside"))).isEqualTo("secret");
  }

  /** The link comes with the transfer itself, ahead of the files that would go through it. */
  @Test
  void linkThatTheTransferPlantsLeadsNowhere() throws IOException {
    link(own.resolve("basis"), "../outside");
    Files.writeString(own.resolve("secret"), "mine\n");
    Files.setLastModifiedTime(
        own.resolve("secret"), Files.getLastModifiedTime(scratch.path().resolve("outside/secret")));
    for (String option :
        List.of("--copy-dest=basis", "--compare-dest=basis", "--link-dest=basis")) {
      Files.deleteIfExists(folder.resolve("secret"));
      Files.deleteIfExists(folder.resolve("basis"));
      Result result = rsync("", "-rlt", option, own + "/", "h:").expectSuccess();
      assertThat(result.err()).isEmpty();
      assertThat(folder.resolve("basis")).isSymbolicLink();
      assertThat(folder.resolve("secret")).hasContent("mine\n");
    }
    rsync("", "-rltb", "--backup-dir=basis", own + "/", "h:");
    rsync("", "-rlt", "--partial-dir=basis", own + "/", "h:");
    assertThat(files(scratch.path().resolve("outside"))).isEqualTo("secret");
    assertThat(scratch.path().resolve("outside/secret")).hasContent("file\n");
  }

  @Test
  void ruleFilesAreThoseOfTheFolder() throws IOException {
    Files.writeString(scratch.path().resolve("rules"), "file\n");
    Files.writeString(folder.resolve("sub/.rules"), "- inner\n");
    assertThat(pulled("-r", "--filter=:-s ../rules", "h:file", "h:.")).contains("file");
    assertThat(pulled("-r", "--filter=:- /" + scratch.path() + "/rules", "h:.")).contains("file");
    assertThat(pulled("-r", "--filter=: .rules", "h:sub")).isEqualTo("sub/.rules");
    assertThat(pulled("-r", "--filter=:- " + folder + "/sub/../file", "h:sub"))
        .contains("sub/deep/inner");
  }

  @Test
  void foldersThatOptionsNameLieInTheFolder() throws IOException {
    Files.writeString(own.resolve("file"), "other\n");
    rsync("", "-ab", "--backup-dir=old", own + "/", "h:").expectSuccess();
    assertThat(folder.resolve("old/file")).hasContent("file\n");
    rsync("", "-a", "--link-dest=/", own + "/file", "h:new/").expectSuccess();
    assertThat(Files.getAttribute(folder.resolve("new/file"), "unix:nlink")).isEqualTo(2);
  }

  @Test
  void restrictionsOfTheAdministratorHold() throws IOException {
    Files.writeString(own.resolve("file"), "other\n");
    link(own.resolve("link"), "/etc/passwd");
    rsync("-no-overwrite", "-a", own + "/", "h:").expectSuccess();
    assertThat(folder.resolve("file")).hasContent("file\n");
    rsync("-munge", "-a", own + "/link", "h:sub/").expectSuccess();
    assertThat(Files.readSymbolicLink(folder.resolve("sub/link")))
        .hasToString("/rsyncd-munged//etc/passwd");
    rsync("-munge", "-a", "h:sub/", own + "/back").expectSuccess();
    assertThat(Files.readSymbolicLink(own.resolve("back/link"))).hasToString("/etc/passwd");
    assertThat(rsync("-no-del", "-a", "--delete", own + "/", "h:").err())
        .contains("option --delete has been disabled on this server.");
    assertThat(rsync("-wo", "-a", "h:file", own + "/").err())
        .contains("reading from write-only server is not allowed");
    assertThat(rsync("-ro", "-a", own + "/file", "h:").err())
        .contains("sending to read-only server is not allowed");
    assertThat(rsync("", "-aL", "h:file", own + "/").err())
        .contains("option -L has been disabled on this server.");
    rsync("-ro -absolute", "-a", "h:" + folder + "/sub/deep/inner", own + "/").expectSuccess();
    assertThat(own.resolve("inner")).exists();
  }

  @Test
  void oneSessionAtATimeUnlessSaidOtherwise() throws IOException {
    Command command =
        Command.of(Jrsync.binary(), "restrict", folder.toString())
            .env("SSH_ORIGINAL_COMMAND", "rsync --server -re.iLsfxC . .");
    Process first = command.start();
    try {
      // The server's greeting: the lock is held by now.
      assertThat(first.getInputStream().readNBytes(4)).hasSize(4);
      assertThat(rsync("", "-a", "h:file", own + "/").err())
          .contains("Another instance of rrsync is already accessing this directory.");
      rsync("-no-lock", "-a", "h:file", own + "/").expectSuccess();
      rsync("-ro", "-a", "h:file", own + "/").expectSuccess();
    } finally {
      first.destroy();
    }
  }

  @Test
  void sessionsAreLoggedWhereThereIsALog() throws IOException {
    Path log = scratch.path().resolve("rrsync.log");
    rsync("-ro", "-a", "h:file", own + "/").expectSuccess();
    assertThat(log).doesNotExist();
    Files.writeString(log, "");
    rsync("-ro", "-a", "h:file", own + "/").expectSuccess();
    assertThat(Files.readString(log))
        .matches(
            "\\d\\d:\\d\\d:\\d\\d 192\\.0\\.2\\.7        \\('--server', '--sender', .*'file'\\)\n");
    Files.delete(log);
    link(log, scratch.path().resolve("outside/secret").toString());
    rsync("-ro", "-a", "h:file", own + "/").expectSuccess();
    assertThat(scratch.path().resolve("outside/secret")).hasContent("file\n");
  }

  @Test
  void linkOfTheNameIsTheCompanion() throws IOException {
    for (String name : List.of("rrsync", "jrrsync")) {
      Path link = scratch.path().resolve(name);
      link(link, Jrsync.binary().toString());
      Result result = Command.of(link, "-ro", folder.toString()).run().expect(1);
      assertThat(result.err()).isEqualTo("rrsync error: Not invoked via sshd\n");
    }
  }
}
