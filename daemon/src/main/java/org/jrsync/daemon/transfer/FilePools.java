package org.jrsync.daemon.transfer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.engine.SideSetup;
import org.jrsync.posix.Identity;
import org.jspecify.annotations.Nullable;

/** The pools of the modules, made when a module is first used from a virtual thread. */
final class FilePools {

  /** Threads for the file work of one module. */
  private static final int THREADS = 8;

  /** How many are kept: there may be one for each user or host where a path has its name. */
  static final int MOST = 1_000;

  private final ThreadStarter starter;
  private final Map<Key, FilePool> pools = new ConcurrentHashMap<>();
  private @Nullable Waker waker;

  /** A module, which may come to have another path or user when the configuration changes. */
  private record Key(String module, String path, @Nullable Identity identity) {}

  FilePools(ThreadStarter starter) {
    this.starter = starter;
  }

  /** A session's second thread, virtual as its first is. */
  static SideSetup.Companion companion(String name, Runnable task) {
    Thread thread =
        Thread.ofVirtual().name(Thread.currentThread().getName() + " " + name).start(task);
    return SideSetup.Companion.of(thread);
  }

  FilePool of(String module, String path, @Nullable Identity identity) {
    Key wanted = new Key(module, path, identity);
    if (pools.size() >= MOST && !pools.containsKey(wanted)) {
      // Sessions that have one of them go on with it.
      pools.values().removeIf(FilePool::isUnused);
    }
    return pools.computeIfAbsent(
        wanted,
        key ->
            new FilePool(
                "files of " + module,
                identity,
                starter,
                identity == null ? null : waker(),
                THREADS));
  }

  /** How many there are. */
  int size() {
    return pools.size();
  }

  private synchronized Waker waker() {
    Waker known = waker;
    if (known == null) {
      known = new Waker(starter);
      waker = known;
    }
    return known;
  }
}
