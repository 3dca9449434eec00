package org.jrsync.wire.flist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.junit.jupiter.api.Test;

/** Extended attributes and access control lists behind entries. */
class AttributeListsTest {
  private static final byte[] FILE = {'f'};

  private static AttributeLists lists() {
    return new AttributeLists(MemoryBudget.unlimited(), XattrCodec.Names.SAME);
  }

  private static XattrSet.Item item(String name, int length, int number) {
    byte[] value = new byte[length > XattrSet.MAX_SHORT ? XattrSet.DIGEST_LENGTH : length];
    java.util.Arrays.fill(value, (byte) (length + 1));
    return new XattrSet.Item(Entries.name(name), length, value, number);
  }

  private static XattrSet randomSet(Random random) {
    XattrSet.Item[] items = new XattrSet.Item[random.nextInt(4)];
    for (int i = 0; i < items.length; i++) {
      items[i] = item("user." + (char) ('a' + i), random.nextInt(3) * 32, i + 1);
    }
    return new XattrSet(items);
  }

  private static Acl randomAcl(Random random) {
    int[] ids = new int[random.nextInt(3)];
    int[] access = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = random.nextInt(5);
      access[i] = random.nextInt(8) | (random.nextBoolean() ? Acl.USER : 0);
    }
    int mask = ids.length > 0 ? random.nextInt(8) : Acl.NONE;
    int owner = random.nextBoolean() ? Acl.NONE : random.nextInt(8);
    return new Acl(owner, Acl.NONE, mask, owner, ids, access);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (boolean incremental : new boolean[] {false, true}) {
      FileListFormat format =
          Entries.everything(33).incremental(incremental).xattrs(true).acls(true).build();
      Random random = new Random(5);
      AttributeLists sent = lists();
      List<FileEntry> entries = new ArrayList<>();
      byte[] bytes =
          Entries.output(
              33,
              out -> {
                IdNames names = new IdNames(id -> Entries.name("n" + id));
                FileListEncoder encoder =
                    new FileListEncoder(out, format, names, names, ListBudget.unlimited(), sent);
                for (int i = 0; i < 300; i++) {
                  int mode = List.of(0100644, 0040755, 0120777).get(random.nextInt(3));
                  FileEntry entry = Entries.entry("f" + i, mode);
                  boolean directory = entry.isDirectory();
                  if (!entry.isSymlink()) {
                    sent.setAcls(entry, randomAcl(random), directory ? randomAcl(random) : null);
                  }
                  sent.setXattrs(entry, randomSet(random));
                  entries.add(entry);
                  encoder.write(entry, i + 1, 1);
                }
                encoder.writeEnd(0);
                encoder.writeTrailer(0);
              });
      AttributeLists got = lists();
      WireInput in = Entries.input(bytes, 33);
      FileListDecoder decoder =
          new FileListDecoder(
              in,
              format,
              IdMap.identity(),
              IdMap.identity(),
              EntryPolicy.NONE,
              ListBudget.unlimited(),
              got,
              ConversionFailures.UNTOLD);
      FileList list = decoder.newList(1);
      decoder.read(list, new byte[0]);
      decoder.readTrailer(list);
      assertThat(got.xattrs().size()).isBetween(10, 200);
      FileEntry entry = new FileEntry();
      for (int i = 0; i < entries.size(); i++) {
        list.get(i, entry);
        FileEntry original = entries.get(i);
        assertThat(got.xattrs().get(entry.xattrs)).isEqualTo(sent.xattrs().get(original.xattrs));
        if (entry.isSymlink()) {
          assertThat(entry.accessAcl).isEqualTo(-1);
          continue;
        }
        assertThat(got.accessAcls().get(entry.accessAcl))
            .isEqualTo(sent.accessAcls().get(original.accessAcl));
        assertThat(entry.defaultAcl >= 0).isEqualTo(entry.isDirectory());
        if (entry.isDirectory()) {
          assertThat(got.defaultAcls().get(entry.defaultAcl))
              .isEqualTo(sent.defaultAcls().get(original.defaultAcl));
        }
      }
    }
  }

  @Test
  void aMaskThatWasLeftOutIsTheModes() {
    byte[] bytes =
        Entries.output(
            33,
            out -> {
              out.writeVarint(0);
              out.writeByte(1 << 4);
              out.writeVarint(1);
              out.writeVarint(1000);
              out.writeVarint(7 << 2 | 2);
            });
    FileEntry entry = Entries.entry("f", 0100654);
    AttributeLists got = read(bytes, entry, false, MemoryBudget.unlimited());
    Acl acl = got.accessAcls().get(entry.accessAcl);
    assertThat(acl.mask()).isEqualTo(5);
    assertThat(acl.access(0)).isEqualTo(7 | Acl.USER);
  }

  private static AttributeLists read(
      byte[] bytes, FileEntry entry, boolean xattrs, MemoryBudget memory) {
    FileListFormat format = FileListFormat.protocol(33).xattrs(xattrs).acls(!xattrs).build();
    AttributeLists lists = new AttributeLists(memory, XattrCodec.Names.SAME);
    lists.read(
        Entries.input(bytes, 33),
        entry,
        new AclCodec.Ids(format, IdMap.identity(), IdMap.identity()));
    return lists;
  }

  private static void refused(
      boolean xattrs, ExitCode code, String message, Consumer<WireOutput> writer) {
    byte[] bytes = Entries.output(33, writer);
    refused(
        code,
        message,
        () -> read(bytes, Entries.entry("f", 0100644), xattrs, MemoryBudget.ofSession(5_000)));
  }

  private static void refused(ExitCode code, String message, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    refused(true, ExitCode.STREAM_IO, "xa index 1 out of range", out -> out.writeVarint(1));
    refused(true, ExitCode.STREAM_IO, "xa index -1 out of range", out -> out.writeVarint(-1));
    refused(true, ExitCode.PROTOCOL, "xattr count", out -> numbers(out, 0, 16_385));
    refused(true, ExitCode.PROTOCOL, "xattr count", out -> numbers(out, 0, -1));
    refused(true, ExitCode.PROTOCOL, "xattr name_len", out -> numbers(out, 0, 1, 513, 1));
    refused(true, ExitCode.PROTOCOL, "xattr datum_len", out -> numbers(out, 0, 1, 4, -1));
    refused(
        true,
        ExitCode.PROTOCOL,
        "exceeds per-value limit",
        out -> numbers(out, 0, 1, 4, (128 << 20) + 1));
    refused(true, ExitCode.FILE_IO, "missing trailing", out -> numbers(out, 0, 1, 1, 1, 'x', 'y'));
    refused(false, ExitCode.STREAM_IO, "ACL index 5 > 0", out -> out.writeVarint(5));
    refused(false, ExitCode.STREAM_IO, "value out of range: 8", out -> bytes(out, 0, 1, 8));
    refused(
        false,
        ExitCode.STREAM_IO,
        "value out of range: 8",
        out -> {
          bytes(out, 0, 1 << 4, 1, 0);
          out.writeVarint(8 << 2);
        });
    refused(
        false,
        ExitCode.PROTOCOL,
        "ACL count",
        out -> {
          bytes(out, 0, 1 << 4);
          out.writeVarint(65_537);
        });
  }

  @Test
  void takesSetsFromTheBudget() {
    refused(
        true,
        ExitCode.MALLOC,
        "extended attributes",
        out -> {
          out.writeVarint(0);
          out.writeVarint(100);
          for (int i = 0; i < 100; i++) {
            out.writeVarint(2);
            out.writeVarint(0);
            bytes(out, 'a' + i % 26, 0);
          }
        });
  }

  @Test
  void takesAnAttributeFromTheBudgetBeforeItIsRead() {
    refused(
        true,
        ExitCode.MALLOC,
        "extended attributes",
        out -> {
          numbers(out, 0, 100);
          for (int i = 0; i < 8; i++) {
            numbers(out, 500, 0);
            out.write(new byte[500]);
          }
          numbers(out, 500, 0); // Nothing more comes.
        });
  }

  @Test
  void whatIsLeftOutIsGivenBack() {
    MemoryBudget memory = MemoryBudget.ofSession(5_000);
    AttributeLists lists = new AttributeLists(memory, name -> name[0] == 'a' ? name : null);
    byte[] bytes =
        Entries.output(
            33,
            out -> {
              numbers(out, 0, 1_001);
              for (int i = 0; i < 1_000; i++) {
                numbers(out, 2, 0);
                bytes(out, 'b', 0);
              }
              numbers(out, 2, 0);
              bytes(out, 'a', 0);
            });
    FileListFormat format = FileListFormat.protocol(33).xattrs(true).build();
    FileEntry entry = Entries.entry("f", 0100644);
    lists.read(
        Entries.input(bytes, 33),
        entry,
        new AclCodec.Ids(format, IdMap.identity(), IdMap.identity()));
    XattrSet set = lists.xattrs().get(entry.xattrs);
    assertThat(set.size()).isEqualTo(1);
    assertThat(set.indexOf(1_001)).isZero();
    assertThat(memory.held()).isBetween(100L, 300L);
    lists.release();
    assertThat(memory.held()).isZero();
  }

  @Test
  void ofEqualNamesTheLastCounts() {
    byte[] bytes =
        Entries.output(
            33,
            out -> {
              numbers(out, 0, 4);
              for (String each : new String[] {"b1", "a2", "b3", "b4"}) {
                numbers(out, 2, 1);
                bytes(out, each.charAt(0), 0, each.charAt(1));
              }
            });
    FileEntry entry = Entries.entry("f", 0100644);
    XattrSet set = read(bytes, entry, true, MemoryBudget.unlimited()).xattrs().get(entry.xattrs);
    assertThat(set.size()).isEqualTo(2);
    assertThat(set.value(0)).containsExactly('2');
    assertThat(set.value(1)).containsExactly('4');
    assertThat(set.item(1).number()).isEqualTo(4);
    assertThat(set.indexOf(3)).isEqualTo(-1);
  }

  private static void numbers(WireOutput out, int... values) {
    for (int value : values) {
      out.writeVarint(value);
    }
  }

  private static void bytes(WireOutput out, int... values) {
    for (int value : values) {
      out.writeByte(value);
    }
  }

  @Test
  void refusesRequestsThatMakeNoSense() {
    XattrSet set = new XattrSet(new XattrSet.Item[] {item("user.a", 3, 2), item("user.b", 40, 1)});
    List<Integer> taken = new ArrayList<>();
    request(set, taken, 1, 0);
    assertThat(taken).containsExactly(1);
    refused(ExitCode.PROTOCOL, "could not find xattr #3", () -> request(set, taken, 3, 0));
    refused(ExitCode.PROTOCOL, "could not find xattr #-1", () -> request(set, taken, -1, 0));
    refused(
        ExitCode.PROTOCOL,
        "internal abbrev error on f (user.a, len=3)!",
        () -> request(set, taken, 2, 0));
    refused(
        ExitCode.PROTOCOL,
        "could not find xattr",
        () -> request(set, taken, Integer.MAX_VALUE, Integer.MAX_VALUE, 3, 0));
  }

  private static void request(XattrSet set, List<Integer> taken, int... numbers) {
    WireInput in = Entries.input(Entries.output(33, out -> numbers(out, numbers)), 33);
    XattrCodec.readRequests(in, set, FILE, taken::add);
  }
}
