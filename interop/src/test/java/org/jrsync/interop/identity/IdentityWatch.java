package org.jrsync.interop.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.process.Result;

/**
 * Looks at who a daemon's threads are while clients run.
 *
 * @param model the daemon's {@code listener}
 * @param users the users other than 0 that its modules have, each with the group of its number
 * @param limit the longest that clients may take
 */
record IdentityWatch(RsyncDaemon daemon, String model, Set<Integer> users, Duration limit) {
  /**
   * Looks all the time that clients run, and once more when they have ended.
   *
   * @param codes what the clients end with in turn, the last for all further ones
   */
  void untilTheEnd(List<Running> clients, int... codes) throws InterruptedException {
    ThreadIdentity self = ThreadIdentity.ofFirst(daemon.pid());
    Set<String> names = users.stream().map(String::valueOf).collect(Collectors.toSet());
    Set<Integer> seen = new TreeSet<>();
    long end = System.nanoTime() + limit.toNanos();
    while (clients.stream().anyMatch(Running::isAlive) && System.nanoTime() < end) {
      for (ThreadIdentity thread : ThreadIdentity.ofProcess(daemon.pid())) {
        if (thread.isOfSession()) {
          if (model.equals("threads") && !thread.uids().equals(self.uids())) {
            // With the user all else has changed: groups before, capabilities at once.
            assertThat(thread).matches(it -> users.stream().anyMatch(it::isOnly), "is one user");
          }
          // A thread that is to have another user again only touches files as this one.
          if (!thread.fileSystemUser().equals(self.fileSystemUser())) {
            assertThat(thread.fileSystemUser()).isIn(names);
            seen.add(Integer.valueOf(thread.fileSystemUser()));
          }
        } else {
          assertThat(thread).matches(self::isSameAs, "is the process's own");
        }
      }
      Thread.sleep(2);
    }
    for (int i = 0; i < clients.size(); i++) {
      Result result = clients.get(i).await(limit);
      result.expect(codes[Math.min(i, codes.length - 1)]);
    }
    if (!model.equals("virtual")) {
      // There, a file thread has its user for a moment at a time, which a look may miss.
      assertThat(seen).as("users that sessions were seen as").isEqualTo(new TreeSet<>(users));
    }
    assertAllAreTheProcess();
  }

  /** Once the sessions have ended, which may take a moment, nothing is left of their users. */
  void assertAllAreTheProcess() throws InterruptedException {
    ThreadIdentity self = ThreadIdentity.ofFirst(daemon.pid());
    assertThat(self.uids()).isEqualTo("0\t0\t0\t0");
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    List<ThreadIdentity> foreign = foreign(self);
    while (!foreign.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(20);
      foreign = foreign(self);
    }
    assertThat(foreign).isEmpty();
  }

  private List<ThreadIdentity> foreign(ThreadIdentity self) {
    return ThreadIdentity.ofProcess(daemon.pid()).stream()
        .filter(thread -> !thread.isSameAs(self))
        .toList();
  }
}
