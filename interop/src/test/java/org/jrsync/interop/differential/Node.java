package org.jrsync.interop.differential;

import java.util.Map;
import java.util.TreeMap;
import org.jrsync.interop.tree.Name;

/** An entry of a tree that is still to be made. */
final class Node {

  enum Kind {
    FOLDER,
    FILE,
    SYMLINK,
    FIFO,
    SOCKET,
    DEVICE,
    /** Another name of an entry that is made before it. */
    HARD_LINK
  }

  final Kind kind;
  int mode;
  long seconds;
  int nanos;
  int uid;
  int gid;

  /** A file's content or a symlink's target. */
  byte[] data = {};

  /** Which earlier entry a hard link names: 0 up to 1, of those that there are. */
  double earlier;

  /** Text of an extended attribute {@code user.note}, empty for none. */
  String note = "";

  /** Text of an access list as {@code setfacl -m} takes it, empty for none. */
  String acl = "";

  final Map<Name, Node> children = new TreeMap<>();

  Node(Kind kind) {
    this.kind = kind;
  }

  /** The same entry and all below it, to be changed independently. */
  Node copy() {
    Node copy = new Node(kind);
    copy.mode = mode;
    copy.seconds = seconds;
    copy.nanos = nanos;
    copy.uid = uid;
    copy.gid = gid;
    copy.data = data;
    copy.earlier = earlier;
    copy.note = note;
    copy.acl = acl;
    children.forEach((name, child) -> copy.children.put(name, child.copy()));
    return copy;
  }
}
