package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;

/** What a remote sender may name, and which directories it may have emptied. */
class RequestedNamesTest {

  private static RequestedNames names(boolean relative, String... arguments) {
    OptionsBuilder options = new OptionsBuilder();
    options.recursive = true;
    options.relative = relative;
    return new RequestedNames(
        options.build(),
        Arrays.stream(arguments).map(RequestedNamesTest::bytes).toList(),
        FilterList.EMPTY);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static boolean onlyParent(RequestedNames names, String path) {
    return names.isImpliedParent(bytes(path), path.length());
  }

  private static void refused(RequestedNames names, String path) {
    assertThatThrownBy(() -> names.check(bytes(path), path.length(), false))
        .isInstanceOf(RsyncException.class)
        .hasMessage("ERROR: rejecting unrequested file-list name: " + path);
  }

  @Test
  void theRootHasContentOnlyIfItWasAskedFor() {
    for (String root : new String[] {".", "", "/."}) {
      assertThat(onlyParent(names(false, "requested"), root)).as(root).isTrue();
      assertThat(onlyParent(names(true, "a/requested"), root)).as(root).isTrue();
      assertThat(onlyParent(names(false, "a", "dir/"), root)).as(root).isFalse();
      assertThat(onlyParent(names(false, "dir/."), root)).as(root).isFalse();
      assertThat(onlyParent(names(false, ""), root)).as(root).isFalse();
      assertThat(onlyParent(names(true, "a/./"), root)).as(root).isFalse();
    }
  }

  @Test
  void parentsOfWhatWasAskedForHaveNoContent() {
    RequestedNames relative = names(true, "a/b");
    assertThat(onlyParent(relative, "a")).isTrue();
    assertThat(onlyParent(relative, "a/b")).isFalse();
    assertThat(onlyParent(relative, "a/b/c")).isFalse();
    relative.check(bytes("a"), 1, true);
    relative.check(bytes("a/b/c"), 5, false);
    refused(relative, "a");
    refused(relative, "a/c");
  }

  @Test
  void namesAreThoseOfTheArguments() {
    RequestedNames plain = names(false, "x/a", "b*");
    plain.check(bytes("a"), 1, false);
    plain.check(bytes("a/any"), 5, false);
    plain.check(bytes("bc"), 2, false);
    refused(plain, "x");
    refused(plain, "c");
  }

  /** Without recursion a sender may name what a directory holds, and nothing deeper. */
  @Test
  void directoriesThatAreNotEnteredHaveOneLevel() {
    OptionsBuilder options = new OptionsBuilder();
    options.dirs = true;
    RequestedNames plain =
        new RequestedNames(options.build(), List.of(bytes("x/a")), FilterList.EMPTY);
    plain.check(bytes("a"), 1, true);
    plain.check(bytes("a/b"), 3, true);
    refused(plain, "a/b/c");
    RequestedNames content =
        new RequestedNames(options.build(), List.of(bytes("x/")), FilterList.EMPTY);
    content.check(bytes("."), 1, true);
    content.check(bytes("b"), 1, true);
    refused(content, "b/c");
    options.dirs = false;
    RequestedNames alone =
        new RequestedNames(options.build(), List.of(bytes("x/f")), FilterList.EMPTY);
    alone.check(bytes("f"), 1, false);
    refused(alone, "f/b");
  }

  /**
   * With {@code --old-args} the server's shell makes names of the arguments; rules hold as ever.
   */
  @Test
  void whereAnyNameMayComeTheRulesStillHold() {
    FilterParser parser =
        new FilterParser(
            path -> {
              throw new AssertionError();
            },
            "client",
            text -> {
              throw new AssertionError(text);
            });
    parser.filter(bytes("- secret"));
    RequestedNames names =
        RequestedNames.any(new OptionsBuilder().build(), parser.buildSided(false));
    names.check(bytes("any/name"), 8, false);
    assertThat(onlyParent(names, "any")).isFalse();
    assertThatThrownBy(() -> names.check(bytes("any/secret"), 10, false))
        .hasMessage("ERROR: rejecting excluded file-list name: any/secret");
  }

  private static RequestedNames ruled(String... filters) {
    FilterParser parser =
        new FilterParser(
            path -> {
              throw new AssertionError();
            },
            "client",
            text -> {
              throw new AssertionError(text);
            });
    for (String filter : filters) {
      parser.filter(bytes(filter));
    }
    return RequestedNames.any(new OptionsBuilder().build(), parser.buildSided(false));
  }

  private static boolean excluded(RequestedNames names, String path, boolean directory) {
    try {
      names.check(bytes(path), path.length(), directory);
      return false;
    } catch (RsyncException e) {
      assertThat(e).hasMessage("ERROR: rejecting excluded file-list name: " + path);
      return true;
    }
  }

  /** Where the sender's directory lies is not known: absolute rules may mean any name or none. */
  @Test
  void whatOnlyAbsoluteRulesExcludeMayCome() {
    assertThat(excluded(ruled("-/ /dir"), "dir", true)).isFalse();
    assertThat(excluded(ruled("-/! /tmp/**"), "x", false)).isFalse();
    assertThat(excluded(ruled("-/ /dir", "- dir"), "dir", true)).isTrue();
    assertThat(excluded(ruled("-/ core"), "a/core", false)).isTrue();
    RequestedNames exception = ruled("+/ /home/me/*.c", "+/ /d/", "- *");
    assertThat(excluded(exception, "x.c", false)).isFalse();
    assertThat(excluded(exception, "d", true)).isFalse();
    assertThat(excluded(exception, "d", false)).isTrue();
    assertThat(excluded(exception, ".profile", false)).isTrue();
    assertThat(excluded(ruled("+/ /home/me/[a/b]x", "- *"), "bx", false)).isFalse();
    assertThat(excluded(ruled("+/! /home/x", "- *"), "y", false)).isFalse();
    assertThat(excluded(ruled("-s core"), "core", false)).isTrue();
    assertThat(excluded(ruled("-r core"), "core", false)).isFalse();
  }
}
