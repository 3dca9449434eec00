package org.jrsync.interop.record;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeSnapshot;

/** A tree of every kind of entry that is small enough to be sent thousands of times. */
final class SampleTree {
  /** What the copy has and the source has not. */
  static final List<Name> EXTRA = List.of(Name.of("extra"), Name.of("extra-2"));

  /** A file of the source that a session can do without; it has a name in a folder too. */
  static final Name SPARE = Name.of("linked");

  /** What the file holds that hand-made senders send. */
  static final byte[] HAND_MADE = {'h', 'e', 'l', 'l', 'o'};

  private static final Name SECRET = Name.of("secret");

  private SampleTree() {}

  /** Fills a folder with the source. */
  static void source(Disk disk) {
    disk.file(Name.of("one"), 0644, pattern(80, 1));
    disk.file(Name.of("two"), 0600, pattern(145, 2));
    disk.file(Name.of("empty"), 0644, new byte[0]);
    disk.folder(Name.of("folder"), 0755);
    disk.file(Name.of("folder/three"), 0640, pattern(30, 3));
    disk.hardLink(Name.of("folder/three"), SPARE);
    disk.folder(Name.of("folder/below"), 0700);
    disk.file(
        Name.of("folder/below").child(Name.of(new byte[] {(byte) 0xe9, '\n'})),
        0644,
        pattern(9, 4));
    disk.symlink(Name.of("../one").bytes(), Name.of("folder/symlink"));
    disk.node(Name.of("fifo"), 0010600, 0, 0);
    times(disk, Name.of(""));
    // The root's too: a stream has the same length each time.
    disk.time(Name.of(""), 1_100_000_000L, 5);
  }

  /** Fills a folder with an older copy, with files in it that the source has not. */
  static void older(Disk disk) {
    disk.file(Name.of("one"), 0644, pattern(75, 1));
    byte[] edited = pattern(145, 2);
    edited[100] ^= 1;
    disk.file(Name.of("two"), 0600, edited);
    EXTRA.forEach(name -> disk.file(name, 0644, pattern(10, 9)));
    disk.folder(Name.of("folder"), 0711);
    disk.time(Name.of("one"), 1_000_000_000L, 0);
    disk.time(Name.of("two"), 1_000_000_000L, 0);
  }

  /** Fills a folder with a file that everybody can read and one that only root can. */
  static void secrets(Disk disk) {
    disk.file(Name.of("open"), 0644, pattern(20, 5));
    disk.file(SECRET, 0, pattern(20, 6));
    disk.time(Name.of(""), 1_100_000_000L, 5);
  }

  /** Every content that a file may have after a session, whatever became of it. */
  static Set<String> contents(Scratch scratch) {
    Disk source = new Disk(scratch.folder("known-source"));
    source(source);
    Disk older = new Disk(scratch.folder("known-older"));
    older(older);
    older.file(Name.of("hand-made"), 0644, HAND_MADE);
    Disk secrets = new Disk(scratch.folder("known-secrets"));
    secrets(secrets);
    // Its content counts, even where the tests are not root's.
    secrets.mode(SECRET, 0600);
    Set<String> contents = new HashSet<>();
    for (Disk disk : List.of(source, older, secrets)) {
      TreeSnapshot.of(disk).entries().values().stream()
          .filter(entry -> entry.stat().isFile())
          .forEach(entry -> contents.add(entry.content()));
    }
    return contents;
  }

  /** The first file that is complete under its name and yet not one that anybody sent. */
  static Optional<String> brokenFile(TreeSnapshot copy, Set<String> known) {
    return copy.entries().entrySet().stream()
        .filter(each -> each.getValue().stat().isFile() && !temporary(each.getKey()))
        .filter(each -> !known.contains(each.getValue().content()))
        .map(SampleTree::describe)
        .findFirst();
  }

  private static String describe(Map.Entry<Name, TreeSnapshot.Entry> file) {
    return file.getKey() + " has " + file.getValue().stat().size() + " bytes that nobody sent";
  }

  /** The first file in the making. */
  static Optional<String> unfinishedFile(TreeSnapshot copy) {
    return copy.entries().keySet().stream()
        .filter(SampleTree::temporary)
        .map(Name::toString)
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
}
