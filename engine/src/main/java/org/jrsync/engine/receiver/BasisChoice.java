package org.jrsync.engine.receiver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jrsync.engine.ItemReader;
import org.jrsync.engine.OldProtocol;
import org.jrsync.engine.Session;
import org.jrsync.engine.basis.AlternateDirectories;
import org.jrsync.engine.basis.AlternateDirectory;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.basis.BasisType;
import org.jrsync.engine.tree.Tree;
import org.jrsync.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the basis that this side's generator chose. The choice comes back by way of the sender, so
 * that nothing in it may be trusted.
 */
final class BasisChoice {
  private final Session session;
  private final Tree tree;
  private final @Nullable AlternateDirectories alternates;

  BasisChoice(Session session, Tree tree, @Nullable AlternateDirectories alternates) {
    this.session = session;
    this.tree = tree;
    this.alternates = alternates;
  }

  /**
   * The file that an item names.
   *
   * @param path where the entry goes
   * @param kept where the partial directory has it, null where there is none
   * @param redo whether the file is transferred once more
   * @throws ProtocolException if the generator cannot have chosen it
   */
  BasisFile of(ItemReader items, byte[] path, PartialDirectory.@Nullable Place kept, boolean redo) {
    int type = tellsBasis() ? items.basisType() : untold(kept != null, redo);
    if (type == BasisType.PARTIAL && kept != null) {
      return new BasisFile(kept.tree(), kept.path(), kept.told(), type, null);
    }
    if (type == BasisType.BACKUP) {
      return new BasisFile(tree, path, path, type, null);
    }
    if (type == BasisType.DESTINATION || type == BasisType.PARTIAL) {
      return BasisFile.destination(tree, path);
    }
    if (type >= BasisType.FUZZY) {
      return similar(type, sibling(path, items.name()), items.name(), path);
    }
    return inAlternate(type, type, path, null, path);
  }

  private boolean tellsBasis() {
    return OldProtocol.hasItemFlags(session.protocol());
  }

  /** What the generator takes as basis if it is there, where the protocol cannot tell. */
  private int untold(boolean kept, boolean redo) {
    if (session.options().inplace && session.options().backups.wanted() && !redo) {
      return BasisType.BACKUP;
    }
    return kept ? BasisType.PARTIAL : BasisType.DESTINATION;
  }

  /**
   * The file in the further directory, which is the basis of one that is not at its place, where
   * the protocol cannot tell.
   *
   * @return null where it can, or there is no such directory
   */
  @Nullable BasisFile ofMissing(byte[] path) {
    return tellsBasis() || alternates == null ? null : inAlternate(0, 0, path, null, path);
  }

  private BasisFile similar(int type, byte[] path, byte[] name, byte[] destination) {
    int which = type - BasisType.FUZZY;
    boolean asked = session.options().fuzzy > (which == 0 ? 0 : 1);
    if (!asked || !isPlain(name)) {
      throw ProtocolException.value(
          "rsync: refusing malicious fuzzy operation for "
              + new String(name, StandardCharsets.ISO_8859_1));
    }
    if (which > 0) {
      return inAlternate(type, which - 1, path, name, destination);
    }
    return session.moduleFilters().excludesWithParents(path, false)
        ? BasisFile.destination(tree, destination)
        : new BasisFile(tree, path, path, type, name);
  }

  private BasisFile inAlternate(
      int type, int index, byte[] path, byte @Nullable [] name, byte[] destination) {
    AlternateDirectories known = alternates;
    if (known == null || index >= known.count()) {
      throw ProtocolException.value("invalid basis_dir index: " + index + ".");
    }
    AlternateDirectory directory = known.get(index);
    Tree where = directory.treeFor(path);
    return where == null
        ? BasisFile.destination(tree, destination)
        : new BasisFile(where, path, directory.told(path), type, name);
  }

  /** Whether it is the name of an entry of a directory and leads nowhere else. */
  private static boolean isPlain(byte[] name) {
    boolean dots =
        (name.length == 1 && name[0] == '.')
            || (name.length == 2 && name[0] == '.' && name[1] == '.');
    for (byte b : name) {
      if (b == '/') {
        return false;
      }
    }
    return name.length > 0 && !dots;
  }

  private static byte[] sibling(byte[] path, byte[] name) {
    int slash = path.length - 1;
    while (slash >= 0 && path[slash] != '/') {
      slash--;
    }
    byte[] other = Arrays.copyOf(path, slash + 1 + name.length);
    System.arraycopy(name, 0, other, slash + 1, name.length);
    return other;
  }
}
