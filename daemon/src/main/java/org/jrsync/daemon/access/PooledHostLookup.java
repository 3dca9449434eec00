package org.jrsync.daemon.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups on threads of their own, so that a resolver which does not answer holds a client up for
 * a bounded time, and other clients not at all.
 */
public final class PooledHostLookup implements HostLookup {

  /** How long a client waits for its name. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int THREADS = 32;
  private static final int OF_ONE_ZONE = 8;
  private static final int QUEUE = 4_096;

  private static final int ZONE_IPV4_BYTES = 3;
  private static final int ZONE_IPV6_BYTES = 6;

  private final LookupThreads threads;
  private final SharedLookups<InetAddress, String> names;
  private final SharedLookups<String, Optional<List<InetAddress>>> addresses;

  /**
   * @param resolver asked by the threads, and may take any time
   * @param starter starts threads, by name and task, that hold no identity but the process's
   * @param patience how long one look-up is waited for, from the first who asks for it
   * @param refusals told why a look-up was not made at all
   */
  public PooledHostLookup(
      HostLookup resolver,
      BiConsumer<String, Runnable> starter,
      Duration patience,
      Consumer<Supplier<String>> refusals) {
    threads = new LookupThreads(starter, THREADS, OF_ONE_ZONE, QUEUE);
    Consumer<String> told = why -> refusals.accept(() -> "name lookup not made: " + why);
    names =
        new SharedLookups<>(
            threads,
            address -> nameOf(resolver, address),
            PooledHostLookup::zone,
            UNKNOWN,
            patience.toNanos(),
            System::nanoTime,
            told);
    addresses =
        new SharedLookups<>(
            threads,
            name -> Optional.ofNullable(resolver.addressesOf(name)),
            name -> name,
            Optional.empty(),
            patience.toNanos(),
            System::nanoTime,
            told);
  }

  private static String nameOf(HostLookup resolver, InetAddress address) {
    try {
      return resolver.nameOf(address);
    } catch (LookupTimeoutException e) {
      return UNKNOWN;
    }
  }

  /** Names are delegated by networks of at least this size, as a rule. */
  private static Object zone(InetAddress address) {
    int length = address instanceof Inet4Address ? ZONE_IPV4_BYTES : ZONE_IPV6_BYTES;
    return ByteBuffer.wrap(address.getAddress(), 0, length).slice();
  }

  @Override
  public String nameOf(InetAddress address) throws LookupTimeoutException {
    return names.ask(address);
  }

  @Override
  public @Nullable List<InetAddress> addressesOf(String name) {
    try {
      return addresses.ask(name).orElse(null);
    } catch (LookupTimeoutException e) {
      return null;
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
