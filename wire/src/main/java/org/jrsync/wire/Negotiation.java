package org.jrsync.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.compress.CompressionType;
import org.jspecify.annotations.Nullable;

/**
 * The exchange between the first contact and the file list (docs/protocol.md, "Negotiation"):
 * protocol version, compatibility flags, names of checksum and compression, seed. Set what differs
 * from the defaults, then {@link #exchangeProtocol} and {@link #finish}, between which a caller can
 * refuse options that the version lacks. Nothing is multiplexed yet; the output is flushed before
 * each read.
 */
public final class Negotiation {
  /** What any rsync may speak; another number was said by something else. */
  private static final int OLDEST_EVER = 20;

  private static final int NEWEST_EVER = 40;

  private final boolean server;
  private final boolean sender;
  private int protocol = Protocol.NEWEST;
  private int remoteProtocol;
  private ClientInfo clientInfo = ClientInfo.NONE;
  private boolean allowIncRecurse;
  private @Nullable ChecksumChoice checksumChoice;
  private @Nullable String checksumList;
  private boolean compress;
  private @Nullable String compressChoice;
  private int compressLevel = CompressionType.LEVEL_UNSET;
  private @Nullable String compressList;
  private int seed;
  private boolean recorded;
  private Consumer<String> listLog = list -> {};

  public Negotiation(boolean server, boolean sender) {
    this.server = server;
    this.sender = sender;
  }

  /** The version to offer (--protocol), or the one agreed upon in the greeting. */
  public Negotiation protocol(int version) {
    this.protocol = version;
    return this;
  }

  /** What the peer's greeting offered; 0, the default, where versions are still to be exchanged. */
  public Negotiation remoteProtocol(int version) {
    this.remoteProtocol = version;
    return this;
  }

  /** On a server: what the client said in {@code -e}. */
  public Negotiation clientInfo(ClientInfo info) {
    this.clientInfo = info;
    return this;
  }

  /** Whether this side's options allow incremental recursion. */
  public Negotiation allowIncRecurse(boolean allow) {
    this.allowIncRecurse = allow;
    return this;
  }

  /** The choice of --checksum-choice; null to negotiate. */
  public Negotiation checksumChoice(@Nullable ChecksumChoice choice) {
    this.checksumChoice = choice;
    return this;
  }

  /** The value of RSYNC_CHECKSUM_LIST. */
  public Negotiation checksumList(@Nullable String list) {
    this.checksumList = list;
    return this;
  }

  /**
   * Whether data is to be compressed.
   *
   * @param choice the name from --compress-choice, null to negotiate
   * @param level the number from --compress-level, or {@link CompressionType#LEVEL_UNSET}
   */
  public Negotiation compress(boolean on, @Nullable String choice, int level) {
    this.compress = on;
    this.compressChoice = choice;
    this.compressLevel = level;
    return this;
  }

  /** The value of RSYNC_COMPRESS_LIST. */
  public Negotiation compressList(@Nullable String list) {
    this.compressList = list;
    return this;
  }

  /** The seed that a server states; 0, the default, draws one. */
  public Negotiation seed(int value) {
    this.seed = value;
    return this;
  }

  /**
   * The peer's part comes from a record (docs/protocol.md, "Batch files"): nothing is said to it,
   * and its version was read before.
   */
  public Negotiation recorded() {
    this.recorded = true;
    return this;
  }

  /**
   * Told each list of names, ours and the peer's, in the words of rsync's {@code --debug=nstr2}.
   */
  public Negotiation listLog(Consumer<String> log) {
    this.listLog = log;
    return this;
  }

  private void tell(boolean ours, String kind, String list) {
    listLog.accept(
        (ours == server ? "Server " : "Client ")
            + kind
            + " list (on "
            + (server ? "server" : "client")
            + "): "
            + list);
  }

  /** Both steps. */
  public Negotiated run(WireInput in, WireOutput out) {
    exchangeProtocol(in, out);
    return finish(in, out);
  }

  /**
   * Agrees upon a version, and sets it on both streams.
   *
   * @throws ProtocolException with exit code 2 where there is none in common
   */
  public int exchangeProtocol(WireInput in, WireOutput out) {
    if (remoteProtocol == 0) {
      if (server) {
        protocol = clientInfo.protocolFor(protocol);
      }
      out.writeInt(protocol);
      remoteProtocol = out.flushBeforeReply(in::readInt);
    }
    protocol = Math.min(protocol, remoteProtocol);
    requireVersion(remoteProtocol);
    if (remoteProtocol < Protocol.OLDEST) {
      throw ProtocolException.value(
          "the peer's protocol version "
              + remoteProtocol
              + " is older than "
              + Protocol.OLDEST
              + ", the oldest one spoken here");
    }
    if (protocol < Protocol.OLDEST || protocol > Protocol.NEWEST) {
      throw ProtocolException.value(
          "--protocol must be "
              + (protocol < Protocol.OLDEST
                  ? "at least " + (protocol < OLDEST_EVER ? OLDEST_EVER : Protocol.OLDEST)
                  : "no more than " + Protocol.NEWEST)
              + " on the "
              + (server ? "Server." : "Client."));
    }
    in.setProtocol(protocol);
    out.setProtocol(protocol);
    return protocol;
  }

  /**
   * Refuses what no rsync offers as its version.
   *
   * @throws ProtocolException with exit code 2
   */
  public static void requireVersion(int offered) {
    if (offered < OLDEST_EVER || offered > NEWEST_EVER) {
      throw new UncleanShellException();
    }
  }

  /**
   * The rest, after {@link #exchangeProtocol}.
   *
   * @throws RsyncException with exit code 4 where the sides have nothing in common
   */
  public Negotiated finish(WireInput in, WireOutput out) {
    int flags = protocol >= 30 ? exchangeFlags(in, out) : 0;
    boolean names = !recorded && (flags & CompatFlags.VARINT_FLIST_FLAGS) != 0;

    // Both lists go out before one is read, so that no side waits twice.
    NameTable<ChecksumType> checksums = checksumTable();
    NameTable.Offer<ChecksumType> checksumOffer =
        checksumChoice == null ? checksums.offer(checksumList, server) : null;
    NameTable<CompressionType> compressions = compressionTable();
    NameTable.Offer<CompressionType> compressionOffer =
        compress && compressChoice == null ? compressions.offer(compressList, server) : null;
    if (checksumOffer != null) {
      tell(true, "checksum", checksumOffer.text());
    }
    if (compressionOffer != null) {
      tell(true, "compress", compressionOffer.text());
    }
    if (names && checksumOffer != null) {
      out.writeVstring(checksumOffer.text().getBytes(ISO_8859_1));
    }
    if (names && compressionOffer != null) {
      out.writeVstring(compressionOffer.text().getBytes(ISO_8859_1));
    }
    out.flush();
    // A peer that knows no lists has one algorithm, which the user's list must still allow.
    ChecksumType checksum = null;
    if (checksumOffer != null) {
      String theirs = names ? receive(in) : protocol >= 30 ? "md5" : "md4";
      tell(false, "checksum", theirs);
      checksum = checksums.choose(checksumOffer, theirs, server, server && names);
    }
    CompressionType compression = null;
    if (compressionOffer != null) {
      String theirs = names ? receive(in) : "zlib";
      tell(false, "compress", theirs);
      compression = compressions.choose(compressionOffer, theirs, server, server && names);
    }
    exchangeSeed(in, out);
    // As rsync counts: a session's bytes begin after the seed.
    in.startCounting();
    out.startCounting();

    ChecksumChoice sums = chosenChecksums(checksums, names ? checksum : null);
    ChecksumType implied = protocol >= 30 ? ChecksumType.MD5 : ChecksumType.MD4_OLD;
    ChecksumType transfer = sums.transfer();
    ChecksumType file = sums.file();
    return new Negotiated(
        protocol,
        remoteProtocol,
        flags,
        transfer == null ? implied : transfer,
        file == null ? implied : file,
        names && checksumOffer != null,
        transfer != null || (flags & CompatFlags.CHKSUM_SEED_FIX) != 0,
        chosenCompression(compressions, compression),
        names && compressionOffer != null,
        seed,
        receiverSetsSymlinkTimes(flags),
        convertsLinks(flags));
  }

  /**
   * Refuses what {@link #finish} refuses for its name alone: algorithms that are not there, and on
   * a server those that its lists do not have.
   *
   * @throws RsyncException with exit code 4
   */
  public void checkChoices() {
    ChecksumChoice _ = chosenChecksums(checksumTable(), null);
    CompressionType _ = chosenCompression(compressionTable(), null);
  }

  /** Null in a place where the protocol version decides. */
  private ChecksumChoice chosenChecksums(
      NameTable<ChecksumType> table, @Nullable ChecksumType negotiated) {
    ChecksumChoice choice = checksumChoice;
    if (choice == null) {
      return new ChecksumChoice("", negotiated, negotiated);
    }
    if (server) {
      refuseUnlisted(
          table, checksumList, "checksum", choice.text(), choice.transfer(), choice.file());
    }
    return choice;
  }

  private CompressionType chosenCompression(
      NameTable<CompressionType> table, @Nullable CompressionType negotiated) {
    String choice = compressChoice;
    if (!compress) {
      return CompressionType.NONE;
    }
    if (choice == null) {
      return negotiated == null ? CompressionType.NONE : negotiated.at(compressLevel);
    }
    CompressionType chosen = CompressionType.forName(choice);
    if (chosen == null) {
      throw new RsyncException(ExitCode.UNSUPPORTED, "unknown compress name: " + choice);
    }
    if (server) {
      refuseUnlisted(table, compressList, "compress", choice, chosen, chosen);
    }
    return chosen.at(compressLevel);
  }

  private boolean receiverSetsSymlinkTimes(int flags) {
    if (!sender) {
      return true;
    }
    return protocol >= 30
        && (server ? clientInfo.has('L') : (flags & CompatFlags.SYMLINK_TIMES) != 0);
  }

  private boolean convertsLinks(int flags) {
    return protocol >= 30
        && (server ? clientInfo.has('s') : (flags & CompatFlags.SYMLINK_ICONV) != 0);
  }

  private int exchangeFlags(WireInput in, WireOutput out) {
    if (!server) {
      int flags = in.readVarint();
      if ((flags & CompatFlags.INC_RECURSE) != 0 && !allowIncRecurse) {
        throw new RsyncException(
            ExitCode.SYNTAX,
            "Incompatible options specified for inc-recursive "
                + (recorded ? "batch file." : "connection."));
      }
      return flags;
    }
    int flags = CompatFlags.forServer(clientInfo, allowIncRecurse);
    out.writeVarint(flags);
    return flags;
  }

  private void exchangeSeed(WireInput in, WireOutput out) {
    if (!server) {
      seed = in.readInt();
      return;
    }
    while (seed == 0) {
      seed = ThreadLocalRandom.current().nextInt();
    }
    out.writeInt(seed);
    out.flush();
  }

  private static String receive(WireInput in) {
    return new String(in.readVstring(NameTable.MAX_LIST, ExitCode.UNSUPPORTED), ISO_8859_1);
  }

  private <T> void refuseUnlisted(
      NameTable<T> table,
      @Nullable String list,
      String kind,
      String text,
      @Nullable T first,
      @Nullable T second) {
    if (list == null) {
      return;
    }
    List<T> allowed = table.offer(list, true).preferences();
    if ((first != null && !allowed.contains(first))
        || (second != null && !allowed.contains(second))) {
      throw new RsyncException(
          ExitCode.UNSUPPORTED,
          "Your --" + kind + "-choice value (" + text + ") was refused by the server.");
    }
  }

  private NameTable<ChecksumType> checksumTable() {
    List<ChecksumType> client =
        List.of(
            ChecksumType.XXH3_128,
            ChecksumType.XXH3_64,
            ChecksumType.XXH64,
            ChecksumType.MD5,
            ChecksumType.MD4,
            ChecksumType.SHA1);
    List<ChecksumType> all =
        List.of(
            ChecksumType.XXH3_128,
            ChecksumType.XXH3_64,
            ChecksumType.XXH64,
            ChecksumType.MD5,
            ChecksumType.MD4,
            ChecksumType.SHA1,
            ChecksumType.NONE);
    return new NameTable<>(
        "checksum", server ? all : client, ChecksumType::forTransfer, ChecksumType::wireName);
  }

  private NameTable<CompressionType> compressionTable() {
    List<CompressionType> client =
        List.of(
            CompressionType.ZSTD, CompressionType.LZ4, CompressionType.ZLIBX, CompressionType.ZLIB);
    List<CompressionType> all =
        List.of(
            CompressionType.ZSTD,
            CompressionType.LZ4,
            CompressionType.ZLIBX,
            CompressionType.ZLIB,
            CompressionType.NONE);
    return new NameTable<>(
        "compress", server ? all : client, CompressionType::forName, CompressionType::wireName);
  }
}
