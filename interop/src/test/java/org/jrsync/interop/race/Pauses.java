package org.jrsync.interop.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The moments of a transfer at which a path has been walked to and is about to be used. One run
 * tells which there are; in others the test acts at one of them.
 */
final class Pauses {
  /** The end of a temporary file's name, which is another one each time. */
  private static final Pattern RANDOM =
      Pattern.compile("(?<=(?:^|/)\\.[^/]{1,20}\\.)[A-Za-z0-9]{6}$");

  /**
   * A moment.
   *
   * @param call what comes next
   * @param path what it acts on, without what is random in it
   */
  record Pause(String call, String path) {}

  private final Set<Pause> seen = new LinkedHashSet<>();
  private Predicate<Thread> whose = thread -> true;
  private @Nullable Pause target;
  private Consumer<String> action = path -> {};
  private boolean acted;
  private boolean acting;

  /**
   * Begins a run that is only watched.
   *
   * @param threads which threads belong to the side that is tested
   */
  synchronized void watch(Predicate<Thread> threads) {
    seen.clear();
    whose = threads;
    target = null;
    acted = false;
  }

  /** Begins a run in which something is done at one moment, given the path as it is. */
  synchronized void actAt(Pause pause, Predicate<Thread> threads, Consumer<String> what) {
    watch(threads);
    target = pause;
    action = what;
  }

  /** The moments of the latest run, in order; of those that are the same the first. */
  synchronized List<Pause> seen() {
    return new ArrayList<>(seen);
  }

  /** Whether the moment came. */
  synchronized boolean acted() {
    return acted;
  }

  /** Called by the tree. Absolute paths are not those of the tree that is tested. */
  synchronized void reach(String call, byte[] bytes) {
    if (acting || (bytes.length > 0 && bytes[0] == '/') || !whose.test(Thread.currentThread())) {
      return;
    }
    String path = new String(bytes, UTF_8);
    String known = RANDOM.matcher(path).replaceFirst("*");
    Pause now = new Pause(call, known);
    seen.add(now);
    if (now.equals(target) && !acted) {
      acted = true;
      acting = true;
      try {
        action.accept(path);
      } finally {
        acting = false;
      }
    }
  }
}
