package org.jrsync.interop.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.Stat;

/** Makes trees on the disk. */
final class TreeBuilder {
  private static final int NULL_DEVICE_MAJOR = 1;
  private static final int NULL_DEVICE_MINOR = 3;

  /** From here on, zeros at the end of a file are a hole. */
  private static final int HOLE = 60_000;

  private final Disk disk;
  private final boolean root;
  private final StringBuilder attributes = new StringBuilder();

  TreeBuilder(Disk disk, boolean root) {
    this.disk = disk;
    this.root = root;
  }

  void build(Node node, Name path) {
    make(node, path, new ArrayList<>());
  }

  /** A shell script that gives the entries their attributes; it changes no modification time. */
  String attributes() {
    return attributes.toString();
  }

  private void make(Node node, Name path, List<Name> made) {
    switch (node.kind) {
      case FOLDER -> {
        disk.folder(path, 0700);
        node.children.forEach((name, child) -> make(child, path.child(name), made));
      }
      case FILE -> file(node, path);
      case SYMLINK -> disk.symlink(node.data, path);
      case FIFO -> disk.node(path, Stat.FIFO | 0600, 0, 0);
      case SOCKET -> disk.node(path, Stat.SOCKET | 0600, 0, 0);
      case DEVICE -> disk.node(path, Stat.CHARACTER | 0600, NULL_DEVICE_MAJOR, NULL_DEVICE_MINOR);
      case HARD_LINK -> {
        if (!made.isEmpty()) {
          disk.hardLink(made.get((int) (node.earlier * made.size())), path);
        }
        return;
      }
    }
    if (node.kind != Node.Kind.FOLDER) {
      made.add(path);
    }
    finish(node, path);
  }

  private void file(Node node, Name path) {
    byte[] data = node.data;
    int end = data.length;
    while (data.length > HOLE && end > 0 && data[end - 1] == 0) {
      end--;
    }
    disk.write(path, 0, end == data.length ? data : Arrays.copyOf(data, end));
    if (end < data.length) {
      disk.truncate(path, data.length);
    }
  }

  private void finish(Node node, Name path) {
    if (root) {
      disk.owner(path, node.uid, node.gid);
    }
    if (node.kind != Node.Kind.SYMLINK) {
      disk.mode(path, node.mode);
    }
    String shown = new String(path.bytes(), StandardCharsets.ISO_8859_1);
    if (shown.matches("[\\w./]+")) {
      if (!node.note.isEmpty()) {
        attributes.append("setfattr -n user.note -v '" + node.note + "' '" + shown + "'\n");
      }
      if (!node.acl.isEmpty()) {
        attributes.append("setfacl -n -m '" + node.acl + "' '" + shown + "'\n");
      }
    }
    disk.time(path, node.seconds, node.nanos);
  }
}
