package org.jrsync.daemon.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrsync.daemon.host.ThreadStarter;
import org.junit.jupiter.api.Test;

/** The pools of modules, of which there may be one for each client. */
class FilePoolsTest {

  @Test
  void thoseThatNobodyUsesAreForgottenWhereThereAreMany() {
    FilePools pools = new FilePools(new ThreadStarter());
    FilePool first = pools.of("m", "/home/0", null);
    FilePool busy = pools.of("m", "/busy", null);
    assertThat(busy.call(() -> "done")).isEqualTo("done");
    assertThat(busy.isUnused()).isFalse();
    for (int i = 1; i < FilePools.MOST - 1; i++) {
      pools.of("m", "/home/" + i, null);
    }
    assertThat(pools.size()).isEqualTo(FilePools.MOST);
    assertThat(pools.of("m", "/home/0", null)).isSameAs(first);
    FilePool another = pools.of("m", "/another", null);
    assertThat(pools.size()).isEqualTo(2);
    assertThat(pools.of("m", "/busy", null)).isSameAs(busy);
    assertThat(pools.of("m", "/another", null)).isSameAs(another);
    assertThat(first.call(() -> "still at work")).isEqualTo("still at work");
  }
}
