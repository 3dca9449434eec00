package org.jrsync.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrsync.engine.filter.FilterTesting.bytes;
import static org.jrsync.engine.filter.FilterTesting.rules;

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
}
