package org.jrsync.bench.scale.load;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;

/**
 * When each client of a load began to connect, was greeted and ended, and what became of it. Times
 * are of {@link System#nanoTime}. A client's thread writes; others read counts at any time, and the
 * rest once all have ended.
 */
public final class Timeline {

  private static final int MOST_REASONS = 20;
  private static final int LONGEST_REASON = 160;

  private final long[] begun;
  private final long[] greeted;
  private final long[] ended;
  private final AtomicReferenceArray<Outcome> outcomes;
  private final AtomicInteger greetedCount = new AtomicInteger();
  private final AtomicInteger endedCount = new AtomicInteger();
  private final AtomicInteger ungreetedCount = new AtomicInteger();
  private final Map<String, Integer> reasons = new TreeMap<>();
  private boolean complete = true;

  Timeline(int clients) {
    begun = new long[clients];
    greeted = new long[clients];
    ended = new long[clients];
    outcomes = new AtomicReferenceArray<>(clients);
    for (int i = 0; i < clients; i++) {
      outcomes.setPlain(i, Outcome.PENDING);
    }
  }

  void begin(int client) {
    begun[client] = System.nanoTime();
  }

  void greet(int client) {
    greeted[client] = System.nanoTime();
    greetedCount.incrementAndGet();
  }

  void end(int client, Outcome outcome, String reason) {
    ended[client] = System.nanoTime();
    outcomes.set(client, outcome);
    endedCount.incrementAndGet();
    if (greeted[client] == 0) {
      ungreetedCount.incrementAndGet();
    }
    if (outcome != Outcome.FINISHED) {
      note(reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
    }
  }

  private synchronized void note(String reason) {
    if (reasons.size() < MOST_REASONS || reasons.containsKey(reason)) {
      reasons.merge(reason, 1, Integer::sum);
    }
  }

  /** Notes that the load's time was over before all clients had ended. */
  synchronized void cutShort() {
    complete = false;
  }

  /** Whether all clients ended in time. */
  public synchronized boolean complete() {
    return complete;
  }

  /** Why clients did not finish, with how many each. */
  public synchronized Map<String, Integer> reasons() {
    return new TreeMap<>(reasons);
  }

  /** Number of clients. */
  public int clients() {
    return begun.length;
  }

  /** How many were greeted so far. */
  public int greeted() {
    return greetedCount.get();
  }

  /** How many were greeted so far, or have ended without. */
  int greetedOrEnded() {
    return greetedCount.get() + ungreetedCount.get();
  }

  /** How many have ended so far. */
  public int ended() {
    return endedCount.get();
  }

  /** How many came out like this. */
  public int count(Outcome outcome) {
    int count = 0;
    for (int i = 0; i < clients(); i++) {
      count += outcomes.get(i) == outcome ? 1 : 0;
    }
    return count;
  }

  /** Nanoseconds between the first and the last client's first step. */
  public long arrivalNanos() {
    return Arrays.stream(begun).filter(t -> t != 0).max().orElse(0)
        - Arrays.stream(begun).filter(t -> t != 0).min().orElse(0);
  }

  /** Nanoseconds between the first client's first step and the last end. */
  public long wallNanos() {
    return Arrays.stream(ended).max().orElse(0)
        - Arrays.stream(begun).filter(t -> t != 0).min().orElse(0);
  }

  /** Nanoseconds from the first client's first step until the last one was greeted. */
  public long allGreetedNanos() {
    return Arrays.stream(greeted).max().orElse(0)
        - Arrays.stream(begun).filter(t -> t != 0).min().orElse(0);
  }

  /** Nanoseconds from connecting to the greeting, of the greeted ones among these clients. */
  public Distribution connectTimes(IntPredicate clients) {
    return times(i -> clients.test(i) && greeted[i] != 0, greeted);
  }

  /** Nanoseconds from connecting to the end, of the finished ones among these clients. */
  public Distribution sessionTimes(IntPredicate clients) {
    return times(i -> clients.test(i) && outcomes.get(i) == Outcome.FINISHED, ended);
  }

  private Distribution times(IntPredicate wanted, long[] until) {
    long[] nanos = new long[clients()];
    int count = 0;
    for (int i = 0; i < nanos.length; i++) {
      if (wanted.test(i)) {
        nanos[count++] = until[i] - begun[i];
      }
    }
    return new Distribution(Arrays.copyOf(nanos, count));
  }
}
