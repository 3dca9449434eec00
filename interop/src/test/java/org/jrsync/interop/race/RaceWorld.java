package org.jrsync.interop.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.Stat;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;

/**
 * The raced tree, a like of it outside that must not be touched, and the place at the other end of
 * the transfer.
 */
final class RaceWorld {
  static final String SECRET = "secret";
  static final String HIDDEN = "hidden";

  /** What some files have besides their content. */
  static final String ATTRIBUTE = "user.about";

  private static final int ATTEMPTS = 10;
  private static final long OLD = 900_000_000;
  private static final int LENGTH = 840;

  /** What the kernel keeps of {@code u::rwx,u:12345:rwx,g::r-x,m::rwx,o::r--}. */
  private static final byte[] ACCESS_LIST =
      HexFormat.of()
          .parseHex(
              "02000000"
                  + "01000700ffffffff"
                  + "0200070039300000"
                  + "04000500ffffffff"
                  + "10000700ffffffff"
                  + "20000400ffffffff");

  final Path raced;
  final Path outside;
  final Path peer;
  private final Path aside;
  final Sentinel sentinel;

  RaceWorld(Path scratch) {
    raced = scratch.resolve("raced");
    outside = scratch.resolve("outside");
    peer = scratch.resolve("peer");
    aside = scratch.resolve("aside");
    sentinel = new Sentinel(outside);
  }

  /** Makes everything anew. */
  void reset(Scenario scenario) {
    try {
      for (Path each : new Path[] {raced, outside, peer, aside}) {
        new Disk(each).remove(Name.of(""));
        Files.createDirectory(each);
      }
      fill(Files.createDirectory(raced.resolve("dir")), "old content ");
      fill(outside, SECRET);
      Files.writeString(outside.resolve(HIDDEN), SECRET);
      if (scenario.push()) {
        Files.createDirectory(raced.resolve(".tmp"));
        fillPeer(Files.createDirectory(peer.resolve("dir")));
      }
      if (scenario.linked()) {
        fillPeer(Files.createDirectories(raced.resolve(".like/dir")));
      }
      // To whoever removes a source, what lies outside looks like the file that was sent.
      sentinel.markBy(scenario.removes() ? OLD : Sentinel.MODIFIED);
      sentinel.arm();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(Path dir, String content) throws IOException {
    for (String directory : new String[] {"sub", "gonedir", "tofile", ".part"}) {
      Files.createDirectory(dir.resolve(directory));
    }
    for (String file :
        new String[] {
          "leaf", "gone", "sub/inner", "gonedir/x", "tofile/x", "todir", ".part/leaf", "one", "same"
        }) {
      Files.writeString(dir.resolve(file), content.repeat(LENGTH / content.length()));
      new Disk(dir).time(Name.of(file), OLD, 0);
    }
    Files.createLink(dir.resolve("two"), dir.resolve("one"));
    Files.createSymbolicLink(dir.resolve("alink"), Path.of(content.strip()));
    attribute(dir, content.strip(), "leaf", "same", "sub");
    new Disk(dir).node(Name.of("afifo"), Stat.FIFO | 0600, 0, 0);
  }

  private static void attribute(Path dir, String value, String... names) {
    for (String name : names) {
      set(dir.resolve(name), ATTRIBUTE, value.getBytes(UTF_8));
    }
  }

  private static void set(Path path, String name, byte[] value) {
    try (ConfinedTree all = ConfinedTree.open(new byte[] {'/'}, Policy.OPERATOR)) {
      all.setXattr(path.toString().getBytes(UTF_8), name.getBytes(UTF_8), value);
    }
  }

  private static void fillPeer(Path dir) throws IOException {
    for (String directory : new String[] {"sub", "newdir", "todir"}) {
      Files.createDirectory(dir.resolve(directory));
    }
    for (String file :
        new String[] {"leaf", "sub/inner", "tofile", "todir/y", "new", "newdir/z", "one"}) {
      Files.writeString(dir.resolve(file), "old content ".repeat(70) + "and new content");
    }
    // Only the attributes of this one differ.
    Files.writeString(dir.resolve("same"), "old content ".repeat(70));
    new Disk(dir).time(Name.of("same"), OLD, 0);
    new Disk(dir).mode(Name.of("same"), 0604);
    if ("root".equals(System.getProperty("user.name"))) {
      new Disk(dir).owner(Name.of("same"), 12_345, 12_345);
    }
    Files.createLink(dir.resolve("two"), dir.resolve("one"));
    Files.createLink(dir.resolve("three"), dir.resolve("new"));
    Files.createSymbolicLink(dir.resolve("alink"), Path.of("elsewhere"));
    new Disk(dir).node(Name.of("afifo"), Stat.FIFO | 0640, 0, 0);
    new Disk(dir).node(Name.of("newfifo"), Stat.FIFO | 0640, 0, 0);
    attribute(dir, "given", "leaf", "same", "new", "sub");
    for (String shared : new String[] {"leaf", "same", "new", "sub"}) {
      set(dir.resolve(shared), "system.posix_acl_access", ACCESS_LIST);
    }
    // Times of long ago, which must be set at the other end.
    try (Stream<Path> all = Files.walk(dir)) {
      all.filter(path -> !path.endsWith("same"))
          .forEach(
              path -> new Disk(dir).time(Name.of(dir.relativize(path).toString()), 950_000_000, 0));
    }
  }

  /**
   * Turns the directory, or the name at a path, into a link that leads outside, where the same
   * names are found. The transfer's other thread may be within a call that it began before: what it
   * makes or takes away under our hands means another attempt.
   */
  void flip(Flip flip, String path) {
    for (int attempt = 1; ; attempt++) {
      try {
        turn(flip, path, attempt);
        return;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw new UncheckedIOException(e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void turn(Flip flip, String path, int attempt) throws IOException {
    if (flip == Flip.PARENT) {
      Path dir = raced.resolve("dir");
      if (Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)) {
        plantAll(dir);
        Files.move(dir, aside.resolve("dir" + attempt));
      }
      sentinel.arm();
      Files.createSymbolicLink(dir, Path.of("../outside"));
      return;
    }
    Path leaf = raced.resolve(path);
    Path like = outside.resolve(raced.resolve("dir").relativize(leaf));
    if (Files.exists(leaf, LinkOption.NOFOLLOW_LINKS)) {
      plant(leaf, like);
      Files.move(leaf, aside.resolve("leaf" + attempt));
    } else if (Files.isDirectory(like.resolveSibling("."))
        && !Files.exists(like, LinkOption.NOFOLLOW_LINKS)) {
      Files.writeString(like, SECRET);
    }
    sentinel.arm();
    if (Files.isDirectory(leaf.resolveSibling("."), LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(leaf, like);
    }
  }

  private void plantAll(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        plant(path, outside.resolve(dir.relativize(path)));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A name that the transfer has made, such as a temporary file's, must exist outside too. */
  private static void plant(Path path, Path like) throws IOException {
    if (Files.exists(like, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(like);
    } else if (Files.isDirectory(like.resolveSibling("."))) {
      Files.writeString(like, SECRET);
    }
  }

  /** What of the outside was touched or has arrived, empty for nothing. */
  String escaped(String output) {
    String told = output.contains(HIDDEN) || output.contains("2001/09/09") ? output : "";
    return sentinel.touched() + Sentinel.leaked(peer) + told;
  }
}
