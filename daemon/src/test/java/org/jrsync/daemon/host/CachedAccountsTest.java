package org.jrsync.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.daemon.auth.Accounts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CachedAccountsTest {

  private final List<String> asked = new ArrayList<>();
  private long now;
  private @Nullable Integer id = 7;

  private final Accounts accounts =
      new CachedAccounts(
          new Accounts() {
            @Override
            public @Nullable Integer userId(String name) {
              asked.add("user " + name);
              if (name.equals("broken")) {
                throw new IllegalStateException("no service");
              }
              return id;
            }

            @Override
            public @Nullable Integer groupId(String name) {
              asked.add("group " + name);
              return 8;
            }

            @Override
            public int @Nullable [] groupsOf(int userId) {
              asked.add("groups of " + userId);
              return new int[] {1, 2};
            }

            @Override
            public @Nullable String groupName(int groupId) {
              asked.add("name of " + groupId);
              return null;
            }
          },
          () -> now);

  @Test
  void asksOnceForAWhile() {
    for (int i = 0; i < 3; i++) {
      assertThat(accounts.userId("ann")).isEqualTo(7);
      assertThat(accounts.groupId("ann")).isEqualTo(8);
      assertThat(accounts.groupsOf(7)).containsExactly(1, 2);
      assertThat(accounts.groupName(7)).isNull();
    }
    assertThat(asked).containsExactly("user ann", "group ann", "groups of 7", "name of 7");

    id = null;
    now += 5_000_000_001L;
    assertThat(accounts.userId("ann")).isNull();
    assertThat(accounts.userId("ann")).isNull();
    assertThat(asked).hasSize(5);
  }

  @Test
  void answersAreTheCallersOwn() {
    int[] first = accounts.groupsOf(7);
    assertThat(first).isNotNull();
    if (first != null) {
      first[0] = 99;
    }
    assertThat(accounts.groupsOf(7)).containsExactly(1, 2);
  }

  @Test
  void aFailureIsNoAnswer() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> accounts.userId("broken")).hasMessage("no service");
    }
    assertThat(asked).hasSize(2);
  }
}
