package org.jrsync.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.posix.Identity;
import org.jrsync.posix.Users;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom a daemon becomes by its configuration. */
class DaemonIdentityTest {

  private static final Identity ROOT = new Identity(0, 0, 0, 4, 27);

  private static final class TwoNames implements Accounts {
    @Override
    public @Nullable Integer userId(String name) {
      return name.equals("mirror") ? 500 : null;
    }

    @Override
    public @Nullable Integer groupId(String name) {
      return name.equals("data") ? 600 : null;
    }

    @Override
    public int @Nullable [] groupsOf(int userId) {
      return null;
    }

    @Override
    public @Nullable String groupName(int groupId) {
      return null;
    }
  }

  private static Identity wanted(String config) {
    return DaemonIdentity.wanted(MemoryFiles.load(config), new TwoNames(), ROOT);
  }

  @Test
  void takesNamesAndNumbers() {
    assertThat(wanted("daemon uid = mirror\ndaemon gid = data\n"))
        .isEqualTo(new Identity(500, 600));
    assertThat(wanted("daemon uid = 7\ndaemon gid = 8\n")).isEqualTo(new Identity(7, 8));
    assertThat(wanted("daemon uid = 4294967294\n")).isEqualTo(new Identity(-2, 0));
  }

  @Test
  void whatIsUnsetStays() {
    assertThat(wanted("")).isEqualTo(ROOT);
    assertThat(wanted("daemon uid = 0\n")).isEqualTo(ROOT);
    assertThat(wanted("daemon gid = data\n")).isEqualTo(new Identity(0, 600, 0, 4, 27));
    assertThat(wanted("daemon uid = mirror\n")).isEqualTo(new Identity(500, 0));
  }

  @Test
  void whoIsNobodyIsAnError() {
    for (String bad : new String[] {"uid = data", "gid = mirror", "uid = 4294967295", "gid = +1"}) {
      assertThatThrownBy(() -> wanted("daemon " + bad + "\n"))
          .isInstanceOf(RsyncException.class)
          .hasMessage("Invalid daemon " + bad.replace(" =", ":"));
    }
  }

  @Test
  void nothingIsDoneForWhoItIsAlready() {
    int self = Users.effectiveUser();
    Identity before = Identity.current();
    DaemonIdentity.take(MemoryFiles.load("daemon uid = " + self + "\n"), new TwoNames());
    assertThat(Identity.current()).isEqualTo(before);
  }
}
