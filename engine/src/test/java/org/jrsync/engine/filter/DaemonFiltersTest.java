package org.jrsync.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrsync.engine.filter.FilterTesting.bytes;

import org.junit.jupiter.api.Test;

class DaemonFiltersTest {
  private static FilterList build(String filter, String include, String exclude) {
    return DaemonFilters.build(
        bytes(filter),
        bytes(""),
        bytes(include),
        bytes(""),
        bytes(exclude),
        new FilterTesting.Files(),
        text -> {
          throw new AssertionError(text);
        });
  }

  private static boolean hidden(FilterList list, String base, String path, boolean directory) {
    return FilterScope.plain(list, FilterSide.EITHER, bytes(base)).excludes(bytes(path), directory);
  }

  @Test
  void splitsWordsAndReadsIncludesFirst() {
    FilterList list = build("", "keep/*.c", " *.o\tkeep/** secret/ ");
    assertThat(hidden(list, "", "a.o", false)).isTrue();
    assertThat(hidden(list, "", "keep/a.c", false)).isFalse();
    assertThat(hidden(list, "", "keep/a.h", false)).isTrue();
  }

  @Test
  void excludingADirectoryHidesWhatIsInIt() {
    FilterList list = build("", "", "secret/");
    assertThat(hidden(list, "", "secret", true)).isTrue();
    assertThat(hidden(list, "", "secret", false)).isFalse();
    assertThat(hidden(list, "", "a/secret/b/c", false)).isTrue();
  }

  @Test
  void patternsWithASlashSeeThePathFromTheModule() {
    FilterList list = build("- a/b", "", "/top");
    assertThat(hidden(list, "", "a/b", false)).isTrue();
    assertThat(hidden(list, "", "x/a/b", false)).isTrue();
    assertThat(hidden(list, "", "x/b", false)).isFalse();
    assertThat(hidden(list, "a", "b", false)).isTrue();
    assertThat(hidden(list, "", "top", false)).isTrue();
    for (String base : new String[] {"a", "/a", "a/", "./a/.", "x/../a"}) {
      assertThat(list.at(bytes(base)).excludes(bytes("b"), false)).as(base).isTrue();
    }
    assertThat(list.at(bytes("/")).excludes(bytes("a/b"), false)).isTrue();
    assertThat(list.at(bytes("sub")).excludes(bytes("top"), false)).isFalse();
    assertThat(hidden(list, "sub", "top", false)).isFalse();
  }

  @Test
  void aPathIsHiddenByItsParents() {
    FilterList list = build("", "", "private /top/only");
    assertThat(list.excludes(bytes("private/x"), false)).isFalse();
    for (String path : new String[] {"private", "private/x", "a/private/b/c", "top/only/x"}) {
      assertThat(list.excludesWithParents(bytes(path), false)).as(path).isTrue();
    }
    for (String path : new String[] {"a", "a/privat/e", "x/top/only/y", "top/x", "."}) {
      assertThat(list.excludesWithParents(bytes(path), false)).as(path).isFalse();
    }
    assertThat(list.at(bytes("private/sub")).excludesWithParents(bytes("x"), false)).isFalse();
    assertThat(list.at(bytes("top")).excludesWithParents(bytes("only/x"), false)).isTrue();
    assertThat(FilterList.EMPTY.excludesWithParents(bytes("a/b"), false)).isFalse();
  }

  @Test
  void rulesForTheSenderAloneAreDropped() {
    FilterList list = build("H a P b", "", "");
    assertThat(hidden(list, "", "a", false)).isFalse();
    assertThat(hidden(list, "", "b", false)).isTrue();
  }
}
