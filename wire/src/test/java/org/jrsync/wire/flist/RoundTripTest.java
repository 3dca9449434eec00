package org.jrsync.wire.flist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jrsync.wire.ConnectionClosedException;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.WireInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an encoder writes a decoder reads back, for every protocol. */
class RoundTripTest {

  private static IdNames someNames() {
    return new IdNames(id -> id % 2 == 0 ? Entries.name("id" + id) : null);
  }

  private static List<FileEntry> randomEntries(Random random, int protocol, int count) {
    List<FileEntry> entries = new ArrayList<>();
    for (String path : Entries.paths(random, count)) {
      FileEntry entry = new FileEntry();
      entry.setPath(Entries.name(path));
      Entries.randomAttributes(entry, random, protocol);
      if (random.nextInt(4) == 0 && !entry.isDirectory()) {
        entry.flags |= EntryFlags.HARD_LINKED;
        entry.dev = random.nextInt(2);
        entry.ino = random.nextLong();
      } else if (random.nextInt(4) == 0 && !entries.isEmpty()) {
        FileEntry first = entries.get(random.nextInt(entries.size()));
        if (first.has(EntryFlags.HARD_LINKED)) {
          linkTo(entry, first);
        }
      }
      entries.add(entry);
    }
    return entries;
  }

  private static void linkTo(FileEntry entry, FileEntry first) {
    entry.mode = first.mode;
    entry.size = first.size;
    entry.mtime = first.mtime;
    entry.mtimeNanos = first.mtimeNanos;
    entry.atime = first.atime;
    entry.uid = first.uid;
    entry.gid = first.gid;
    entry.rdevMajor = first.rdevMajor;
    entry.rdevMinor = first.rdevMinor;
    entry.setLink(first.link, 0, first.linkLength);
    entry.dev = first.dev;
    entry.ino = first.ino;
    entry.flags = first.flags;
    System.arraycopy(first.checksum, 0, entry.checksum, 0, entry.checksum.length);
  }

  private static byte[] encode(FileListFormat format, List<FileEntry> entries) {
    return Entries.output(
        format.protocol(),
        out -> {
          FileListEncoder encoder =
              new FileListEncoder(out, format, someNames(), someNames(), ListBudget.unlimited());
          int start = format.isIncremental() ? 1 : 0;
          for (int i = 0; i < entries.size(); i++) {
            encoder.write(entries.get(i), start + i, start);
          }
          encoder.writeEnd(format.errorsInList() ? 2 : 0);
          encoder.writeTrailer(4);
        });
  }

  private static FileListDecoder decoder(WireInput in, FileListFormat format) {
    return new FileListDecoder(
        in, format, IdMap.identity(), IdMap.identity(), EntryPolicy.NONE, ListBudget.unlimited());
  }

  private static void assertSame(
      FileList list, int position, FileEntry sent, FileListFormat format) {
    FileEntry got = new FileEntry();
    list.get(position, got);
    String path = new String(sent.pathCopy(), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(got.pathCopy()).as(path).isEqualTo(sent.pathCopy());
    assertThat(got.mode).as(path).isEqualTo(sent.mode);
    assertThat(got.size).as(path).isEqualTo(sent.size);
    assertThat(got.mtime).as(path).isEqualTo(sent.mtime);
    assertThat(got.mtimeNanos).as(path).isEqualTo(sent.mtimeNanos);
    assertThat(got.atime).as(path).isEqualTo(sent.isDirectory() ? 0 : sent.atime);
    assertThat(got.uid).as(path).isEqualTo(sent.uid);
    assertThat(got.gid).as(path).isEqualTo(sent.gid);
    assertThat(got.rdevMajor).as(path).isEqualTo(sent.rdevMajor);
    assertThat(got.rdevMinor).as(path).isEqualTo(sent.rdevMinor);
    assertThat(got.linkCopy()).as(path).isEqualTo(sent.linkCopy());
    assertThat(got.has(EntryFlags.HARD_LINKED))
        .as(path)
        .isEqualTo(sent.has(EntryFlags.HARD_LINKED));
    if (sent.isRegular()) {
      int length = format.checksumLength();
      assertThat(list.checksum(position)).as(path).isEqualTo(Arrays.copyOf(sent.checksum, length));
    }
    assertThat(got.rdevMajor).isEqualTo(list.rdevMajor(position));
    assertThat(list.linkTarget(position)).isEqualTo(sent.linkCopy());
  }

  private static void assertSameGroups(FileList list, List<FileEntry> sent) {
    for (int i = 0; i < sent.size(); i++) {
      for (int j = 0; j < i; j++) {
        FileEntry a = sent.get(i);
        FileEntry b = sent.get(j);
        if (a.has(EntryFlags.HARD_LINKED) && b.has(EntryFlags.HARD_LINKED)) {
          assertThat(list.hardLinkGroup(i) == list.hardLinkGroup(j))
              .isEqualTo(a.dev == b.dev && a.ino == b.ino);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {28, 29, 30, 31, 32, 33})
  void everyField(int protocol) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed * 100L + protocol);
      List<FileEntry> sent = randomEntries(random, protocol, 150);
      FileListFormat format = Entries.everything(protocol).numericIds(seed % 3 == 0).build();
      WireInput in = Entries.input(encode(format, sent), protocol);
      FileListDecoder decoder = decoder(in, format);
      FileList list = decoder.newList(0);
      assertThat(decoder.read(list, new byte[0])).isEqualTo(format.errorsInList() ? 2 : 0);
      assertThat(decoder.readTrailer(list)).isEqualTo(protocol < 30 ? 4 : 0);
      assertThat(list.count()).isEqualTo(sent.size());
      for (int i = 0; i < sent.size(); i++) {
        assertSame(list, i, sent.get(i), format);
      }
      assertSameGroups(list, sent);
      assertThatThrownBy(in::readByte).isInstanceOf(ConnectionClosedException.class);
    }
  }

  @Test
  void namesInsideEntriesWithIncrementalRecursion() {
    FileListFormat format =
        FileListFormat.protocol(33).incremental(true).users(true).groups(true).build();
    FileEntry a = Entries.entry("a", 0100644);
    a.uid = 1000;
    a.gid = 50;
    FileEntry b = Entries.entry("b", 0100644);
    b.uid = 1001;
    b.gid = 50;
    byte[] bytes = encode(format, List.of(a, b));
    IdMap users = new IdMap((id, name) -> name.length > 0 ? 7 : id, true, MemoryBudget.unlimited());
    IdMap groups =
        new IdMap(
            new IdMap.Resolver() {
              @Override
              public int resolve(int id, byte[] name) {
                return id + 1;
              }

              @Override
              public boolean isSkipped(int localId) {
                return localId == 51;
              }
            },
            true,
            MemoryBudget.unlimited());
    FileListDecoder decoder =
        new FileListDecoder(
            Entries.input(bytes, 33),
            format,
            users,
            groups,
            EntryPolicy.NONE,
            ListBudget.unlimited());
    FileList list = decoder.newList(1);
    decoder.read(list, new byte[0]);
    assertThat(list.uid(0)).isEqualTo(7);
    assertThat(list.uid(1)).isEqualTo(1001);
    assertThat(list.gid(0)).isEqualTo(51);
    assertThat(list.flags(1) & EntryFlags.SKIP_GROUP).isNotZero();
  }

  @Test
  void laterLinkInALaterSegmentIsWholeAndInTheSameSegmentShort() {
    FileListFormat format =
        FileListFormat.protocol(33).incremental(true).hardLinks(true).varintFlags(true).build();
    FileEntry a = Entries.entry("a", 0100644);
    a.flags = EntryFlags.HARD_LINKED;
    a.ino = 5;
    a.size = 77;
    a.mtime = 1234;
    FileEntry b = Entries.entry("b", 0100644);
    linkTo(b, a);
    FileEntry c = Entries.entry("d/c", 0100644);
    linkTo(c, a);
    int[] ends = new int[2];
    byte[] bytes =
        Entries.output(
            33,
            out -> {
              FileListEncoder encoder =
                  new FileListEncoder(
                      out, format, someNames(), someNames(), ListBudget.unlimited());
              encoder.write(a, 1, 1);
              ends[0] = (int) out.bytesWritten();
              encoder.write(b, 2, 1);
              ends[1] = (int) out.bytesWritten();
              encoder.writeEnd(0);
              encoder.write(c, 4, 4);
              encoder.writeEnd(0);
            });
    FileListDecoder decoder = decoder(Entries.input(bytes, 33), format);
    FileList first = decoder.newList(1);
    decoder.read(first, new byte[0]);
    FileList second = decoder.newList(4);
    decoder.read(second, Entries.name("d"));
    assertThat(first.hardLinkGroup(0)).isEqualTo(1);
    assertThat(first.hardLinkGroup(1)).isEqualTo(1);
    assertThat(second.hardLinkGroup(0)).isEqualTo(1);
    assertThat(first.size(1)).isEqualTo(77);
    assertThat(second.size(0)).isEqualTo(77);
    assertThat(second.mtime(0)).isEqualTo(1234);
  }

  @ParameterizedTest
  @ValueSource(ints = {28, 29, 30, 31, 33})
  void everyTruncationIsAnError(int protocol) {
    Random random = new Random(protocol);
    FileListFormat format = Entries.everything(protocol).build();
    byte[] bytes = encode(format, randomEntries(random, protocol, 40));
    for (int length = 0; length < bytes.length; length++) {
      WireInput in = Entries.input(Arrays.copyOf(bytes, length), protocol);
      FileListDecoder decoder = decoder(in, format);
      FileList list = decoder.newList(0);
      assertThatThrownBy(
              () -> {
                decoder.read(list, new byte[0]);
                decoder.readTrailer(list);
              })
          .as("cut at %d", length)
          .isInstanceOf(ConnectionClosedException.class);
    }
  }

  @Test
  void randomBytesNeverBreakTheDecoder() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      int protocol = 28 + random.nextInt(6);
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        for (int j = 0; j < bytes.length; j++) {
          bytes[j] &= 0x3F;
        }
      }
      FileListFormat format =
          Entries.everything(protocol).incremental(i % 3 == 0 && protocol >= 30).build();
      ListBudget budget = new ListBudget(1 << 20, 1000);
      FileListDecoder decoder =
          new FileListDecoder(
              Entries.input(bytes, protocol),
              format,
              IdMap.identity(),
              IdMap.identity(),
              EntryPolicy.NONE,
              budget);
      FileListSegments segments = new FileListSegments(format, budget);
      try {
        new FileListReader(format, decoder, segments).readFirst();
      } catch (org.jrsync.wire.RsyncException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
