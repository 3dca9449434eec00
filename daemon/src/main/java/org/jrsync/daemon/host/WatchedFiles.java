package org.jrsync.daemon.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.daemon.config.ConfigSource;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileStat;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which files a configuration was read from, and tells when one of them has changed
 * since.
 */
final class WatchedFiles implements ConfigSource {

  private final ConfigSource source;
  private final ConfinedTree operator;
  private final List<Watched> watched = new ArrayList<>();

  private record Watched(String path, @Nullable FileStat seen) {}

  WatchedFiles(ConfigSource source, ConfinedTree operator) {
    this.source = source;
    this.operator = operator;
  }

  @Override
  public byte[] read(String path) {
    watch(path);
    return source.read(path);
  }

  @Override
  public @Nullable List<String> list(String path) {
    watch(path);
    return source.list(path);
  }

  // Before the file is read: a change in between is then noticed later rather than never.
  private void watch(String path) {
    watched.add(new Watched(path, stat(path)));
  }

  private @Nullable FileStat stat(String path) {
    FileStat stat = new FileStat();
    return operator.stat(path.getBytes(StandardCharsets.ISO_8859_1), stat) == 0 ? stat : null;
  }

  /** Whether any of the files has been written, replaced, made or removed since it was read. */
  boolean changed() {
    for (Watched each : watched) {
      FileStat before = each.seen();
      FileStat now = stat(each.path());
      if (before == null || now == null) {
        if (before != now) {
          return true;
        }
      } else if (!before.isSameFile(now)
          || before.size() != now.size()
          || before.ctimeSeconds() != now.ctimeSeconds()
          || before.ctimeNanos() != now.ctimeNanos()) {
        return true;
      }
    }
    return false;
  }
}
