package org.jrsync.engine.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Modes without {@code --perms}. */
class ModesTest {
  private static final int GRANTED = 0755;

  @Test
  void newFilesGetWhatTheUmaskGrants() {
    assertThat(Modes.withoutPerms(0104777, 0, GRANTED, false, true)).isEqualTo(0100755);
  }

  @Test
  void existingFilesKeepTheirs() {
    assertThat(Modes.withoutPerms(0100755, 0104640, GRANTED, true, false)).isEqualTo(0104640);
  }

  @Test
  void executabilityGivesToThoseWhoCanRead() {
    assertThat(Modes.withoutPerms(0100100, 0100640, GRANTED, true, true)).isEqualTo(0100750);
  }

  @Test
  void executabilityLeavesWhatSomebodyCanExecute() {
    assertThat(Modes.withoutPerms(0100755, 0100644 | 01, GRANTED, true, true)).isEqualTo(0100645);
  }

  @Test
  void executabilityTakesFromAll() {
    assertThat(Modes.withoutPerms(0100644, 0100777, GRANTED, true, true)).isEqualTo(0100666);
  }

  @Test
  void executabilityIsForFilesAlone() {
    assertThat(Modes.withoutPerms(0040644, 0040777, GRANTED, true, true)).isEqualTo(0040777);
  }
}
