package org.jrsync.engine.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrsync.posix.FileMode;
import org.jrsync.wire.flist.WireMode;
import org.junit.jupiter.api.Test;

/**
 * The modes of files and those of file lists are looked at alike, though neither module knows the
 * other.
 */
class ModesOnTheWireTest {
  @Test
  void areThoseOfFiles() {
    for (int mode = 0; mode <= 0xffff; mode++) {
      assertThat(WireMode.isRegular(mode)).isEqualTo(FileMode.isRegular(mode));
      assertThat(WireMode.isDirectory(mode)).isEqualTo(FileMode.isDirectory(mode));
      assertThat(WireMode.isSymlink(mode)).isEqualTo(FileMode.isSymlink(mode));
      assertThat(WireMode.isDevice(mode)).isEqualTo(FileMode.isDevice(mode));
      assertThat(WireMode.isSpecial(mode)).isEqualTo(FileMode.isSpecial(mode));
    }
    assertThat(WireMode.CHAR_DEVICE).isEqualTo(FileMode.CHAR_DEVICE);
    assertThat(WireMode.BLOCK_DEVICE).isEqualTo(FileMode.BLOCK_DEVICE);
    assertThat(WireMode.FIFO).isEqualTo(FileMode.FIFO);
    assertThat(WireMode.SOCKET).isEqualTo(FileMode.SOCKET);
  }
}
