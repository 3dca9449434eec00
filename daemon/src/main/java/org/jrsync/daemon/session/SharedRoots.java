package org.jrsync.daemon.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.OperatorRoot;

/**
 * The directories of modules with sessions, each held by one descriptor for all of them. A session
 * opens its module's path all the same, so that it gets the directory which is there now and is
 * refused when there is none, but keeps what others hold already if that is the same one.
 */
public final class SharedRoots {

  private final OperatorRoot daemon;
  private final Map<Key, Shared> held = new HashMap<>();

  public SharedRoots() {
    this(OperatorRoot.SYSTEM);
  }

  /**
   * @param daemon where the paths of modules begin
   */
  public SharedRoots(OperatorRoot daemon) {
    this.daemon = daemon;
  }

  /** What must be equal for two sessions to see the same. */
  private record Key(ModulePaths paths, long mount, long device, long inode) {}

  private static final class Shared {
    private final ModuleRoot root;
    private int users;

    Shared(ModuleRoot root) {
      this.root = root;
    }
  }

  /**
   * As {@link ModuleRoot#open}.
   *
   * @throws ModuleRefusedException with what the client and the log are told
   */
  public ModuleRoot open(ModulePaths paths) {
    ModuleRoot fresh = ModuleRoot.open(paths, daemon);
    try {
      return shared(paths, fresh);
    } catch (Throwable e) {
      fresh.close();
      throw e;
    }
  }

  private ModuleRoot shared(ModulePaths paths, ModuleRoot fresh) {
    FileStat stat = new FileStat();
    if (fresh.tree().stat(new byte[0], stat) != 0 || stat.mount() < 0) {
      return fresh;
    }
    Key key = new Key(paths, stat.mount(), stat.dev(), stat.ino());
    boolean first;
    ModuleRoot mine;
    synchronized (held) {
      Shared known = held.get(key);
      first = known == null;
      Shared shared = known == null ? new Shared(fresh) : known;
      mine = new ModuleRoot(shared.root.tree().sibling(), () -> giveBack(key));
      held.put(key, shared);
      shared.users++;
    }
    if (!first) {
      fresh.close();
    }
    return mine;
  }

  private void giveBack(Key key) {
    ModuleRoot last = null;
    synchronized (held) {
      Shared shared = Objects.requireNonNull(held.get(key));
      if (--shared.users == 0) {
        held.remove(key);
        last = shared.root;
      }
    }
    if (last != null) {
      last.close();
    }
  }
}
