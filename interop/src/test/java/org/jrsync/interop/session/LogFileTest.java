package org.jrsync.interop.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log files of clients and servers, and where {@code --stderr} sends messages. */
@Timeout(60)
class LogFileTest {
  private final Scratch scratch = new Scratch();

  @BeforeEach
  void create() throws IOException {
    Files.writeString(scratch.folder("src/dir").resolve("e\u001b[2J\\#033"), "hostile");
    Files.writeString(scratch.folder("src").resolve("f"), "hi");
    Files.createSymbolicLink(scratch.path().resolve("src/l"), Path.of("f"));
    scratch.script("sh", "#!/bin/sh\nshift\ncd " + scratch.path() + " || exit 1\nexec \"$@\"\n");
  }

  @AfterEach
  void end() {
    scratch.close();
  }

  /** What the binary says and logs; each side's lines keep their order, but not the two's. */
  private String run(Path binary, String line, Path peer) throws IOException {
    Disk disk = new Disk(scratch.path());
    disk.remove(Name.of("dst"));
    Path log = scratch.path().resolve("log");
    Files.deleteIfExists(log);
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      words.add(word.replace("PEER", peer.toString()));
    }
    Result result = Command.of(binary, words).in(scratch.path()).run();
    String logged =
        Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "no log\n";
    String said = SideBySide.said(result);
    if (line.contains("vv")) {
      said = said.lines().filter(l -> !l.isEmpty()).sorted().collect(Collectors.joining("\n"));
    }
    return (said + "log:\n" + logged)
        .replaceAll("(?m)^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[\\d+\\] ", "")
        .replaceAll("\\) at \\S+ \\[(\\S+)=.*", ") [$1]")
        .replaceAll("(?m)^sent .* bytes +received [0-9,]+ bytes( .*bytes/sec)?", "sent")
        .replaceAll(
            "seconds|speedup is [0-9.,]+|(?m)^(File list (generation|transfer) time|Total bytes).*",
            "")
        .replaceAll("\\d{4}/\\d\\d/\\d\\d-\\d\\d:\\d\\d:\\d\\d", "TIME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-a --log-file=log src/ dst",
        "-av --log-file=log src/ dst",
        "-aR --log-file=log --log-file-format=%o|%f|%l|%i|%B|%G|%U|%n%L|%a%h%m%u src/./ dst",
        "-a --log-file=log --log-file-format=%C|%-9n|%'7l src/ dst",
        "-av --stats --log-file=log src/ dst",
        "-a --log-file=log src/ none dst",
        "-a --log-file=log --delete none dst",
        "-a --log-file=/nonexist/log src/ dst",
        "-an --log-file=log src/ dst",
        "-aq --log-file=log src/ dst",
        "-a --log-file=log a b c:d e:f",
        "-a --log-file=log --log-file-format= src/ dst",
        "-a --log-file= src/ dst",
        "-avv --stderr=all src/ dst",
        "-avv --stderr=client src/ none dst",
        "-a --msgs2stderr --info=name src/ none dst",
        "--stderr=x src/ dst",
        "--stderr= src/ dst",
      })
  void localCopies(String line) throws IOException {
    assertThat(run(Jrsync.binary(), line, Path.of("/none")))
        .isEqualTo(run(SideBySide.theirs(), line, Path.of("/none")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-av -e ./sh --rsync-path=PEER -M--log-file=log src/ h:dst",
        "-av -e ./sh --rsync-path=PEER --log-file=log src/ h:dst",
        "-av -e ./sh --rsync-path=PEER --log-file=log h:src/ dst",
        "-av -e ./sh --rsync-path=PEER -M--log-file=log h:src/ dst",
        "-a -e ./sh --rsync-path=PEER -M--log-file=log -M--log-file-format=%o|%f|%n h:src/ h:no dst",
        "-avvq -e ./sh --rsync-path=PEER --stderr=client h:src/ h:none dst",
        "-a -e ./sh --rsync-path=PEER --stderr=client h:src/ h:none dst",
        "-avv -e ./sh --rsync-path=PEER --stderr=all h:src/ dst",
        "-avq -e ./sh --rsync-path=PEER --stderr=all src/ h:dst",
      })
  void withServers(String line) throws IOException {
    Path peer = SideBySide.theirs();
    String expected = run(SideBySide.theirs(), line, peer).replace(peer.toString(), "PEER");
    Path ours = Jrsync.binary();
    assertThat(run(peer, line, ours).replace(ours.toString(), "PEER")).isEqualTo(expected);
    assertThat(run(ours, line, peer).replace(peer.toString(), "PEER")).isEqualTo(expected);
    assertThat(run(ours, line, ours).replace(ours.toString(), "PEER")).isEqualTo(expected);
  }

  /** A format on the daemon's command line logs the transfers of every module. */
  @Test
  void formatForDaemons() throws IOException {
    List<String> logs = new ArrayList<>();
    for (Path binary : List.of(SideBySide.theirs(), Jrsync.binary())) {
      Path folder = scratch.folder("daemon" + logs.size());
      try (RsyncDaemon daemon =
          RsyncDaemon.startWith(
              binary,
              folder,
              // Theirs forgets the file of its command line in a module that has none.
              "log file = "
                  + folder.resolve("rsyncd.log")
                  + "\nuse chroot = no\n[mod]\npath = "
                  + scratch.path().resolve("src")
                  + "\n",
              "--log-file-format=%o %m %n")) {
        Command.of(SideBySide.theirs(), "-a", daemon.url("mod/"), folder + "/copy/")
            .run()
            .expectSuccess();
        logs.add(
            daemon
                .log()
                .lines()
                .filter(l -> l.contains("] send "))
                .map(l -> l.substring(l.indexOf("] ")))
                .collect(Collectors.joining("\n")));
      }
    }
    assertThat(logs.getLast()).isEqualTo(logs.getFirst()).contains("send mod f");
  }
}
