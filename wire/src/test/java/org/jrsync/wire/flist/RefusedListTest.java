package org.jrsync.wire.flist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.junit.jupiter.api.Test;

/** What a receiver refuses, field by field (docs/protocol-file-list.md). */
class RefusedListTest {

  private static final int SAME_REST =
      XferFlags.SAME_TIME | XferFlags.SAME_UID | XferFlags.SAME_GID | XferFlags.EXTENDED;

  private static FileListFormat.Builder format() {
    return FileListFormat.protocol(33).varintFlags(true).links(true).devices(true);
  }

  private static void assertRefused(
      FileListFormat format, ExitCode code, String message, Consumer<WireOutput> list) {
    byte[] bytes = Entries.output(33, list);
    ListBudget budget = new ListBudget(100_000, 50);
    FileListSegments segments = new FileListSegments(format, budget);
    WireInput in = Entries.input(bytes, 33);
    FileListDecoder decoder =
        new FileListDecoder(
            in, format, IdMap.identity(), IdMap.identity(), EntryPolicy.NONE, budget);
    FileListReader reader = new FileListReader(format, decoder, segments);
    assertThatThrownBy(reader::readFirst)
        .isInstanceOfSatisfying(RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private static void name(WireOutput out, int flags, String name) {
    byte[] bytes = Entries.name(name);
    out.writeVarint(flags | (bytes.length > 255 ? XferFlags.LONG_NAME : 0));
    if (bytes.length > 255) {
      out.writeVarint(bytes.length);
    } else {
      out.writeByte(bytes.length);
    }
    out.write(bytes);
  }

  private static void file(WireOutput out, String name, int mode) {
    name(out, SAME_REST, name);
    out.writeVarlong(0, 3);
    out.writeInt(mode);
  }

  private static void refusedName(String name) {
    assertRefused(
        format().build(), ExitCode.UNSUPPORTED, "unsafe pathname", out -> file(out, name, 0100644));
  }

  @Test
  void unsafeNames() {
    refusedName("");
    refusedName("..");
    refusedName("../x");
    refusedName("a/../x");
    refusedName("a/..");
    refusedName("/etc/passwd");
    refusedName("a\0b");
    assertRefused(
        format().relative(true).build(),
        ExitCode.UNSUPPORTED,
        "unsafe pathname",
        out -> file(out, "/../x", 0100644));
  }

  @Test
  void longNames() {
    assertRefused(
        format().build(),
        ExitCode.MALLOC,
        "name of 4096 bytes (limit 4095)",
        out -> file(out, "n".repeat(4096), 0100644));
    assertRefused(
        format().build(),
        ExitCode.MALLOC,
        "name of 4294967295 bytes",
        out -> {
          out.writeVarint(XferFlags.LONG_NAME);
          out.writeVarint(-1);
        });
    assertRefused(
        format().build(),
        ExitCode.PROTOCOL,
        "shares 3 bytes",
        out -> {
          out.writeVarint(XferFlags.SAME_NAME);
          out.writeByte(3);
          out.writeByte(1);
        });
  }

  @Test
  void modesAndSizes() {
    assertRefused(
        format().build(),
        ExitCode.PROTOCOL,
        "invalid file mode 0644 for x",
        out -> file(out, "x", 0644));
    assertRefused(
        format().build(),
        ExitCode.PROTOCOL,
        "non-directory transfer-root",
        out -> file(out, ".", 0100644));
    assertRefused(
        format().build(),
        ExitCode.UNSUPPORTED,
        "file-length is negative",
        out -> {
          name(out, SAME_REST, "x");
          out.writeVarlong(-5, 3);
          out.writeInt(0100644);
        });
    assertRefused(
        format().build(),
        ExitCode.PROTOCOL,
        "modtime_nsec out of range",
        out -> {
          name(out, SAME_REST | XferFlags.MOD_NSEC, "x");
          out.writeVarlong(0, 3);
          out.writeVarint(1_000_000_000);
        });
  }

  @Test
  void links() {
    assertRefused(
        format().build(),
        ExitCode.MALLOC,
        "link target of 4096 bytes (limit 4095)",
        out -> {
          file(out, "x", 0120777);
          out.writeVarint(4096);
        });
    assertRefused(
        format().build(),
        ExitCode.UNSUPPORTED,
        "zero byte",
        out -> {
          file(out, "x", 0120777);
          out.writeVarint(3);
          out.write(new byte[3]);
        });
    assertRefused(
        format().hardLinks(true).build(),
        ExitCode.PROTOCOL,
        "hard-link reference out of range: 0 (0)",
        out -> {
          name(out, SAME_REST | XferFlags.HARD_LINKED, "x");
          out.writeVarint(0);
        });
  }

  /** Without {@code --hard-links} the flags mean nothing, and no group is kept. */
  @Test
  void linksThatWereNotAskedForAreNone() {
    byte[] bytes =
        Entries.output(
            33,
            out -> {
              name(out, SAME_REST | XferFlags.HARD_LINKED | XferFlags.HARD_LINK_FIRST, "x");
              out.writeVarlong(0, 3);
              out.writeInt(0100644);
              out.writeVarint(0);
              out.writeVarint(0);
            });
    FileListFormat format = format().build();
    ListBudget budget = new ListBudget(100_000, 50);
    FileListDecoder decoder =
        new FileListDecoder(
            Entries.input(bytes, 33),
            format,
            IdMap.identity(),
            IdMap.identity(),
            EntryPolicy.NONE,
            budget);
    FileList list =
        new FileListReader(format, decoder, new FileListSegments(format, budget)).readFirst();
    assertThat(list.count()).isEqualTo(1);
    assertThat(list.flags(0) & EntryFlags.HARD_LINKED).isZero();
    assertThat(list.hardLinkGroup(0)).isNegative();
  }

  @Test
  void moreThanTheBudget() {
    assertRefused(
        format().build(),
        ExitCode.MALLOC,
        "limit of 50 entries",
        out -> {
          for (int i = 0; i < 51; i++) {
            file(out, "x" + i, 0100644);
          }
        });
    assertRefused(
        format().build(),
        ExitCode.MALLOC,
        "limit of 100000 bytes",
        out -> {
          for (int i = 0; i < 49; i++) {
            file(out, i + "n".repeat(4000), 0100644);
          }
        });
  }

  @Test
  void entriesOutsideTheirSegment() {
    assertRefused(
        format().incremental(true).build(),
        ExitCode.UNSUPPORTED,
        "invalid path from sender: a/b",
        out -> file(out, "a/b", 0100644));
  }

  @Test
  void segmentsForNoDirectory() {
    FileListFormat format = format().incremental(true).build();
    byte[] bytes =
        Entries.output(
            33,
            out -> {
              file(out, "d", 040755);
              file(out, "d", 040755);
              out.writeVarint(0);
              out.writeVarint(0);
              file(out, "d/f", 0100644);
              out.writeVarint(0);
              out.writeVarint(1 | 64);
            });
    ListBudget budget = ListBudget.unlimited();
    FileListSegments segments = new FileListSegments(format, budget);
    FileListDecoder decoder =
        new FileListDecoder(
            Entries.input(bytes, 33),
            format,
            IdMap.identity(),
            IdMap.identity(),
            EntryPolicy.NONE,
            budget);
    FileListReader reader = new FileListReader(format, decoder, segments);
    reader.readFirst();
    assertThatThrownBy(() -> reader.directoryIndex(-103, Role.RECEIVER))
        .hasMessage("Invalid dir index: -103 (-101 - -102) [receiver]");
    assertThatThrownBy(() -> reader.readSegment(1)).hasMessageContaining("cleared dir_ndx 1");
    FileList list = reader.readSegment(reader.directoryIndex(-101, Role.RECEIVER));
    assertThat(list.ndxStart()).isEqualTo(4);
    assertThat(list.parent()).isZero();
    assertThat(reader.ioErrors()).isEqualTo(1);
    assertThatThrownBy(() -> reader.readSegment(0))
        .hasMessageContaining("duplicate flist for dir 0");
    assertThat(segments.require(3, "x", "y")).isSameAs(list);
    assertThatThrownBy(() -> segments.require(5, "test", "me"))
        .hasMessage("File-list index 5 not in 0 - 4 (test) [me]");
    segments.removeFirst();
    segments.removeFirst();
    assertThatThrownBy(() -> reader.readSegment(0)).hasMessageContaining("final flist was freed");
  }
}
