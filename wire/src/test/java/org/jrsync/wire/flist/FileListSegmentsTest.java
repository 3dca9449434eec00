package org.jrsync.wire.flist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileListSegmentsTest {
  private final FileListSegments segments =
      new FileListSegments(
          Entries.everything(32).incremental(true).build(), ListBudget.unlimited());

  private FileList add(int count) {
    FileList list = new FileList(32, segments.nextStart(), 0, ListBudget.unlimited());
    for (int i = 0; i < count; i++) {
      list.add(Entries.entry("f" + i, 0100644));
    }
    segments.add(list);
    return list;
  }

  @Test
  void whatComesAfterASegmentIsCountedForEmptyOnesToo() {
    FileList first = add(3);
    FileList emptyInside = add(0);
    FileList third = add(2);
    FileList emptyAtTheEnd = add(0);
    assertThat(segments.totalAfter(first)).isEqualTo(2);
    assertThat(segments.totalAfter(emptyInside)).isEqualTo(2);
    assertThat(segments.totalAfter(third)).isZero();
    assertThat(segments.totalAfter(emptyAtTheEnd)).isZero();
    segments.removeFirst();
    assertThat(segments.totalAfter(emptyInside)).isEqualTo(2);
    assertThat(segments.totalAfter(emptyAtTheEnd)).isZero();
  }

  @Test
  void lastIndexIsThatOfTheSegmentOrOfTheOldest() {
    assertThat(segments.lastIndexAt(1)).isEmpty();
    add(3);
    add(2);
    assertThat(segments.lastIndexAt(-1)).hasValue(3);
    assertThat(segments.lastIndexAt(2)).hasValue(3);
    assertThat(segments.lastIndexAt(4)).as("the directory behind the second").hasValue(6);
    assertThat(segments.lastIndexAt(5)).hasValue(6);
    segments.removeFirst();
    assertThat(segments.lastIndexAt(2)).hasValue(6);
  }
}
