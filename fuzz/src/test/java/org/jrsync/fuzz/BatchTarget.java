package org.jrsync.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jrsync.engine.ItemReader;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.batch.BatchReader;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.wire.ChecksumChoice;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.Negotiation;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.ChecksumType;

/**
 * The beginning of a batch file: flags that stand for options, protocol, what was negotiated; and
 * the same negotiation with a peer. Then items, up to the first that has data.
 */
final class BatchTarget implements Target {
  @Override
  public String name() {
    return "batch";
  }

  @Override
  public List<String> decoder() {
    return List.of(
        "BatchReader.java",
        "StreamFlags.java",
        "Negotiation.java",
        "NameTable.java",
        "ItemReader.java");
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    int kind = choices.number();
    int given = choices.bits();
    BytesTransport peer = new BytesTransport(choices.rest(), 1000);
    WireInput in = new WireInput(peer);
    WireOutput out = peer.output(33);
    boolean batch = (kind & 1) != 0;
    Negotiation negotiation = new Negotiation(!batch && (kind & 2) != 0, (kind & 4) != 0);
    if (batch) {
      BatchReader reader = BatchReader.begin(in, options(given), line -> {});
      if (reader.protocol() > 33) {
        throw new AssertionError("protocol " + reader.protocol());
      }
      negotiation.recorded().remoteProtocol(reader.protocol());
    }
    negotiation
        .compress(
            (kind & 8) != 0, (kind & 16) != 0 ? ((kind & 6) == 6 ? "bogus" : "zstd") : null, 3)
        .compressList((kind & 40) == 40 ? "zlib zstd" : null)
        .clientInfo(new ClientInfo((kind & 128) != 0 ? ".iLsfxCIvu" : ""))
        .checksumChoice((kind & 36) == 36 ? choice() : null)
        .seed((kind & 128) != 0 ? 7 : 0)
        .protocol(33)
        .checksumList((kind & 32) != 0 ? "md5 md4" : null)
        .allowIncRecurse((kind & 64) != 0)
        .listLog(list -> {});
    Negotiated agreed = negotiation.run(in, out);
    if (agreed.protocol() < 28 || agreed.protocol() > 33) {
      throw new AssertionError("protocol " + agreed.protocol());
    }
    Objects.requireNonNull(agreed.newTransferChecksum());
    items(in, (kind & 128) != 0);
  }

  private static void items(WireInput in, boolean parts) {
    ItemReader.Lists lists =
        parts
            ? new ItemReader.Lists() {
              @Override
              public void file(int ndx) {}

              @Override
              public void complete() {}

              @Override
              public void segment(int directory) {
                if (directory < 0) {
                  throw new AssertionError("directory " + directory);
                }
              }

              @Override
              public void deleteStats() {}
            }
            : new ItemReader.NoLists() {
              @Override
              public void file(int ndx) {}

              @Override
              public void deleteStats() {}
            };
    ItemReader items = new ItemReader(in, new TransferStats(), lists);
    while (items.next() != ItemReader.DONE) {
      if (items.isTransfer()) {
        return;
      }
      if (items.hasName() != items.name().length > 0 && items.name().length > 4095) {
        throw new AssertionError("a name of " + items.name().length + " bytes");
      }
      if (items.basisType() < 0 || items.basisType() > 255 || items.flags() > 0xffff) {
        throw new AssertionError("flags " + items.flags());
      }
    }
  }

  private static ChecksumChoice choice() {
    return new ChecksumChoice("md5", ChecksumType.MD5, ChecksumType.MD5);
  }

  private static Options options(int bits) {
    OptionsBuilder b = new OptionsBuilder();
    b.recursive = (bits & 1) != 0;
    b.owner = (bits & 2) != 0;
    b.group = (bits & 4) != 0;
    b.links = (bits & 8) != 0;
    b.devices = (bits & 16) != 0;
    b.hardLinks = bits >> 5 & 1;
    b.checksumAlways = (bits & 64) != 0;
    b.dirs = (bits & 128) != 0;
    b.inplace = (bits & 256) != 0;
    b.append = (bits >> 9 & 3) % 3;
    return b.build();
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int protocol = 27; protocol < 35; protocol++) {
      for (int b = 0; b < 16; b++) {
        int p = protocol;
        int bit = b;
        int flags = 0xfdff ^ 1 << bit;
        for (int kind : new int[] {1, 9, 129, 0, 2, 6, 12, 34, 74, 24}) {
          seeds.add(
              Seed.of(kind | ((bit << 4) & 0xe0), (bit * 16) & 255, bit & 7)
                  .wire(
                      Math.clamp(p, 28, 33),
                      out -> {
                        if ((kind & 1) != 0) {
                          out.writeInt(bit == 15 ? 0xffff : flags & 0x7dff);
                        }
                        out.writeInt(p);
                        if (p >= 30 && (kind & 2) == 0) {
                          out.writeVarint(0x1ff);
                        }
                        if (p >= 30 && (kind & 1) == 0) {
                          out.writeVstring(Seed.text(bit == 3 ? "none of ours" : "xxh128 md5 md4"));
                          out.writeVstring(Seed.text("zstd lz4 zlibx zlib"));
                        }
                        if ((kind & 2) == 0) {
                          out.writeInt(7);
                        }
                        out.writeNdx(1);
                        out.writeShort(0x1800);
                        out.writeByte(0x81);
                        out.writeVstring(Seed.text("name"));
                        out.writeNdx(-3);
                        out.write(new byte[5]);
                        out.writeNdx(-2);
                        out.writeNdx(-101);
                        out.writeNdx(2);
                        out.writeShort(0x8000);
                        out.writeNdx(-1);
                      })
                  .bytes());
        }
      }
    }
    return seeds;
  }
}
