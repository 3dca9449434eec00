package org.jrsync.interop.sidebyside;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.DynamicTest;

/**
 * Plays lines for a shell in which {@code rsync} is one program or another, each in a folder of the
 * same name that is made anew.
 */
final class CommandLines implements AutoCloseable {
  private static final String FOLDER =
      """
      mkdir -p src/dir/sub src/empty dst/dir basis/dir home
      echo file >src/f; echo another >src/g; echo third >src/dir/h; echo deep >src/dir/sub/i
      echo 'a space' >'src/sp ace'; echo run >src/run; chmod 755 src/run; ln src/f src/hard
      ln -s f src/link; ln -s dir src/dlink; ln -s /nowhere src/out; mkfifo src/pipe
      printf -- '- i\\n' >src/dir/.rsync-filter
      echo older >dst/f; echo third >dst/dir/h; echo much >dst/extra; echo anot >dst/g
      cp -p src/f basis/f; cp -p src/dir/h basis/dir/h; echo mine >home/file
      printf 'f\\n#no\\n;no\\ndir/sub/i\\n' >list; printf 'g\\0dir/h\\0' >list0; cp list src/list
      printf -- '- g\\n# x\\nh\\n' >rules; printf -- '- g\\0h\\0' >rules0
      printf 'user:secret\\n' >secrets; printf 'secret\\n' >secret; chmod 600 secrets secret
      printf 'log file = /dev/null\\n[m]\\npath = %s/src\\ncomment = to read\\nuse chroot = no\\n' "$PWD" >rsyncd.conf
      printf '[w]\\npath = %s\\nread only = no\\nuse chroot = no\\nuid = 0\\ngid = 0\\n' "$PWD" >>rsyncd.conf
      printf '[a]\\npath = %s/src\\nuse chroot = no\\nlist = no\\n' "$PWD" >>rsyncd.conf
      printf 'auth users = user\\nsecrets file = %s/secrets\\n' "$PWD" >>rsyncd.conf
      printf '[o]\\npath = %s/src\\nuse chroot = no\\nuid = 0\\ngid = 0\\n' "$PWD" >other.conf
      cat >home/.popt <<'EOF'
      # comment
      rsync alias --mirror -ai --delete --exclude=h
      rsync alias --without --exclude
      rsync alias --but --exclude='!#:+'
      rsync alias -Y -a
      rsync alias -X -ri
      rsync alias -v -v --stats
      rsync alias --quoted -ai --exclude="sp ace" --exclude='h' --exclude=\\\\g
      rsync alias --continued -ai \\
        --exclude=h
      r?ync alias --by-pattern -ai
      other alias --others -ai
      rsync alias --bad --bogus
      rsync alias --nested --mirror -n
      rsync alias --twice -ai
      rsync alias --twice -rn
      rsync alias --described -ai --POPTdesc=text --POPTargs=text
      rsync alias --server --bogus
      rsync alias --delete --delete-after
      rsync alias --none
      EOF
      printf '#!/bin/sh\nexec record from-ssh "$@"\n' >ssh; chmod 755 ssh
      printf 'rsync alias --unfinished -a' >>home/.popt
      find . -exec touch -h -d @1000000000 {} +
      """;

  private static final String LOOK =
      "find . -mindepth 1 -printf '%P %y %m %s %n %U:%G %l %Ts\\n'"
          + " | sed -E 's/ 1[5-9][0-9]{8}$/ NOW/' | LC_ALL=C sort;"
          + " find . -type f -print0 | LC_ALL=C sort -z | xargs -0r cksum;"
          + " find . -type f -exec getfattr -d -m rsync {} + 2>/dev/null | LC_ALL=C sort";

  private static final String RECORDER =
      """
      #!/bin/sh
      { printf '<%s> ' "$@"; env | grep '^RSYNC_PORT=\\|^DISPLAY='; } >words
      """;

  private static final String SHELL =
      """
      #!/bin/sh
      while :; do case "$1" in -l | -o) shift 2 ;; -*) shift ;; *) break ;; esac; done
      shift
      cd 'WORK' || exit 99
      PATH='THERE':$PATH
      exec /bin/sh -c "$*"
      """;

  private static final String DAEMON = "D='--rsync-path=rsync --config=rsyncd.conf'\n";

  private final Scratch scratch = new Scratch();
  private final Path work = scratch.path().resolve("work");
  private boolean prepared;

  /** What a line does. */
  record Outcome(int status, String out, String err, String tree) {}

  /** A test for each line of a resource. */
  static Stream<DynamicTest> tests(String resource, Consumer<String> check) {
    return of(resource).stream()
        .map(line -> DynamicTest.dynamicTest(line, () -> check.accept(line)));
  }

  /** The lines of a resource without its comments. */
  private static List<String> of(String resource) {
    try (InputStream in = CommandLines.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new AssertionError("no resource " + resource);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails unless our client does the same with a line as rsync does. */
  void compareClients(String line) {
    Path theirs = Peers.NEWEST.orSkip().binary();
    reference(line, theirs).expect("our client", play(line, Jrsync.binary(), theirs));
  }

  /** Fails unless our client, and our server, does the same with a line as rsync does. */
  void compareSides(String line) {
    Path theirs = Peers.NEWEST.orSkip().binary();
    Path ours = Jrsync.binary();
    Reference<Outcome> expected = reference(line, theirs);
    expected.expect("our client", play(line, ours, theirs));
    expected.expect("our server", play(line, theirs, ours));
  }

  private Reference<Outcome> reference(String line, Path theirs) {
    return new Reference<>(() -> play(line, theirs, theirs));
  }

  /**
   * Plays a line.
   *
   * @param client what {@code rsync} is
   * @param server what it is where a remote shell, or a line's own shell, starts it
   */
  Outcome play(String line, Path client, Path server) {
    if (!prepared) {
      sh(scratch.folder("work"), FOLDER);
      sh(scratch.path(), "mv work prepared");
      prepared = true;
    }
    sh(scratch.path(), "rm -rf work; cp -a prepared work");
    Path programs = programs(client, server);
    Result result =
        Command.of("/bin/sh", "-c", DAEMON + line)
            .env("PATH", programs + ":" + System.getenv("PATH"))
            .env("HOME", "/nowhere")
            .in(work)
            .run();
    String tree = sh(work, LOOK).out();
    return new Outcome(result.exitCode(), same(result.out()), same(result.err()), tree);
  }

  /** A folder with the programs that lines name. */
  private Path programs(Path client, Path server) {
    String name = "programs-" + Integer.toHexString(List.of(client, server).hashCode());
    Path folder = scratch.path().resolve(name);
    if (!folder.toFile().exists()) {
      Path there = scratch.folder(name + "/there");
      scratch.script(name + "/rsync", started(client));
      scratch.script(name + "/server", started(server));
      scratch.script(name + "/there/rsync", started(server));
      scratch.script(name + "/record", RECORDER);
      scratch.script(
          name + "/rsh", SHELL.replace("WORK", work.toString()).replace("THERE", there.toString()));
    }
    return folder;
  }

  private static String started(Path program) {
    return "#!/bin/sh\nexec '" + program + "' \"$@\"\n";
  }

  private static Result sh(Path folder, String script) {
    return Command.of("/bin/sh", "-ec", script).in(folder).run().expectSuccess();
  }

  /** Without what has to differ, and in one order, since rsync's processes write as they come. */
  private String same(String text) {
    return text.replace(scratch.path().toString(), "SCRATCH")
        .replaceAll("rsync error: received SIGUSR1 .*\n", "")
        .replaceAll(
            "rsync: .* write error: Broken pipe .32.\n", "") // If the other has gone already.
        .replaceAll("at [\\w./]+\\(\\d+\\) \\[([\\w ]+)=[\\d.]+\\]", "[$1]")
        .replaceAll("sent [\\d,]+ bytes  received [\\d,]+ bytes  [\\d,.]+ bytes/sec", "sent")
        .replaceAll("speedup is [\\d,.]+", "speedup")
        .lines()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    scratch.close();
  }
}
