package org.jrsync.engine.tree;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.Policy;
import org.jrsync.posix.TrustedPath;

/** Arguments of the person who runs the program: any path, from the current directory on. */
public final class OperatorAnchor implements Anchor, AutoCloseable {
  private static final byte[] HERE = {'.'};

  private final byte[] current;
  private final Tree tree;
  private final LinkTrust trust;

  /**
   * @param current the absolute path of the current directory
   */
  public OperatorAnchor(byte[] current) {
    this(current, PosixTree.open(HERE, Policy.OPERATOR), LinkTrust.OWNERS);
  }

  private OperatorAnchor(byte[] current, Tree tree, LinkTrust trust) {
    this.current = current;
    this.tree = tree;
    this.trust = trust;
  }

  /** It is closed with this one. */
  @Override
  public Anchor trusting(LinkTrust other) {
    return new OperatorAnchor(current, tree, other);
  }

  @Override
  public Tree tree() {
    return tree;
  }

  /** Links on the way there must be trusted: as a rule the person's own or root's. */
  @Override
  public Tree enter(byte[] dir) {
    return PosixTree.lookingOut(
        ConfinedTree.of(TrustedPath.openDirectory(dir, trust), Policy.BENEATH));
  }

  @Override
  public Tree enterFollowing(byte[] dir, Runnable refused) {
    return PosixTree.lookingOut(
        ConfinedTree.of(TrustedPath.openDirectory(dir, trust), trust.telling(refused)));
  }

  @Override
  public byte[] shown(byte[] dir) {
    Deque<byte[]> parts = new ArrayDeque<>();
    if (dir.length == 0 || dir[0] != '/') {
      split(current, parts);
    }
    split(dir, parts);
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    Iterator<byte[]> names = parts.iterator();
    while (names.hasNext()) {
      path.write('/');
      path.writeBytes(names.next());
    }
    return path.size() == 0 ? new byte[] {'/'} : path.toByteArray();
  }

  @Override
  public void close() {
    tree.close();
  }

  /** Adds the parts of a path, taking dots as they are meant, without looking at links. */
  private static void split(byte[] path, Deque<byte[]> parts) {
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i < path.length && path[i] != '/') {
        continue;
      }
      byte[] part = Arrays.copyOfRange(path, start, i);
      start = i + 1;
      if (part.length == 2 && part[0] == '.' && part[1] == '.') {
        parts.pollLast();
      } else if (part.length > 0 && !Arrays.equals(part, HERE)) {
        parts.addLast(part);
      }
    }
  }
}
