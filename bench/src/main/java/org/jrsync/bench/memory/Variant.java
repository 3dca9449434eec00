package org.jrsync.bench.memory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.options.ArgumentParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.CompatFlags;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.CompressionType;
import org.jrsync.wire.flist.FileListFormat;
import org.jspecify.annotations.Nullable;

/**
 * A kind of transfer, as far as its lists go, in the newest protocol.
 *
 * @param name its options as one types them
 * @param options what they mean
 * @param negotiated what newest rsyncs agree upon
 */
record Variant(String name, Options options, Negotiated negotiated) {

  /**
   * @param letters the options
   * @param incremental whether the list is sent directory by directory
   */
  static Variant of(String letters, boolean incremental) {
    int flags = CompatFlags.SAFE_FLIST | CompatFlags.VARINT_FLIST_FLAGS | CompatFlags.ID0_NAMES;
    String name = "-" + letters;
    return new Variant(
        name,
        ArgumentParser.parse(List.of(bytes(name), bytes("from/"), bytes("to/")), Environment.EMPTY)
            .options(),
        new Negotiated(
            Protocol.NEWEST,
            Protocol.NEWEST,
            incremental ? flags | CompatFlags.INC_RECURSE : flags,
            ChecksumType.XXH3_128,
            ChecksumType.XXH3_128,
            true,
            true,
            CompressionType.NONE,
            false,
            1,
            true,
            false));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  boolean incremental() {
    return negotiated.incRecurse();
  }

  FileListFormat format() {
    return SideSetup.formatOf(options, negotiated);
  }

  /** What {@code -c} makes of files; null without it. */
  @Nullable StrongChecksum checksum() {
    return options.checksumAlways ? negotiated.newFileChecksum() : null;
  }
}
