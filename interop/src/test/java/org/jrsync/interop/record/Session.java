package org.jrsync.interop.record;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeSnapshot;

/**
 * A small session to record and play back: arguments, a source and what the destination holds
 * before.
 *
 * @param title for messages
 * @param push whether the client sends
 * @param options of the client; a fixed checksum seed makes block sums the same each time
 */
public record Session(String title, boolean push, List<String> options) {
  private static final String SEED = "--checksum-seed=7";
  private static final Map<Session, Recording> RECORDED = new ConcurrentHashMap<>();

  /** The sessions that together hold every message kind that real rsyncs exchange. */
  public static List<Session> all() {
    List<Session> sessions = new ArrayList<>();
    for (boolean push : new boolean[] {false, true}) {
      String way = push ? "push" : "pull";
      sessions.add(new Session(way, push, List.of("-aH", SEED)));
      sessions.add(
          new Session(
              way + " --delete -v", push, List.of("-aHvi", "--delete", "--max-delete=1", SEED)));
      sessions.add(
          new Session(way + " --delete-after", push, List.of("-aHi", "--delete-after", SEED)));
      sessions.add(new Session(way + " -z", push, List.of("-az", SEED)));
      sessions.add(
          new Session(
              way + " -c --no-inc-recursive", push, List.of("-ac", "--no-inc-recursive", SEED)));
      sessions.add(new Session(way + " protocol 29", push, List.of("-aH", "--protocol=29", SEED)));
      sessions.add(new Session(way + " protocol 30", push, List.of("-aH", "--protocol=30", SEED)));
    }
    return sessions;
  }

  /** Those that differ most, for damage that is done many times. */
  public static List<Session> few() {
    return all().stream()
        .filter(session ->
            List.of("pull --delete -v", "pull -z", "push --delete -v", "push protocol 29")
                .contains(session.title()))
        .toList();
  }

  /** Fills a folder with the source of these sessions. */
  public static void source(Disk disk) {
    disk.file(Name.of("one"), 0644, pattern(800, 1));
    disk.file(Name.of("two"), 0600, pattern(1450, 2));
    disk.file(Name.of("empty"), 0644, new byte[0]);
    disk.folder(Name.of("folder"), 0755);
    disk.file(Name.of("folder/three"), 0640, pattern(300, 3));
    disk.hardLink(Name.of("folder/three"), Name.of("linked"));
    disk.folder(Name.of("folder/below"), 0700);
    disk.file(
        Name.of("folder/below").child(Name.of(new byte[] {(byte) 0xe9, '\n'})),
        0644,
        pattern(40, 4));
    disk.symlink(Name.of("../one").bytes(), Name.of("folder/symlink"));
    disk.node(Name.of("fifo"), 0010600, 0, 0);
    times(disk, Name.of(""));
  }

  /** Fills a folder with an older copy, with a file in it that the source has not. */
  public static void older(Disk disk) {
    disk.file(Name.of("one"), 0644, pattern(750, 1));
    byte[] edited = pattern(1450, 2);
    edited[1000] ^= 1;
    disk.file(Name.of("two"), 0600, edited);
    disk.file(Name.of("extra"), 0644, pattern(10, 9));
    disk.file(Name.of("extra-2"), 0644, pattern(10, 9));
    disk.folder(Name.of("folder"), 0711);
    disk.time(Name.of("one"), 1_000_000_000L, 0);
    disk.time(Name.of("two"), 1_000_000_000L, 0);
  }

  /**
   * Every content that a file may have after such a session, whatever became of it: no other is
   * ever complete.
   */
  public static Set<String> knownContents(Scratch scratch) {
    Set<String> contents = new HashSet<>();
    Disk source = new Disk(scratch.folder("known-source"));
    source(source);
    Disk older = new Disk(scratch.folder("known-older"));
    older(older);
    for (Disk disk : List.of(source, older)) {
      TreeSnapshot.of(disk).entries().values().stream()
          .filter(entry -> entry.stat().isFile())
          .forEach(entry -> contents.add(entry.content()));
    }
    return contents;
  }

  /** The recording of this session between two rsyncs of the newest release, made once. */
  public Recording recorded() {
    return RECORDED.computeIfAbsent(
        this, session -> session.record(Peers.NEWEST.orSkip().binary()));
  }

  /** Records the session between a client and a daemon of one program. */
  public Recording record(Path binary) {
    try (Scratch scratch = new Scratch()) {
      Path source = scratch.folder("src");
      Path copy = scratch.folder("dst");
      source(new Disk(source));
      older(new Disk(copy));
      try (RsyncDaemon daemon =
              RsyncDaemon.start(binary, scratch.folder("daemon"), modules(source, copy));
          Proxy proxy = new Proxy(daemon.port())) {
        Result result = client(binary, proxy.port(), source, copy).run();
        if (result.exitCode() != 0 && result.exitCode() != 25) {
          throw new AssertionError("cannot record: " + result);
        }
        return proxy.recording();
      }
    }
  }

  /** The modules that recorded clients ask for. */
  public static List<Module> modules(Path source, Path copy) {
    return List.of(Module.readOnly("src", source), Module.writable("dst", copy));
  }

  /** The client of this session, for a daemon at the given port. */
  public Command client(Path binary, int port, Path source, Path copy) {
    String url = "rsync://127.0.0.1:" + port + "/";
    List<String> words = new ArrayList<>(options);
    words.add("--timeout=20");
    words.add(push ? source + "/" : url + "src/");
    words.add(push ? url + "dst/" : copy + "/");
    return Command.of(binary, words);
  }

  /** The first file that is complete under its name and yet not one that anybody sent. */
  public static Optional<String> brokenFile(Disk copy, Set<String> known) {
    return TreeSnapshot.of(copy).entries().entrySet().stream()
        .filter(each -> each.getValue().stat().isFile() && !temporary(each.getKey()))
        .filter(each -> !known.contains(each.getValue().content()))
        .map(each ->
            each.getKey() + " has " + each.getValue().stat().size() + " bytes that nobody sent")
        .findFirst();
  }

  /** Whether a name is that of a file in the making: a dot, the name, a dot and six characters. */
  private static boolean temporary(Name path) {
    String text = path.toString();
    String name = text.substring(text.lastIndexOf('/') + 1);
    return name.length() > 8 && name.charAt(0) == '.' && name.charAt(name.length() - 7) == '.';
  }

  private static void times(Disk disk, Name folder) {
    for (Name name : disk.list(folder)) {
      Name path = folder.child(name);
      if (disk.stat(path).orElseThrow().isFolder()) {
        times(disk, path);
      }
      disk.time(path, 1_100_000_000L + path.length(), 5);
    }
  }

  private static byte[] pattern(int length, int seed) {
    byte[] bytes = new byte[length];
    long state = seed * 0x9e3779b97f4a7c15L;
    for (int i = 0; i < length; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      bytes[i] = (byte) (state >>> 56);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return title;
  }
}
