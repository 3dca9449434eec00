package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import org.jrsync.engine.filter.RuleFiles;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.WholeFile;

/**
 * The rule files that a restricted user's rules name: files of the folder and no others.
 *
 * @param tree the folder, which confines all
 * @param folder its real path, one byte in each char
 * @param writeOnly whether the user may read nothing, not even by what rules do
 */
record RestrictedRules(Tree tree, String folder, boolean writeOnly) implements RuleFiles {
  /** Largest rule file that is read, in bytes: any file of the folder can be named. */
  private static final int MOST_BYTES = 1 << 20;

  @Override
  public void named(byte[] path) {
    if (writeOnly) {
      throw RuleFiles.writeOnly(path);
    }
  }

  @Override
  public byte[] read(byte[] path) throws IOException {
    String text = new String(path, ISO_8859_1);
    // The user may know the folder by its own path.
    byte[] own =
        text.startsWith(folder + "/")
            ? Arrays.copyOfRange(path, folder.length(), path.length)
            : path;
    return WholeFile.read(tree, NamedDirectory.inModule(own), MOST_BYTES);
  }
}
