package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.jrsync.engine.options.OptionsBuilder;
import org.junit.jupiter.api.Test;

/** What a remote sender may name when it got a list. */
class ListedNamesTest {

  private static ListedNames list(boolean relative, boolean recursive, String... names) {
    OptionsBuilder options = new OptionsBuilder();
    options.relative = relative;
    options.recursive = recursive;
    options.dirs = true;
    ListedNames list = new ListedNames(options.build());
    for (String name : names) {
      list.add(name.getBytes(US_ASCII));
    }
    return list;
  }

  private static boolean takes(ListedNames list, String path, boolean directory) {
    return list.isListed(path.getBytes(US_ASCII), path.length(), directory);
  }

  private static boolean parentOnly(ListedNames list, String path) {
    return list.isParentOnly(path.getBytes(US_ASCII), path.length());
  }

  @Test
  void whatIsListedAndWhatLeadsThere() {
    ListedNames list = list(true, false, "a/b/c", "//d/../e", "x/./y/z", "./q");
    assertThat(takes(list, "a/b/c", false)).isTrue();
    assertThat(takes(list, "a/b", true)).isTrue();
    assertThat(takes(list, "a", true)).isTrue();
    assertThat(takes(list, "a", false)).isFalse();
    assertThat(takes(list, "a/b/d", false)).isFalse();
    assertThat(takes(list, "e", false)).isTrue();
    assertThat(takes(list, "d", false)).isFalse();
    assertThat(takes(list, "y/z", false)).isTrue();
    assertThat(takes(list, "x/y/z", false)).isFalse();
    assertThat(takes(list, "q", false)).isTrue();
  }

  @Test
  void whatLiesBelowAsFarAsItIsEntered() {
    ListedNames one = list(true, false, "a/");
    assertThat(takes(one, "a/b", true)).isTrue();
    assertThat(takes(one, "a/b/c", false)).isFalse();
    ListedNames all = list(true, true, "a");
    assertThat(takes(all, "a/b/c", false)).isTrue();
    assertThat(takes(all, "ab/c", false)).isFalse();
  }

  @Test
  void onlyTheLastPartWhereNamesAreNotRelative() {
    ListedNames list = list(false, false, "a/b", "c/d/");
    assertThat(takes(list, "b", false)).isTrue();
    assertThat(takes(list, "anything", false)).as("content of the top").isTrue();
    assertThat(takes(list(false, false, "a/b"), "anything", false)).isFalse();
    assertThat(takes(list(false, false, "a/b"), "a", true)).isFalse();
  }

  @Test
  void theTopAsksForAll() {
    assertThat(takes(list(true, true, "."), "a/b/c", false)).isTrue();
    assertThat(takes(list(true, false, "/"), "a", false)).isTrue();
    assertThat(takes(list(true, false, "/"), "a/b", false)).isFalse();
    assertThat(takes(list(true, true), "a", false)).isFalse();
  }

  @Test
  void parentsHaveNoContentOfTheirOwn() {
    ListedNames list = list(true, true, "a/b/c", "a/d");
    assertThat(parentOnly(list, "a")).isTrue();
    assertThat(parentOnly(list, "a/b")).isTrue();
    assertThat(parentOnly(list, "a/d")).isFalse();
    assertThat(parentOnly(list, "a/d/e")).isFalse();
    assertThat(parentOnly(list, ".")).isTrue();
    assertThat(parentOnly(list(true, true, "a", "a/b/c"), "a/b")).isFalse();
    assertThat(parentOnly(list(true, true, "."), ".")).isFalse();
  }
}
