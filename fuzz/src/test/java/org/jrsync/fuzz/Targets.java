package org.jrsync.fuzz;

import java.util.List;
import org.jrsync.client.ClientGreetingTarget;
import org.jrsync.daemon.auth.SecretsTarget;
import org.jrsync.daemon.session.DaemonGreetingTarget;
import org.jrsync.daemon.session.ProxyHeaderTarget;
import org.jrsync.wire.compress.CompressionType;

/** Every target. */
final class Targets {
  private Targets() {}

  static List<Target> all() {
    return List.of(
        new FramesTarget(),
        new FileListTarget(),
        new TokensTarget(CompressionType.NONE, "PlainTokenReader.java"),
        packed(CompressionType.ZLIB, "DeflateDecompressor.java", "MatchedHistory.java"),
        packed(CompressionType.ZLIBX, "DeflateDecompressor.java"),
        packed(CompressionType.LZ4, "Lz4Decompressor.java", "Lz4Unpacker.java"),
        packed(CompressionType.ZSTD, "ZstdDecompressor.java"),
        new SignaturesTarget(),
        new FilterRulesTarget(),
        new ArgumentsTarget(),
        new DaemonGreetingTarget(),
        new ClientGreetingTarget(),
        new ProxyHeaderTarget(),
        new ConfigTarget(),
        new SecretsTarget(),
        new BatchTarget());
  }

  private static Target packed(CompressionType type, String... decoder) {
    String[] all = new String[decoder.length + 3];
    System.arraycopy(decoder, 0, all, 3, decoder.length);
    all[0] = "PackedTokenReader.java";
    all[1] = "PackedData.java";
    all[2] = "RunReader.java";
    return new TokensTarget(type, all);
  }

  /** The target with a name. */
  static Target named(String name) {
    for (Target target : all()) {
      if (target.name().equals(name)) {
        return target;
      }
    }
    throw new IllegalArgumentException("no target is called " + name);
  }
}
