package org.jrsync.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a careful program does without descriptors: looks whether any part of the path is a link,
 * and then uses the path. The race tests must see it led astray, or they would prove nothing.
 */
final class UnconfinedTarget implements RaceTarget {
  private final Path root;
  private Runnable flip = () -> {};

  UnconfinedTarget(Path root) {
    this.root = root;
  }

  private Path check(String relative) throws IOException {
    Path path = root;
    for (Path part : Path.of(relative)) {
      path = path.resolve(part);
      if (Files.isSymbolicLink(path) && !path.endsWith(Path.of("alink"))) {
        throw new IOException("a link: " + path);
      }
    }
    flip.run();
    return path;
  }

  @Override
  public void beforeUse(Runnable action) {
    flip = action;
  }

  @Override
  public void create(String path) throws IOException {
    Files.writeString(check(path), "ours");
  }

  @Override
  public void overwrite(String path) throws IOException {
    Files.writeString(check(path), "ours");
  }

  @Override
  public String read(String path) throws IOException {
    return Files.readString(check(path));
  }

  @Override
  public String list(String path) throws IOException {
    try (Stream<Path> entries = Files.list(check(path))) {
      return entries.map(Path::toString).collect(Collectors.joining("\n"));
    }
  }

  @Override
  public void delete(String path) throws IOException {
    Files.delete(check(path));
  }

  @Override
  public void removeDirectory(String path) throws IOException {
    Files.delete(check(path));
  }

  @Override
  public void makeDirectory(String path) throws IOException {
    Files.createDirectory(check(path));
  }

  @Override
  public void symlink(String path) throws IOException {
    Files.createSymbolicLink(check(path), Path.of("target"));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(check(from), root.resolve(to));
  }

  @Override
  public void link(String from, String to) throws IOException {
    Files.createLink(root.resolve(to), check(from));
  }

  @Override
  public void chmod(String path) throws IOException {
    Files.setPosixFilePermissions(check(path), PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Override
  public void chown(String path) throws IOException {
    Files.setAttribute(check(path), "unix:uid", 4321);
  }

  @Override
  public void touch(String path) throws IOException {
    Files.setLastModifiedTime(check(path), FileTime.fromMillis(1000));
  }

  @Override
  public void setXattr(String path) throws IOException {
    view(path).write("ours", ByteBuffer.wrap(new byte[] {'1'}));
  }

  @Override
  public String getXattr(String path) throws IOException {
    UserDefinedFileAttributeView view = view(path);
    if (!view.list().contains("theirs")) {
      return "";
    }
    ByteBuffer value = ByteBuffer.allocate(view.size("theirs"));
    view.read("theirs", value);
    return new String(value.array(), StandardCharsets.ISO_8859_1);
  }

  private UserDefinedFileAttributeView view(String path) throws IOException {
    return Files.getFileAttributeView(check(path), UserDefinedFileAttributeView.class);
  }

  @Override
  public long size(String path) throws IOException {
    return Files.readAttributes(
            check(path),
            java.nio.file.attribute.BasicFileAttributes.class,
            LinkOption.NOFOLLOW_LINKS)
        .size();
  }

  @Override
  public String readLink(String path) throws IOException {
    return Files.readSymbolicLink(check(path)).toString();
  }

  @Override
  public void close() {}
}
