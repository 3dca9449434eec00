package org.jrsync.daemon.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A resolver that hangs, fails or is asked for the same by many. */
@Timeout(60)
class PooledHostLookupTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final InetAddress ORDINARY = InetAddress.ofLiteral("192.0.2.1");

  private final Resolver resolver = new Resolver();
  private final AtomicInteger threads = new AtomicInteger();
  private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
  private final PooledHostLookup lookup = lookup(PATIENCE);
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

  private PooledHostLookup lookup(Duration patience) {
    return new PooledHostLookup(
        resolver,
        (name, task) -> {
          threads.incrementAndGet();
          Thread.ofPlatform().daemon(true).start(task);
        },
        patience,
        line -> refusals.add(line.get()));
  }

  /** Hangs for whatever begins with 10, until it is let go; 192.0.2.1 alone has a name. */
  private static final class Resolver implements HostLookup {
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    private void hang() {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public String nameOf(InetAddress address) {
      asked.incrementAndGet();
      if (address.getAddress()[0] == 10) {
        hang();
        return "late";
      }
      if (address.getAddress()[0] == 11) {
        throw new IllegalStateException("the resolver is broken");
      }
      return address.equals(ORDINARY) ? "one.example.org" : UNKNOWN;
    }

    @Override
    public @Nullable List<InetAddress> addressesOf(String name) {
      asked.incrementAndGet();
      if (name.startsWith("hanging")) {
        hang();
      }
      return name.equals("one.example.org") ? List.of(ORDINARY) : null;
    }
  }

  @AfterEach
  void letGo() {
    resolver.release.countDown();
    lookup.close();
    clients.shutdownNow();
  }

  private static InetAddress hanging(int network, int host) {
    return InetAddress.ofLiteral("10." + (network >> 8) + "." + (network & 255) + "." + host);
  }

  /** Milliseconds that something took. */
  private static long time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private void assertTimesOut(InetAddress address) {
    assertThatThrownBy(() -> lookup.nameOf(address)).isInstanceOf(LookupTimeoutException.class);
  }

  private List<Future<String>> askAll(PooledHostLookup asked, int networks, int hosts) {
    List<Future<String>> all = new ArrayList<>();
    for (int network = 0; network < networks; network++) {
      for (int host = 0; host < hosts; host++) {
        InetAddress address = hanging(network, host);
        all.add(clients.submit(() -> asked.nameOf(address)));
      }
    }
    return all;
  }

  @Test
  void answersAreKept() throws Exception {
    assertThat(threads).hasValue(0);
    for (int i = 0; i < 3; i++) {
      assertThat(lookup.nameOf(ORDINARY)).isEqualTo("one.example.org");
      assertThat(lookup.nameOf(InetAddress.ofLiteral("2001:db8::1"))).isEqualTo(HostLookup.UNKNOWN);
      assertThat(lookup.addressesOf("one.example.org")).containsExactly(ORDINARY);
      assertThat(lookup.addressesOf("none.example.org")).isNull();
    }
    assertThat(resolver.asked).hasValue(4);
    assertThat(threads.get()).isBetween(1, 4);
  }

  @Test
  void aResolverThatThrowsHasNoAnswerAndHurtsNobody() throws Exception {
    assertThat(lookup.nameOf(InetAddress.ofLiteral("11.0.0.1"))).isEqualTo(HostLookup.UNKNOWN);
    assertThat(lookup.nameOf(ORDINARY)).isEqualTo("one.example.org");
  }

  @Test
  void manyWhoAskForTheSameShareOneLook() throws Exception {
    PooledHostLookup patient = lookup(Duration.ofSeconds(30));
    InetAddress address = hanging(1, 1);
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(clients.submit(() -> patient.nameOf(address)));
    }
    Thread.sleep(100);
    resolver.release.countDown();
    for (Future<String> each : all) {
      assertThat(each.get()).isEqualTo("late");
    }
    assertThat(resolver.asked).hasValue(1);
    patient.close();
  }

  @Test
  void whoIsHeldUpIsGivenUpInTimeAndThoseBehindAtOnce() {
    assertThat(time(() -> assertTimesOut(hanging(1, 1)))).isBetween(900L, 5_000L);
    assertThat(time(() -> assertTimesOut(hanging(1, 1)))).isLessThan(500);
    assertThat(time(() -> assertThat(lookup.addressesOf("hanging.example.org")).isNull()))
        .isBetween(900L, 5_000L);
  }

  @Test
  void theTimeCountsFromTheBeginning() throws Exception {
    var _ = askAll(lookup, 1, 1);
    Thread.sleep(800);
    assertThat(time(() -> assertTimesOut(hanging(0, 0)))).isLessThan(700);
  }

  @Test
  void aSilentZoneLeavesRoomForOthers() throws Exception {
    PooledHostLookup patient = lookup(Duration.ofSeconds(30));
    List<Future<String>> silent = askAll(patient, 3, 250);
    for (int i = 0; i < 500 && resolver.asked.get() < 24; i++) {
      Thread.sleep(10);
    }
    long begun = System.nanoTime();
    for (int i = 1; i <= 50; i++) {
      assertThat(patient.nameOf(InetAddress.ofLiteral("192.0.2." + i)))
          .isEqualTo(i == 1 ? "one.example.org" : HostLookup.UNKNOWN);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    assertThat(silent).noneMatch(Future::isDone);
    assertThat(refusals).isEmpty();
    assertThat(threads.get()).isLessThanOrEqualTo(32);
    patient.close();
  }

  @Test
  void whereNothingAnswersNobodyWaitsAnyMore() throws Exception {
    for (Future<String> each : askAll(lookup, 64, 1)) {
      assertThatThrownBy(each::get).hasCauseInstanceOf(LookupTimeoutException.class);
    }
    assertThat(threads).hasValue(32);
    assertThat(lookup.nameOf(ORDINARY)).isEqualTo(HostLookup.UNKNOWN);
    assertThat(lookup.addressesOf("one.example.org")).isNull();
    assertThat(refusals)
        .contains("name lookup not made: 32 others have waited for the resolver beyond their time");
    // That it was not made is no answer to keep.
    resolver.release.countDown();
    for (int i = 0; i < 500 && lookup.nameOf(ORDINARY).equals(HostLookup.UNKNOWN); i++) {
      Thread.sleep(10);
    }
    assertThat(lookup.nameOf(ORDINARY)).isEqualTo("one.example.org");
  }

  @Test
  void theQueueIsBounded() throws Exception {
    PooledHostLookup patient = lookup(Duration.ofSeconds(30));
    var _ = askAll(patient, 40, 110);
    for (int i = 0; i < 2_000 && resolver.asked.get() < 32; i++) {
      Thread.sleep(10);
    }
    // All threads are held up now, and have left room in the queue, which is filled again.
    List<Future<String>> silent = askAll(patient, 40, 110);
    for (int i = 0; i < 2_000 && silent.stream().noneMatch(Future::isDone); i++) {
      Thread.sleep(10);
    }
    assertThat(refusals).isNotEmpty().allMatch(line -> line.endsWith("4096 others wait"));
    assertThat(patient.nameOf(ORDINARY)).isEqualTo(HostLookup.UNKNOWN);
    patient.close();
  }

  @Test
  void withoutAThreadNobodyWaits() throws Exception {
    HostLookup poor =
        new PooledHostLookup(
            resolver,
            (name, task) -> {
              throw new IllegalStateException("no thread for " + name);
            },
            Duration.ofSeconds(30),
            line -> refusals.add(line.get()));
    assertThat(poor.nameOf(ORDINARY)).isEqualTo(HostLookup.UNKNOWN);
    assertThat(refusals).containsExactly("name lookup not made: no thread can be started");
  }

  @Test
  void closingTellsThoseWhoWait() throws Exception {
    PooledHostLookup patient = lookup(Duration.ofSeconds(30));
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      InetAddress address = hanging(1, i);
      all.add(clients.submit(() -> patient.nameOf(address)));
    }
    Thread.sleep(100);
    patient.close();
    for (Future<String> each : all) {
      assertThatThrownBy(() -> each.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(LookupTimeoutException.class);
    }
    assertThat(patient.nameOf(ORDINARY)).isEqualTo(HostLookup.UNKNOWN);
  }

  @Test
  void answersAgeAndTheEldestGo() throws Exception {
    AtomicLong now = new AtomicLong();
    AtomicInteger asked = new AtomicInteger();
    SharedLookups<Integer, String> lookups =
        new SharedLookups<>(
            new LookupThreads(
                (name, task) -> Thread.ofPlatform().daemon(true).start(task), 1, 1, 10),
            key -> {
              asked.incrementAndGet();
              return key % 2 == 0 ? "" : "odd";
            },
            key -> "zone",
            "",
            PATIENCE.toNanos(),
            now::get,
            refusals::add);
    assertThat(lookups.ask(1)).isEqualTo("odd");
    assertThat(lookups.ask(2)).isEmpty();
    now.set(TimeUnit.SECONDS.toNanos(29));
    assertThat(lookups.ask(1) + lookups.ask(2)).isEqualTo("odd");
    assertThat(asked).hasValue(2);
    now.set(TimeUnit.SECONDS.toNanos(31));
    assertThat(lookups.ask(1) + lookups.ask(2)).isEqualTo("odd");
    assertThat(asked).hasValue(3);
    now.set(TimeUnit.SECONDS.toNanos(61));
    assertThat(lookups.ask(1)).isEqualTo("odd");
    assertThat(asked).hasValue(4);
    for (int i = 3; i < 10_010; i++) {
      assertThat(lookups.ask(i)).isNotNull();
    }
    int before = asked.get();
    assertThat(lookups.ask(10_009)).isEqualTo("odd");
    assertThat(asked).hasValue(before);
    assertThat(lookups.ask(1)).isEqualTo("odd");
    assertThat(asked).hasValue(before + 1);
  }
}
