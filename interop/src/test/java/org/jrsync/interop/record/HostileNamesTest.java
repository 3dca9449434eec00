package org.jrsync.interop.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names that lead elsewhere or are none, wherever a peer can send one: nothing outside of what the
 * session is about is read, made, changed or removed.
 */
class HostileNamesTest {
  private static final String SECRET = "the secret of the neighbour";
  private static final Reader[] RECEIVERS = {Reader.CLIENT_RECEIVER, Reader.SERVER_RECEIVER};

  /**
   * One row: where a name stands, the names, and what the reader may end with.
   *
   * @param codes the exit codes, of which each is an orderly end
   */
  record Row(
      Reader reader, boolean incremental, String field, Set<Integer> codes, String... names) {
    @Override
    public String toString() {
      return reader + (incremental ? ", incremental, " : ", ") + field + ", codes " + codes;
    }
  }

  static Stream<Row> table() {
    List<Row> rows = new ArrayList<>();
    String longPart = "x".repeat(256);
    String longPath = "y".repeat(200) + ("/" + "y".repeat(200)).repeat(21);
    for (Reader reader : RECEIVERS) {
      for (boolean parts : new boolean[] {true, false}) {
        rows.add(
            new Row(
                reader,
                parts,
                "entry: name",
                Set.of(4),
                "..",
                "../neighbour",
                "a/../b",
                "a/..",
                "sub/../../neighbour",
                "/no-such-place/file",
                "/",
                "//",
                "",
                "a\0b",
                "\0",
                "a/\0/b"));
        rows.add(new Row(reader, parts, "entry: name", Set.of(22), longPath, "z".repeat(4096)));
        rows.add(new Row(reader, parts, "entry: name", Set.of(2), ".", "./", "./."));
        // Such names become shorter ones, or those of files that cannot be made.
        rows.add(
            new Row(
                reader,
                parts,
                "entry: name",
                parts ? Set.of(0, 2, 4, 23) : Set.of(0, 2, 23),
                "a/",
                "./a",
                "sub//e",
                "./././a",
                "...",
                longPart,
                "a\n",
                "-rf",
                "no/such/folder"));
        rows.add(
            new Row(
                reader,
                parts,
                "folder: name",
                Set.of(4),
                "..",
                "/",
                "/no-such-place",
                "",
                "a/../..",
                "\0"));
        rows.add(new Row(reader, parts, "entry: link target", Set.of(4), "a\0b", "\0"));
        rows.add(
            new Row(
                reader,
                parts,
                "entry: link target",
                Set.of(0, 23),
                "../neighbour",
                "/no-such-place/file",
                "",
                "..",
                "y".repeat(4095)));
        rows.add(
            new Row(
                reader,
                parts,
                "local item: name",
                Set.of(0, 23),
                "../neighbour/file",
                "/no-such-place/file",
                "..",
                "",
                "a\0b",
                "y".repeat(4095)));
      }
      rows.add(
          new Row(
              reader,
              true,
              "part entry: name",
              Set.of(4),
              "e",
              "../e",
              "sub/../e",
              "sub",
              "other/e",
              "/sub/e",
              "sub/sub/e",
              "a/e",
              "",
              ".."));
      rows.add(new Row(reader, true, "part entry: name", Set.of(2), ".", "./"));
    }
    for (Reader reader : new Reader[] {Reader.CLIENT_SENDER, Reader.SERVER_SENDER}) {
      rows.add(
          new Row(
              reader,
              true,
              "local item: name",
              Set.of(0),
              "../neighbour/file",
              "/no-such-place/file",
              "..",
              "",
              "a\0b"));
    }
    for (Reader reader : new Reader[] {Reader.SERVER_SENDER, Reader.SERVER_RECEIVER}) {
      String module = reader == Reader.SERVER_SENDER ? Ground.SOURCE : Ground.COPY;
      rows.add(
          new Row(
              reader,
              true,
              "path",
              Set.of(-1, 0, 1, 2, 3, 4, 11, 12, 22, 23),
              module + "/../neighbour/",
              module + "/../neighbour/file",
              module + "/folder/../../neighbour/",
              "/no-such-place/file",
              "../neighbour/",
              module + "//../neighbour/",
              module + "/" + longPart + "/",
              module + "/" + longPath,
              module + "/.",
              module + "//",
              "neighbour/",
              module + "/a\nb/"));
    }
    rows.add(
        new Row(
            Reader.SERVER_SENDER,
            true,
            "filter rule",
            Set.of(0, 1, 2, 3, 4, 11, 12, 22, 23),
            "merge ../neighbour/file",
            ". ../neighbour/file",
            ": ../neighbour/file",
            "dir-merge ../../x",
            "merge /../neighbour/file",
            "- ../neighbour",
            "- a\0b",
            "- " + "q".repeat(5000),
            "-",
            "x",
            "merge",
            "- /../..",
            "merge ./../neighbour/file"));
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("table")
  void nothingOutsideIsTouched(Row row) {
    Hostile session = new Hostile(row.reader, 33, row.incremental, "");
    try (Ground ground = new Ground();
        LocalDaemon daemon = new LocalDaemon(ground)) {
      Disk neighbour = new Disk(ground.folder("neighbour"));
      neighbour.file(Name.of("file"), 0644, SECRET.getBytes(ISO_8859_1));
      TreeSnapshot before = TreeSnapshot.of(neighbour);
      List<Name> around = new Disk(ground.scratch().path()).list(Name.of(""));
      for (String name : row.names) {
        String shown = name.length() > 40 ? name.substring(0, 40) + "..." : name;
        Script script = session.with(row.field, name.getBytes(ISO_8859_1));
        ground.reset();
        List<String> told = new ArrayList<>();
        int code = play(session, script, ground, daemon, told);
        String what = row.field + " '" + shown.replace('\0', '0') + "': code " + code + ", " + told;
        assertThat(code).as(what).isIn(row.codes);
        assertThat(told)
            .as(what)
            .noneMatch(line -> line.contains("internal error") || line.contains("Exception"))
            .noneMatch(line -> line.contains(SECRET));
        ground.assertWhole(what);
        ground.assertSourceUntouched();
        TreeCompare.assertSame(before, TreeSnapshot.of(neighbour));
        assertThat(new Disk(ground.scratch().path()).list(Name.of("")))
            .as(what)
            .containsExactlyInAnyOrderElementsOf(around);
      }
      ground.reset();
      assertThat(play(session, session.good(), ground, daemon, new ArrayList<>())).isIn(0, 23);
      ground.assertNothingOpen();
    }
  }

  private static int play(
      Hostile session, Script script, Ground ground, LocalDaemon daemon, List<String> told) {
    if (session.reader().server()) {
      LocalDaemon.Outcome outcome = daemon.play(script);
      told.addAll(outcome.log());
      told.add(new String(outcome.answer(), ISO_8859_1));
      return outcome.exitStatus();
    }
    LocalClient.Outcome outcome = LocalClient.play(session.session(), ground, script);
    told.addAll(outcome.errors());
    return outcome.exitCode();
  }
}
