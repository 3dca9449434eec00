package org.jrsync.interop.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The programs that a daemon's module runs, beside rsync's own daemon. */
@Timeout(120)
class HooksTest {
  private final Scratch scratch = new Scratch();

  @AfterEach
  void end() {
    scratch.close();
  }

  private static final String SHOW =
      "env | grep -E '^RSYNC_(MOD|REQ|ARG|HOST|USER|RAW|EXIT)' | LC_ALL=C sort";

  private String config(Path seen) throws IOException {
    Path served = scratch.folder("served");
    Files.writeString(served.resolve("f"), "content");
    Path script = scratch.script("show", "#!/bin/sh\n(echo \"== $1\"; cat; " + SHOW + ") >> $2\n");
    return "use chroot = no\n"
        + "[all]\npath = "
        + served
        + "\nread only = no\nearly exec = "
        + script
        + " early "
        + seen
        + "\npre-xfer exec = "
        + script
        + " pre "
        + seen
        + "\npost-xfer exec = "
        + script
        + " post-%RSYNC_MODULE_NAME%-\"'%RSYNC_MODULE_NAME%'\" "
        + seen
        + "\n[early]\npath = "
        + served
        + "\nearly exec = exit 3\npost-xfer exec = "
        + script
        + " post "
        + seen
        + "\n[pre]\npath = "
        + served
        + "\npre-xfer exec = printf 'one\\r\\ntwo'; exit 5\npost-xfer exec = "
        + script
        + " post "
        + seen
        + "\n[gone]\npath = "
        + served.resolve("gone")
        + "\npre-xfer exec = kill -9 $$\n"
        + "[quiet]\npath = "
        + served
        + "\npre-xfer exec = exit 1\n[%x]\npath = "
        + served
        + "\npre-xfer exec = echo %RSYNC_NOT_THERE% %UNKNOWN% 5%%6 >> "
        + seen
        + "\n";
  }

  @Test
  void variablesInputsAndFailures() throws IOException, InterruptedException {
    scratch.file("early", "early\ninput\n");
    String theirs = all(SideBySide.theirs(), "theirs");
    String ours = all(Jrsync.binary(), "ours");
    assertThat(ours).isEqualTo(theirs);
    assertThat(ours).contains("== early\nearly\ninput\n").contains("RSYNC_EXIT_STATUS=255");
  }

  private String all(Path binary, String name) throws IOException, InterruptedException {
    Path folder = scratch.folder(name);
    Path seen = folder.resolve("seen");
    Files.createFile(seen);
    StringBuilder said = new StringBuilder();
    try (RsyncDaemon daemon = RsyncDaemon.startWith(binary, folder, config(seen))) {
      for (String line :
          List.of(
              "-t all/f",
              "-t --early-input=early all/f all/none",
              "-s all/f",
              "-t early/f",
              "-t pre/f",
              "-t gone/f",
              "-t quiet/f",
              "-t %x/f",
              "-t all/")) {
        List<String> words =
            List.of(line.split(" ", -1)).stream()
                .map(word -> word.startsWith("-") ? word : daemon.url(word))
                .collect(Collectors.toList());
        words.add(folder + "/copy/");
        long before = Files.size(seen);
        said.append("# ")
            .append(line)
            .append('\n')
            .append(
                withoutEnd(
                    line,
                    SideBySide.said(
                        Command.of(SideBySide.theirs(), words).in(scratch.path()).run())));
        if (line.contains("all/") || line.contains("early/") || line.contains("pre/")) {
          // The last hook runs when the client has gone.
          for (int i = 0; i < 100 && !tail(seen, before).contains("RSYNC_RAW_STATUS"); i++) {
            Thread.sleep(30);
          }
        }
      }
      said.append(Files.readString(seen, StandardCharsets.ISO_8859_1));
      return said.toString()
          .replace(folder.toString(), "HERE")
          .replace(":" + daemon.port() + "/", "/");
    }
  }

  /** Theirs resets the connection of a client that it refuses; what comes of that depends. */
  private static String withoutEnd(String line, String said) {
    return line.contains("pre/") || line.contains("quiet/")
        ? said.replaceAll("(?m)^(rsync|exit).*\n", "")
        : said;
  }

  private static String tail(Path file, long from) throws IOException {
    byte[] all = Files.readAllBytes(file);
    return new String(all, (int) from, all.length - (int) from, StandardCharsets.ISO_8859_1);
  }
}
