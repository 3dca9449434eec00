package org.jrsync.wire.flist;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.jrsync.wire.MemoryBudget;
import org.junit.jupiter.api.Test;

/** Lists that are longer than one set of columns. */
class LongListTest {
  private static final int COUNT = 3 * EntryColumns.MOST + 100;
  private static final int IN_DIRECTORY = 1000;
  private static final int ODD = EntryColumns.MOST + 7;

  private final ListBudget budget = new ListBudget(1 << 30, COUNT);
  private final FileList list = new FileList(33, 0, 16, budget);
  private final FileEntry entry = new FileEntry();

  private static String path(int number) {
    return "directory-" + (100 + number / IN_DIRECTORY) + "/file-" + (100_000 + number);
  }

  /**
   * Adds the files, directories backwards and files mixed; the one called {@link #ODD} is unlike
   * the rest.
   */
  private void fill() {
    for (int i = 0; i < COUNT; i++) {
      int number = COUNT - 1 - i;
      int inDirectory = number % IN_DIRECTORY;
      int start = number - inDirectory;
      int size = Math.min(IN_DIRECTORY, COUNT - start);
      // 37 is prime to both sizes that directories have.
      add(start + inDirectory * 37 % size);
    }
  }

  private void add(int number) {
    entry.clear();
    entry.setPath(path(number).getBytes(US_ASCII));
    entry.mode = 0100644;
    entry.size = number;
    entry.mtime = 1_700_000_000L + number;
    entry.mtimeNanos = number % 1000;
    entry.uid = number == ODD ? 17 : 1000;
    entry.gid = 100;
    entry.hardLinkGroup = number == ODD ? 5 : FileEntry.NO_GROUP;
    entry.xattrs = 0;
    entry.accessAcl = number == ODD ? 1 : 0;
    entry.checksum[15] = (byte) number;
    list.add(entry);
  }

  @Test
  void sortsAndFindsAcrossColumns() {
    fill();
    list.sortAndDropDuplicates();
    assertThat(list.count()).isEqualTo(COUNT);
    for (int i = 0; i < COUNT; i++) {
      list.get(i, entry);
      assertThat(new String(entry.pathCopy(), US_ASCII)).isEqualTo(path(i));
      assertThat(list.isActive(i)).isTrue();
      assertThat(entry.size).isEqualTo(i);
      assertThat(list.mtime(i)).isEqualTo(1_700_000_000L + i);
      assertThat(list.mtimeNanos(i)).isEqualTo(i % 1000);
      assertThat(entry.uid).isEqualTo(i == ODD ? 17 : 1000).isEqualTo(list.uid(i));
      assertThat(entry.gid).isEqualTo(100).isEqualTo(list.gid(i));
      assertThat(list.hardLinkGroup(i)).isEqualTo(i == ODD ? 5 : FileEntry.NO_GROUP);
      assertThat(entry.xattrs).isZero();
      assertThat(entry.accessAcl).isEqualTo(i == ODD ? 1 : 0);
      assertThat(entry.defaultAcl).isEqualTo(-1);
      assertThat(list.checksum(i)[15]).isEqualTo((byte) i);
      assertThat(list.find(entry.path, entry.pathLength, false)).isEqualTo(i);
    }
    assertThat(list.find(entry.path, entry.pathLength - 1, false)).isEqualTo(-1);
  }

  @Test
  void dropsDuplicatesInDifferentColumns() {
    ListBudget wide = ListBudget.unlimited();
    FileList twice = new FileList(33, 0, 0, wide);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < EntryColumns.MOST + 1; i++) {
        entry.clear();
        entry.setPath(path(i).getBytes(US_ASCII));
        entry.mode = 0100644;
        entry.size = round;
        twice.add(entry);
      }
    }
    twice.sortAndDropDuplicates();
    int active = 0;
    for (int i = 0; i < twice.count(); i++) {
      if (twice.isActive(i)) {
        active++;
        assertThat(twice.size(i)).isZero();
      }
    }
    assertThat(active).isEqualTo(EntryColumns.MOST + 1);
  }

  @Test
  void mapsSharedAndSeparateOwners() {
    fill();
    list.sort();
    IdMap groups =
        new IdMap(
            new IdMap.Resolver() {
              @Override
              public int resolve(int id, byte[] name) {
                return id + 5;
              }

              @Override
              public boolean isSkipped(int localId) {
                return localId == 105;
              }
            },
            true,
            MemoryBudget.unlimited());
    list.mapIds(new IdMap((id, name) -> id + 1, true, MemoryBudget.unlimited()), groups);
    assertThat(list.uid(ODD)).isEqualTo(18);
    assertThat(list.uid(ODD + 1)).isEqualTo(1001);
    assertThat(list.uid(COUNT - 1)).isEqualTo(1001);
    for (int i = 0; i < COUNT; i++) {
      assertThat(list.gid(i)).isEqualTo(105);
      assertThat(list.flags(i) & EntryFlags.SKIP_GROUP).isEqualTo(EntryFlags.SKIP_GROUP);
    }
  }

  @Test
  void goesOnAfterSorting() {
    for (int i = 0; i < 100; i++) {
      add(i);
    }
    list.sort();
    add(ODD);
    for (int i = 0; i < 100; i++) {
      assertThat(list.uid(i)).isEqualTo(1000);
    }
    assertThat(list.uid(100)).isEqualTo(17);
    assertThat(list.gid(100)).isEqualTo(100);
  }

  @Test
  void takesFewBytesAndGivesThemBack() {
    fill();
    list.sort();
    // 33 for the columns, 4 for the order, 16 for the checksum, 4 for the hard links' group in one
    // set of columns, 8 for owners there, names of 11 and what growing may leave over.
    assertThat(budget.bytes()).isLessThan((long) COUNT * (33 + 4 + 16 + 3 + 2 + 11 + 15));
    assertThat(budget.entries()).isEqualTo(COUNT);
    list.release();
    assertThat(budget.bytes()).isZero();
    assertThat(budget.entries()).isZero();
  }
}
