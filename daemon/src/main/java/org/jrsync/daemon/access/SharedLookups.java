package org.jrsync.daemon.access;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups of one kind: one at a time for each key, which all share who ask for it meanwhile, and
 * whose answer is kept for a while.
 *
 * @param <K> what is asked for
 * @param <V> the answer
 */
final class SharedLookups<K, V> {

  /** How long an answer is kept, and one that there is none. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int CAPACITY = 10_000;

  private final LookupThreads threads;
  private final Function<K, V> resolver;
  private final Function<K, Object> zones;
  private final V failure;
  private final long patience;
  private final LongSupplier clock;
  private final Consumer<String> refusals;
  private final Map<K, Flight> flights = new HashMap<>();
  private final Map<K, Known<V>> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Known<V>> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Known<V>(V answer, long until) {}

  /**
   * @param resolver may take any time, and is called by the threads alone
   * @param zones what zone a key belongs to
   * @param failure the answer when there is none
   * @param patience nanoseconds from the first who asks until all give up
   * @param clock the nanoseconds of {@link System#nanoTime}, for the lifetimes of answers
   * @param refusals told why a look-up was not made
   */
  SharedLookups(
      LookupThreads threads,
      Function<K, V> resolver,
      Function<K, Object> zones,
      V failure,
      long patience,
      LongSupplier clock,
      Consumer<String> refusals) {
    this.clock = clock;
    this.threads = threads;
    this.resolver = resolver;
    this.zones = zones;
    this.failure = failure;
    this.patience = patience;
    this.refusals = refusals;
  }

  /**
   * Looks, or takes the answer of another look.
   *
   * @throws LookupTimeoutException when the answer does not come in time
   */
  V ask(K key) throws LookupTimeoutException {
    V answer = answer(key);
    return answer == null ? flight(key).await() : answer;
  }

  private synchronized @Nullable V answer(K key) {
    Known<V> kept = known.get(key);
    if (kept != null && kept.until() - clock.getAsLong() <= 0) {
      known.remove(key);
      return null;
    }
    return kept == null ? null : kept.answer();
  }

  private Flight flight(K key) {
    Flight flight;
    synchronized (this) {
      flight = flights.get(key);
      if (flight != null) {
        return flight;
      }
      flight = new Flight(key);
      flights.put(key, flight);
    }
    String refusal = threads.offer(flight);
    if (refusal != null) {
      landed(flight);
      flight.answer.complete(failure);
      refusals.accept(refusal);
    }
    return flight;
  }

  private synchronized void landed(Flight flight) {
    flights.remove(flight.key, flight);
  }

  private synchronized void keep(K key, V answer) {
    // Anew at the end, since the eldest are those that go.
    known.remove(key);
    long lifetime = answer.equals(failure) ? FAILURE_NANOS : ANSWER_NANOS;
    known.put(key, new Known<>(answer, clock.getAsLong() + lifetime));
  }

  /** One look-up, with all who wait for it. */
  private final class Flight implements LookupThreads.Job {
    private final K key;
    private final Object zone;
    private final long deadline = System.nanoTime() + patience;
    private final CompletableFuture<V> answer = new CompletableFuture<>();

    Flight(K key) {
      this.key = key;
      this.zone = zones.apply(key);
    }

    @Override
    public Object zone() {
      return zone;
    }

    @Override
    public long deadline() {
      return deadline;
    }

    @Override
    public void run() {
      V found = failure;
      try {
        found = resolver.apply(key);
        keep(key, found);
      } catch (Throwable e) {
        // As without memory: there is no answer now.
        found = failure;
      } finally {
        landed(this);
        answer.complete(found);
      }
    }

    @Override
    public void giveUp() {
      landed(this);
      answer.completeExceptionally(new LookupTimeoutException());
    }

    V await() throws LookupTimeoutException {
      try {
        return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        throw new LookupTimeoutException();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LookupTimeoutException();
      }
    }
  }
}
