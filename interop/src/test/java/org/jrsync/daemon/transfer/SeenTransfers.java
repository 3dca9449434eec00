package org.jrsync.daemon.transfer;

import java.util.function.Function;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.daemon.session.ModuleRoot;
import org.jrsync.daemon.session.TransferRunner;
import org.jrsync.engine.tree.Tree;

/** Lets tests of other modules run a daemon's transfers in trees of their own. */
public final class SeenTransfers {
  private SeenTransfers() {}

  public static TransferRunner in(OperatorFiles files, Function<ModuleRoot, Tree> trees) {
    return new ModuleTransfers(
        files,
        new ThreadStarter(),
        SessionOverrides.NONE,
        (root, view) -> view.apply(trees.apply(root)));
  }
}
