package org.jrsync.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.engine.filter.FilterTesting.bytes;
import static org.jrsync.engine.filter.FilterTesting.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FilterScopeTest {
  private static FilterScope open(FilterList list, RuleFiles files) {
    return FilterScope.open(
        list,
        FilterSide.SENDER,
        bytes("srv/src"),
        files,
        false,
        "sender",
        text -> {
          throw new AssertionError(text);
        });
  }

  @Test
  void listsWithoutMergeFilesKeepOneScope() {
    FilterScope scope = open(rules("- x"), new FilterTesting.Files());
    assertThat(scope.enter(bytes("a"))).isSameAs(scope);
  }

  @Test
  void rulesOfADirectoryHoldBelowItAndDeeperOnesComeFirst() {
    FilterTesting.Files files =
        new FilterTesting.Files()
            .with("/srv/src/.f", "- *.o\n- /only-top\n")
            .with("/srv/src/a/.f", "+ keep.o\n");
    FilterScope top = open(rules(": .f"), files).enter(bytes(""));
    FilterScope a = top.enter(bytes("a"));
    FilterScope b = a.enter(bytes("a/b"));
    assertThat(top.excludes(bytes("keep.o"), false)).isTrue();
    assertThat(top.excludes(bytes("only-top"), false)).isTrue();
    assertThat(a.excludes(bytes("a/only-top"), false)).isFalse();
    assertThat(a.excludes(bytes("a/keep.o"), false)).isFalse();
    assertThat(b.excludes(bytes("a/b/keep.o"), false)).isFalse();
    assertThat(b.excludes(bytes("a/b/x.o"), false)).isTrue();
    assertThat(top.excludes(bytes("keep.o"), false)).isTrue();
  }

  @Test
  void aFileMayBeReadWithoutInheritanceOrClearWhatIsInherited() {
    FilterTesting.Files files =
        new FilterTesting.Files()
            .with("/srv/src/.n", "- x\n")
            .with("/srv/src/.f", "- y\n")
            .with("/srv/src/a/.f", "!\n- z\n");
    FilterScope top = open(rules(":n .n", ": .f"), files).enter(bytes("."));
    FilterScope a = top.enter(bytes("a"));
    assertThat(top.excludes(bytes("x"), false)).isTrue();
    assertThat(a.excludes(bytes("a/x"), false)).isFalse();
    assertThat(top.excludes(bytes("y"), false)).isTrue();
    assertThat(a.excludes(bytes("a/y"), false)).isFalse();
    assertThat(a.excludes(bytes("a/z"), false)).isTrue();
  }

  @Test
  void rulesOfManyDirectoriesAreLimitedTogether() {
    FilterTesting.Files files = new FilterTesting.Files();
    String many = "- x\n".repeat(FilterScope.MAX_RULES / 2);
    files.with("/srv/src/.f", many).with("/srv/src/a/.f", many).with("/srv/src/a/b/.f", "- y\n");
    FilterScope a = open(rules(": .f"), files).enter(bytes("")).enter(bytes("a"));
    assertThatThrownBy(() -> a.enter(bytes("a/b")))
        .hasMessageContaining("limit of " + FilterScope.MAX_RULES);
  }

  @Test
  void filesAreCountedForEachDirectory() {
    FilterTesting.Files files = new FilterTesting.Files().with("/srv/src/one", "- x\n");
    String most = ". one\n".repeat(RuleReader.MAX_FILES);
    files.with("/srv/src/.f", most).with("/srv/src/a/.f", most);
    files.with("/srv/src/a/b/.f", most + ". one\n");
    FilterScope a = open(rules(": .f"), files).enter(bytes("")).enter(bytes("a"));
    assertThat(a.excludes(bytes("a/x"), false)).isTrue();
    assertThatThrownBy(() -> a.enter(bytes("a/b")))
        .hasMessageContaining("limit of " + RuleReader.MAX_FILES);
  }

  @Test
  void aNameWithAPathIsLookedForAboveTheTransferToo() {
    FilterTesting.Files files =
        new FilterTesting.Files()
            .with("/.f", "- fromroot\n")
            .with("/srv/.f", "- fromsrv\n- /src/anchored\n");
    FilterScope top = open(rules(": /.f"), files).enter(bytes(""));
    assertThat(top.excludes(bytes("d/fromroot"), false)).isTrue();
    assertThat(top.excludes(bytes("fromsrv"), false)).isTrue();
    assertThat(top.excludes(bytes("anchored"), false)).isTrue();
    assertThat(top.excludes(bytes("d/anchored"), false)).isFalse();
  }

  @Test
  void mergeFilesNameFurtherMergeFiles() {
    FilterTesting.Files files =
        new FilterTesting.Files()
            .with("/srv/src/.f", ": .g\n")
            .with("/srv/src/.g", "- x\n")
            .with("/srv/src/a/.g", "- y\n");
    FilterScope top = open(rules(": .f"), files).enter(bytes(""));
    assertThat(top.excludes(bytes("x"), false)).isTrue();
    assertThat(top.enter(bytes("a")).excludes(bytes("a/y"), false)).isTrue();
  }

  @Test
  void cvsRulesIgnoreWhatCvsIgnores() {
    FilterParser parser =
        FilterTesting.parser(new FilterTesting.Files().with("/home/.cvsignore", "mine *.x"));
    parser.setCvsIgnore(new CvsIgnore(bytes("/home/.cvsignore"), bytes("env"), 31));
    parser.filter("-C");
    FilterList list = parser.build();
    for (String name : new String[] {"core", "a.o", ".git", "mine", "q.x", "env", "a~"}) {
      assertThat(list.excludes(bytes(name), name.equals(".git"))).as(name).isTrue();
    }
    assertThat(list.excludes(bytes("a.c"), false)).isFalse();
  }

  @Test
  void decisionsAreToldInRsyncsWords() {
    FilterParser parser = FilterTesting.parser();
    parser.exclude(bytes("*.o"));
    parser.include(bytes("d/"));
    parser.filter(": .f");
    parser.filter("-C");
    List<String> told = new ArrayList<>();
    FilterScope scope =
        open(parser.buildSided(false), new FilterTesting.Files().with("/srv/src/.f", "- k.c"))
            .tracing((rule, path, offset, length, kind) ->
                told.add(rule.because("sender", path, offset, length, kind)))
            .enter(bytes(""));
    for (String name : new String[] {"a.o", "k.c", "core", "d/", "y"}) {
      scope.excludes(bytes(name.replace("/", "")), name.endsWith("/"));
    }
    assertThat(told)
        .containsExactly(
            "[sender] hiding file a.o because of pattern *.o",
            "[sender] hiding file k.c because of pattern <rule from a file read earlier>"
                + " [per-dir .f]",
            "[sender] hiding file core because of pattern core [global CVS]",
            "[sender] showing directory d because of pattern d/");
    byte[] x = bytes("x");
    FilterRule rule =
        rules("R x").match(x, 0, 1, NameKind.FILE, FilterSide.RECEIVER, x, false, null);
    assertThat(Objects.requireNonNull(rule).because("generator", x, 0, 1, NameKind.FILE))
        .isEqualTo("[generator] risking file x because of pattern x");
  }

  @Test
  void underDeleteExcludedMergedRulesProtectNothing() {
    FilterTesting.Files files = new FilterTesting.Files().with("/srv/src/.f", "- x\nP y\n");
    FilterParser parser = FilterTesting.parser();
    parser.filter(": .f");
    FilterScope receiver =
        FilterScope.open(
                parser.buildSided(true),
                FilterSide.RECEIVER,
                bytes("srv/src"),
                files,
                false,
                "generator",
                text -> {
                  throw new AssertionError(text);
                })
            .enter(bytes(""));
    assertThat(receiver.excludes(bytes("x"), false)).isFalse();
    assertThat(receiver.excludes(bytes("y"), false)).isTrue();
    FilterScope sender = open(parser.buildSided(true), files).enter(bytes(""));
    assertThat(sender.excludes(bytes("x"), false)).isTrue();
  }
}
