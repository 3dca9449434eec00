package org.jrsync.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.Role;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.charset.NameCharset;
import org.jrsync.wire.flist.Acl;
import org.jrsync.wire.flist.AttributeLists;
import org.jrsync.wire.flist.ConversionFailures;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.EntryPolicy;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListDecoder;
import org.jrsync.wire.flist.FileListEncoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.FileListReader;
import org.jrsync.wire.flist.FileListSegments;
import org.jrsync.wire.flist.IdMap;
import org.jrsync.wire.flist.IdNames;
import org.jrsync.wire.flist.ListBudget;
import org.jrsync.wire.flist.XattrCodec;
import org.jrsync.wire.flist.XattrSet;
import org.jspecify.annotations.Nullable;

/**
 * File lists in every format, whole or in segments, with names of owners, access control lists and
 * extended attributes. No name may leave the tree, no list may hold more than its budget, and all
 * memory is given back.
 */
final class FileListTarget implements Target {
  private static final int BUDGET = 1 << 20;
  private static final int MOST_ENTRIES = 1000;
  private static final int BITS = 16;
  private static final NameCharset LATIN = Objects.requireNonNull(NameCharset.named("ISO-8859-1"));

  @Override
  public String name() {
    return "file-list";
  }

  @Override
  public List<String> decoder() {
    return List.of(
        "FileListDecoder.java",
        "FileListReader.java",
        "EntryPath.java",
        "ReceivedNames.java",
        "AclCodec.java",
        "XattrCodec.java",
        "IdMap.java",
        "OldDirectoryFlags.java");
  }

  private static FileListFormat format(Choices choices) {
    int protocol = 28 + choices.below(6);
    int bits = choices.bits();
    int more = choices.number();
    boolean modern = protocol >= 30;
    return FileListFormat.protocol(protocol)
        .incremental(modern && (bits & 1) != 0)
        .varintFlags(modern && (bits & 2) != 0)
        .safeErrors(modern && (bits & 4) != 0)
        .idZeroNames(modern && (bits & 8) != 0)
        .users((bits & 0x10) != 0)
        .groups((bits & 0x20) != 0)
        .numericIds((bits & 0x40) != 0)
        .links((bits & 0x80) != 0)
        .devices((bits & 0x100) != 0)
        .specials((bits & 0x200) != 0)
        .hardLinks((bits & 0x400) != 0)
        .relative((bits & 0x800) != 0)
        .recursive((bits & 0x1000) != 0)
        .accessTimes(modern && (bits & 0x2000) != 0)
        .xattrs(modern && (bits & 0x4000) != 0)
        .acls(modern && (bits & 0x8000) != 0)
        .missingArgs((more & 1) != 0)
        .charset((more & 2) != 0 ? LATIN : null, (more & 4) != 0)
        .checksumLength((more & 8) != 0 ? 16 : 0)
        .build();
  }

  private static final class Policy implements EntryPolicy {
    @Override
    public boolean isImpliedParent(byte[] path, int length) {
      return length == 1;
    }
  }

  private static IdMap ids(boolean unnamed, MemoryBudget memory) {
    return new IdMap(
        new IdMap.Resolver() {
          @Override
          public int resolve(int id, byte[] name) {
            return name.length == 0 ? id : name.length;
          }

          @Override
          public boolean isSkipped(int localId) {
            return localId == 7;
          }
        },
        unnamed,
        memory);
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    FileListFormat format = format(choices);
    int kind = choices.number();
    byte[] stream = choices.rest();
    WireInput in = BytesTransport.input(stream, format.protocol());
    in.setRole(Role.EARLY_RECEIVER);
    MemoryBudget memory = MemoryBudget.ofSession(BUDGET);
    ListBudget budget = new ListBudget(memory, MOST_ENTRIES);
    AttributeLists attributes =
        new AttributeLists(
            memory, (kind & 1) == 0 ? XattrCodec.Names.SAME : FileListTarget::userNamesAlone);
    FileListSegments segments = new FileListSegments(format, budget);
    FileListDecoder decoder =
        new FileListDecoder(
            in,
            format,
            (kind & 6) == 6
                ? IdMap.identity()
                : ids((kind & 2) != 0, MemoryBudget.ofSession(BUDGET)),
            (kind & 6) == 6
                ? IdMap.identity()
                : ids((kind & 4) != 0, MemoryBudget.ofSession(BUDGET)),
            (kind & 8) == 0 ? EntryPolicy.NONE : new Policy(),
            budget,
            attributes,
            ConversionFailures.UNTOLD);
    if ((kind & 16) != 0) {
      decoder.tellLength(length -> {});
    }
    FileListReader reader = new FileListReader(format, decoder, segments);
    try {
      reader.readFirst();
      int ndx = Protocol.NDX_FLIST_EOF;
      while (format.isIncremental() && (ndx = in.readNdx()) <= Protocol.NDX_FLIST_OFFSET) {
        reader.readSegment(reader.directoryIndex(ndx, Role.RECEIVER));
      }
      check(segments, format, reader.ioErrors());
      if ((kind & 32) != 0 && !format.isIncremental() && !format.ordersBySending()) {
        FileListRoundTrip.of(segments.first(), attributes, format);
      }
      if (attributes.xattrs().size() > 0) {
        XattrSet set = attributes.xattrs().get(0);
        XattrCodec.readRequests(
            in,
            set,
            new byte[0],
            index -> set.keep(index, XattrCodec.readValue(in, attributes.xattrs())));
      }
    } finally {
      segments.release();
      decoder.release();
      attributes.release();
    }
    requireGivenBack(budget);
  }

  private static byte @Nullable [] userNamesAlone(byte[] name) {
    return name.length > 5 && name[0] == 'u' ? Arrays.copyOfRange(name, 5, name.length) : null;
  }

  private static void requireGivenBack(ListBudget budget) {
    if (budget.entries() != 0 || budget.bytes() != 0) {
      throw new AssertionError(
          budget.entries() + " entries and " + budget.bytes() + " bytes are not given back");
    }
  }

  private static void check(FileListSegments segments, FileListFormat format, int ioErrors) {
    FileEntry entry = new FileEntry();
    long count = 0;
    for (int s = 0; s < segments.size(); s++) {
      FileList list = segments.segment(s);
      count += list.count();
      for (int i = 0; i < list.count(); i++) {
        if (segments.require(list.ndx(i), "fuzz", "fuzz") != list
            || list.position(list.ndx(i)) != i) {
          throw new AssertionError("index " + list.ndx(i) + " is of another list");
        }
        if (!list.isActive(i)) {
          continue;
        }
        list.get(i, entry);
        checkName(entry.pathCopy());
        if (entry.size < 0
            || (entry.mtimeNanos >>> 30) != 0
            || entry.linkLength > FileEntry.MAX_LINK) {
          throw new AssertionError("entry " + i);
        }
        if (entry.isDirectory() && entry.has(EntryFlags.HARD_LINKED)) {
          throw new AssertionError("a directory with hard links");
        }
        if (!format.ordersBySending()
            && list.find(entry.path, entry.pathLength, entry.isDirectory()) < 0) {
          throw new AssertionError("entry " + i + " is not found");
        }
      }
    }
    if (count > MOST_ENTRIES || (ioErrors & ~7) != 0) {
      throw new AssertionError(count + " entries, errors " + ioErrors);
    }
  }

  /** No name may be absolute, or go up. */
  private static void checkName(byte[] name) {
    String text = "/" + new String(name, java.nio.charset.StandardCharsets.ISO_8859_1) + "/";
    if (name.length == 0
        || text.startsWith("//")
        || text.contains("/../")
        || text.indexOf('\0') >= 0) {
      throw new AssertionError("name " + text);
    }
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Recorded side : Recorded.all()) {
      boolean pull = side.name().startsWith("pull");
      if (pull != side.server()
          || side.name().contains("nowhere")
          || side.name().contains("none")) {
        continue;
      }
      boolean old = side.name().contains("protocol-29");
      boolean sums = side.name().contains("-c.");
      // Options -a, -H with most of them; incremental with all but -c and old protocols.
      int bits = 0x13b0 | (old ? 0 : 0x4e) | (old || sums ? 0 : 1) | (sums ? 0 : 0x400);
      bits &= ~0x40;
      byte[] data = side.data();
      int filters = !pull && side.name().contains("delete") ? 4 : 0;
      seeds.add(
          Seed.of(old ? 1 : 5, bits & 255, bits >> 8, sums ? 8 : 0, 6)
              .then(Arrays.copyOfRange(data, filters, data.length))
              .bytes());
    }
    for (int protocol = 28; protocol < 34; protocol++) {
      for (int bit = 0; bit < BITS; bit++) {
        int bits = 0xffff ^ 1 << bit;
        seeds.add(made(protocol, bits, bit));
        seeds.add(made(protocol, bits & ~1, bit));
        seeds.add(made(protocol, 1 << bit, bit));
      }
    }
    return seeds;
  }

  /** A list of every kind of entry, written by our sender. */
  private static byte[] made(int protocol, int bits, int more) {
    Seed head = Seed.of(protocol - 28, bits & 255, bits >> 8, more & 13, more * 7 | 32);
    FileListFormat format = format(new Choices(head.bytes()));
    return head.wire(protocol, out -> write(out, format)).bytes();
  }

  private static void write(WireOutput out, FileListFormat format) {
    MemoryBudget memory = MemoryBudget.unlimited();
    AttributeLists attributes = new AttributeLists(memory, XattrCodec.Names.SAME);
    IdNames names = new IdNames(id -> Seed.text("id" + id));
    FileListEncoder encoder =
        new FileListEncoder(out, format, names, names, new ListBudget(memory, 100), attributes);
    String[] paths = {".", "dir", "file", "link", "null", "pipe", "twin", "file2"};
    int[] modes = {040755, 040700, 0100644, 0120777, 020666, 010600, 0100600, 0100600};
    int start = format.isIncremental() ? 1 : 0;
    for (int i = 0; i < paths.length; i++) {
      FileEntry entry = new FileEntry();
      entry.setPath(Seed.text(paths[i]));
      entry.mode = modes[i];
      entry.size = i == 7 ? 1L << 40 : i * 100L;
      entry.mtime = i < 4 ? 1_700_000_000L : 5_000_000_000L;
      entry.mtimeNanos = i == 3 ? 5 : 0;
      entry.atime = i * 7L;
      entry.uid = i / 3;
      entry.gid = i / 2;
      if (modes[i] == 020666) {
        entry.rdevMajor = 1;
        entry.rdevMinor = 300;
      }
      if (entry.isSymlink()) {
        entry.setLink(Seed.text("dir/target"), 0, 10);
      }
      if (entry.isDirectory()) {
        entry.flags |=
            i == 0 ? EntryFlags.TOP_DIR | EntryFlags.CONTENT_DIR : EntryFlags.CONTENT_DIR;
      }
      if (i >= 6) {
        entry.flags |= EntryFlags.HARD_LINKED;
        entry.dev = 1;
        entry.ino = 9;
      }
      attributes.setXattrs(
          entry,
          new XattrSet(
              new XattrSet.Item[] {
                new XattrSet.Item(Seed.text("user.a"), 3, Seed.text("abc"), 1),
                new XattrSet.Item(Seed.text("user.b" + i), 100, new byte[16], 2)
              }));
      if (!entry.isSymlink()) {
        attributes.setAcls(
            entry,
            new Acl(7, 5, i == 2 ? 4 : Acl.NONE, 0, new int[] {7, i}, new int[] {4 | Acl.USER, 6}),
            entry.isDirectory() ? new Acl(7, 5, 5, 0, new int[0], new int[0]) : null);
      }
      encoder.write(entry, start + i, start);
    }
    encoder.writeEnd(format.errorsInList() ? 1 : 0);
    if (format.isIncremental()) {
      out.writeNdx(Protocol.NDX_FLIST_OFFSET - 1);
      FileEntry inside = new FileEntry();
      inside.setPath(Seed.text("dir/inside"));
      inside.mode = 0100644;
      encoder.write(inside, 11, 11);
      encoder.writeEnd(0);
      out.writeNdx(Protocol.NDX_FLIST_EOF);
    } else {
      encoder.writeTrailer(0);
    }
    out.writeVarint(2);
    out.writeVarint(100);
    out.write(new byte[100]);
    out.writeVarint(0);
  }

  @Override
  public long allocation(int inputLength) {
    return (16 << 20) + 2000L * inputLength;
  }
}
