package org.jrsync.daemon.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.RuleFiles;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.WholeFile;

/**
 * The rule files that a client's own rules name. They are files of the module like any other: found
 * from its root, never outside of it, and empty when the module's own rules exclude them, so that
 * an error does not tell whether they are there.
 */
final class ModuleRuleFiles implements RuleFiles {

  /** Largest rule file that is read for a client, in bytes: any file of the module can be named. */
  static final int MAX_SERVED_BYTES = 1 << 20;

  private final Tree tree;
  private final FilterList hidden;
  private final boolean writeOnly;

  /**
   * @param tree the module's tree
   * @param hidden the module's own rules
   * @param writeOnly whether clients are not to learn what is in files, as they would from what
   *     their rules do
   */
  ModuleRuleFiles(Tree tree, FilterList hidden, boolean writeOnly) {
    this.tree = tree;
    this.writeOnly = writeOnly;
    this.hidden = hidden;
  }

  @Override
  public void named(byte[] path) {
    if (writeOnly) {
      throw RuleFiles.writeOnly(path);
    }
  }

  @Override
  public byte[] read(byte[] path) throws IOException {
    byte[] inside =
        FileArguments.confined(new String(path, StandardCharsets.ISO_8859_1), false)
            .getBytes(StandardCharsets.ISO_8859_1);
    if (hidden.excludesWithParents(inside, false)) {
      return new byte[0];
    }
    return WholeFile.read(tree, inside, MAX_SERVED_BYTES);
  }
}
