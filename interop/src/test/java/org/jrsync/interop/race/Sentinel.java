package org.jrsync.interop.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;

/**
 * A tree that nobody may touch, not even with a look into it: everything in it was last read long
 * ago, so that one more reading shows.
 */
final class Sentinel {
  /** What marks its entries besides their names and contents: 2001-09-09. */
  static final long MODIFIED = 1_000_000_000;

  private static final long READ = 500_000_000;
  private static final String ATTRIBUTES =
      "unix:mode,uid,gid,nlink,ino,size,lastAccessTime,lastModifiedTime,ctime";

  private final Path root;
  private final Map<Path, String> before = new LinkedHashMap<>();
  private long modified = MODIFIED;

  Sentinel(Path root) {
    this.root = root;
  }

  /** From now on its entries have this time. */
  void markBy(long time) {
    modified = time;
  }

  /** Notes everything as it is now. */
  void arm() {
    before.clear();
    Disk disk = new Disk(root);
    try (Stream<Path> all = Files.walk(root)) {
      all.forEach(path -> before.put(path, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Path path : before.keySet()) {
      Name name = Name.of(root.relativize(path).toString());
      disk.time(name, modified, 0);
      disk.accessTime(name, READ);
    }
    before.replaceAll((path, none) -> look(path));
  }

  private static String look(Path path) {
    try {
      return new java.util.TreeMap<>(
              Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS))
          .toString();
    } catch (NoSuchFileException e) {
      return "missing";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a reading shows here; it does not where access times are not kept. */
  boolean seesReading() {
    try {
      Files.readString(root.resolve("leaf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return !touched().isEmpty();
  }

  /** What was read or changed, empty for nothing. */
  String touched() {
    StringBuilder touched = new StringBuilder();
    before.forEach((path, was) -> {
      String is = look(path);
      if (!is.equals(was)) {
        touched.append(path).append(": ").append(was).append("\n  now ").append(is).append('\n');
      }
    });
    return touched.toString();
  }

  private static String attribute(Path path) {
    try (ConfinedTree all = ConfinedTree.open(new byte[] {'/'}, Policy.OPERATOR)) {
      byte[] value =
          all.getXattr(path.toString().getBytes(UTF_8), RaceWorld.ATTRIBUTE.getBytes(UTF_8));
      return value == null ? "" : new String(value, UTF_8);
    }
  }

  /** What of it has come into another tree, empty for nothing. */
  static String leaked(Path tree) {
    StringBuilder leaked = new StringBuilder();
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        FileTime modified = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
        boolean secret =
            modified.toMillis() == MODIFIED * 1000
                || path.getFileName().toString().contains(RaceWorld.HIDDEN)
                || (!Files.isSymbolicLink(path) && attribute(path).contains(RaceWorld.SECRET))
                || (Files.isSymbolicLink(path)
                    && Files.readSymbolicLink(path).toString().contains(RaceWorld.SECRET))
                || (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(path).contains(RaceWorld.SECRET));
        if (secret) {
          leaked.append(path).append('\n');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return leaked.toString();
  }
}
