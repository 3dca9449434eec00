package org.jrsync.engine.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrsync.wire.flist.Acl;
import org.junit.jupiter.api.Test;

/** Access control lists in extended attributes. */
class AclBytesTest {
  private static final Acl LIST =
      new Acl(
          7, 5, 6, 4, new int[] {1000, -2, 9, 10}, new int[] {4 | Acl.USER, 7 | Acl.USER, 1, 2});

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(AclBytes.ofSystem(AclBytes.system(LIST))).isEqualTo(LIST);
    assertThat(AclBytes.ofStored(AclBytes.stored(LIST), 0)).isEqualTo(LIST);
  }

  @Test
  void entriesAreOrderedForTheSystem() {
    Acl mixed =
        new Acl(
            7, 5, 6, 4, new int[] {10, -2, 9, 1000}, new int[] {2, 7 | Acl.USER, 1, 4 | Acl.USER});
    assertThat(AclBytes.ofSystem(AclBytes.system(mixed))).isEqualTo(LIST);
  }

  @Test
  void storedListsTakeFromTheModeWhatTheyLack() {
    Acl read = AclBytes.ofStored(AclBytes.stored(Acl.EMPTY), 0640);
    assertThat(read).isEqualTo(Acl.EMPTY.with(6, 4, Acl.NONE, 0));
  }

  @Test
  void refusesWhatIsNoList() {
    assertThat(AclBytes.ofSystem(new byte[0])).isNull();
    assertThat(AclBytes.ofSystem(new byte[12])).isNull();
    assertThat(AclBytes.ofSystem(new byte[] {2, 0, 0, 0, 1})).isNull();
    assertThat(AclBytes.ofStored(new byte[8], 0)).isNull();
    assertThat(AclBytes.ofStored(new byte[17], 0)).isNull();
  }

  @Test
  void leavesOutWhatFollowsFromTheMode() {
    assertThat(AclStore.condensed(new Acl(6, 4, Acl.NONE, 4, new int[0], new int[0]), 0644))
        .isEqualTo(Acl.EMPTY);
    Acl masked = AclStore.condensed(LIST, 0764);
    assertThat(masked.mask()).isEqualTo(Acl.NONE);
    assertThat(masked.group()).isEqualTo(5);
    assertThat(AclStore.condensed(LIST, 0754).group()).isEqualTo(Acl.NONE);
  }

  @Test
  void comparesBeyondTheMode() {
    Acl wanted = AclStore.condensed(LIST, 0754);
    assertThat(AclStore.sameBeyondMode(LIST, wanted, 0754)).isTrue();
    assertThat(AclStore.sameBeyondMode(LIST, wanted, 0744)).isFalse();
    assertThat(AclStore.sameBeyondMode(Acl.EMPTY.with(7, 5, Acl.NONE, 4), wanted, 0754)).isFalse();
  }
}
