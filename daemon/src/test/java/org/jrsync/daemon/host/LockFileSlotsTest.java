package org.jrsync.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jrsync.daemon.session.SlotTable;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileSlotsTest {

  @TempDir Path dir;

  private String file(String name) {
    return dir.resolve(name).toString();
  }

  @Test
  void givesOutSoManyAndNoMore() {
    LockFileSlots slots = new LockFileSlots();

    SlotTable.@Nullable Slot first = slots.take(file("l"), 2);
    assertThat(first).isNotNull();
    assertThat(slots.take(file("l"), 2)).isNotNull();
    assertThat(slots.take(file("l"), 2)).isNull();
    assertThat(slots.take(file("other"), 1)).isNotNull();
    assertThat(slots.take(file("l"), -1)).isNull();
    if (first != null) {
      first.close();
      first.close();
    }
    assertThat(slots.take(file("l"), 2)).isNotNull();
    assertThat(slots.take(file("l"), 2)).isNull();
  }

  @Test
  void sharesThemWithOtherDaemons() {
    LockFileSlots ours = new LockFileSlots();
    LockFileSlots theirs = new LockFileSlots();

    assertThat(ours.take(file("l"), 3)).isNotNull();
    SlotTable.@Nullable Slot second = theirs.take(file("l"), 3);
    assertThat(second).isNotNull();
    assertThat(ours.take(file("l"), 3)).isNotNull();
    assertThat(ours.take(file("l"), 3)).isNull();
    assertThat(theirs.take(file("l"), 3)).isNull();
    if (second != null) {
      second.close();
    }
    assertThat(ours.take(file("l"), 3)).isNotNull();
  }

  @Test
  void aFileThatCannotBeOpenedIsAnError() {
    assertThatThrownBy(() -> new LockFileSlots().take(file("no/l"), 1))
        .isInstanceOf(PosixException.class);
  }
}
