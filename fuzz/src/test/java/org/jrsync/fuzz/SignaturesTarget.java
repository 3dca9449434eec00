package org.jrsync.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.Role;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.signature.BlockSignatures;
import org.jrsync.wire.signature.BlockSizes;
import org.jrsync.wire.signature.SignatureHeader;

/** The header and the sums of a file's blocks; what is read is written as it came. */
final class SignaturesTarget implements Target {
  private static final int BUDGET = 1 << 20;

  @Override
  public String name() {
    return "signatures";
  }

  @Override
  public List<String> decoder() {
    return List.of("SignatureHeader.java", "BlockSignatures.java");
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    int protocol = 28 + choices.below(6);
    int digest = choices.below(65);
    byte[] stream = choices.rest();
    WireInput in = BytesTransport.input(stream, protocol);
    in.setRole(Role.SENDER);
    MemoryBudget memory = MemoryBudget.ofSession(BUDGET);
    SignatureHeader header = SignatureHeader.read(in, digest);
    check(header, protocol);
    try (BlockSignatures sums = BlockSignatures.read(in, header, memory)) {
      BytesTransport sink = new BytesTransport(new byte[0], 1);
      var out = sink.output(protocol);
      header.write(out);
      int read = (int) in.dataRead();
      for (int i = 0; i < sums.count(); i++) {
        int at = 16 + i * (4 + header.strongLength());
        if (!sums.strongEquals(i, stream, at + 4) || sums.weak(i) != sums.weakSums()[i]) {
          throw new AssertionError("sum " + i + " is another");
        }
        BlockSignatures.write(out, sums.header(), sums.weak(i), stream, at + 4);
      }
      out.flush();
      if (!Arrays.equals(sink.heard(), Arrays.copyOf(stream, read))) {
        throw new AssertionError("not what was read");
      }
    } finally {
      requireGivenBack(memory);
    }
  }

  private static void requireGivenBack(MemoryBudget memory) {
    if (memory.held() != 0) {
      throw new AssertionError(memory.held() + " bytes are not given back");
    }
  }

  private static void check(SignatureHeader header, int protocol) {
    if (header.coveredLength() < 0
        || header.blockLength() > SignatureHeader.maxBlock(protocol)
        || (header.count() > 0 && header.lengthOf(header.count() - 1) <= 0)) {
      throw new AssertionError(header.toString());
    }
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int protocol = 28; protocol < 34; protocol++) {
      for (long length : new long[] {0, 700, 701, 5000, 1L << 21}) {
        SignatureHeader header = BlockSizes.forFile(length, protocol, 0, 16, length == 701);
        int p = protocol;
        seeds.add(
            Seed.of(p - 28, 16)
                .wire(
                    p,
                    out -> {
                      header.write(out);
                      for (int i = 0; i < header.count(); i++) {
                        BlockSignatures.write(out, header, i * 77, new byte[16], 0);
                      }
                    })
                .bytes());
      }
    }
    Seed many =
        Seed.of(5, 16).wire(33, new SignatureHeader(9000, 700, 2, 0)::write).then(new byte[54_000]);
    seeds.add(many.bytes());
    for (SignatureHeader odd :
        new SignatureHeader[] {
          new SignatureHeader(Integer.MAX_VALUE, 1, 64, 0),
          new SignatureHeader(1 << 20, 1 << 17, 16, 1),
          new SignatureHeader(-1, 1, 1, 0),
          new SignatureHeader(1, 0, 1, 0),
          new SignatureHeader(1, 1 << 30, 1, 0),
          new SignatureHeader(1, 1, 65, 0),
          new SignatureHeader(1, 1, 1, 2)
        }) {
      seeds.add(Seed.of(5, 64).wire(33, odd::write).bytes());
    }
    return seeds;
  }

  @Override
  public long allocation(int inputLength) {
    return 4 * BUDGET + 100L * inputLength;
  }
}
