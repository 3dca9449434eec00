package org.jrsync.daemon.host;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jrsync.daemon.auth.Accounts;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that are asked for once for many sessions: each look-up reads files or asks a service,
 * and every session needs a few. What is known is a few seconds old at most.
 */
public final class CachedAccounts implements Accounts {

  private static final long KEPT_NANOS = 5_000_000_000L;

  /** Names come from the configuration, and so are few; more are a sign that this is not so. */
  private static final int MOST = 1_000;

  private final Accounts accounts;
  private final LongSupplier clock;
  private final Map<Question, Answer> known = new ConcurrentHashMap<>();

  private enum Kind {
    USER,
    GROUP,
    GROUPS,
    GROUP_NAME
  }

  private record Question(Kind kind, Object of) {}

  private record Answer(@Nullable Object value, long at) {}

  public CachedAccounts(Accounts accounts) {
    this(accounts, System::nanoTime);
  }

  /**
   * @param clock in nanoseconds
   */
  CachedAccounts(Accounts accounts, LongSupplier clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public @Nullable Integer userId(String name) {
    return (Integer) answer(new Question(Kind.USER, name), () -> accounts.userId(name));
  }

  @Override
  public @Nullable Integer groupId(String name) {
    return (Integer) answer(new Question(Kind.GROUP, name), () -> accounts.groupId(name));
  }

  @Override
  public int @Nullable [] groupsOf(int userId) {
    int[] groups =
        (int[]) answer(new Question(Kind.GROUPS, userId), () -> accounts.groupsOf(userId));
    return groups == null ? null : groups.clone();
  }

  @Override
  public @Nullable String groupName(int groupId) {
    return (String)
        answer(new Question(Kind.GROUP_NAME, groupId), () -> accounts.groupName(groupId));
  }

  private @Nullable Object answer(Question question, Supplier<@Nullable Object> look) {
    long now = clock.getAsLong();
    Answer answer = known.get(question);
    if (answer == null || now - answer.at > KEPT_NANOS) {
      answer = new Answer(look.get(), now);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(question, answer);
    }
    return answer.value;
  }
}
