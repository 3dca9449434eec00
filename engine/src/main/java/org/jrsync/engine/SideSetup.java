package org.jrsync.engine;

import org.jrsync.engine.options.MissingArgs;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.EntryLister;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.flist.AttributeLists;
import org.jrsync.wire.flist.ConversionFailures;
import org.jrsync.wire.flist.EntryPolicy;
import org.jrsync.wire.flist.FileListDecoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.FileListReader;
import org.jrsync.wire.flist.FileListSegments;
import org.jrsync.wire.flist.ListBudget;

/**
 * What a side is put together from besides its session.
 *
 * @param log how entries are shown
 * @param lister how {@code --list-only} shows them
 * @param progress told how the data moves
 * @param companions starts the receiver's thread
 * @param budget bounds the file lists, and with its memory what else the peer sends
 * @param policy checks names and adapts modes of received lists
 */
public record SideSetup(
    ItemLog log,
    EntryLister lister,
    TransferProgress progress,
    Companions companions,
    ListBudget budget,
    EntryPolicy policy) {

  /** A second thread of a session. */
  public interface Companion {
    /** Waits until it has ended. */
    void join();

    /** One that is a thread; an interrupt ends the wait and is kept. */
    static Companion of(Thread thread) {
      return () -> {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      };
    }
  }

  /**
   * Starts second threads. A daemon whose sessions act as different users starts them from a thread
   * that has no session's identity, and lets them take theirs.
   */
  public interface Companions {
    /** The length, in bytes, from which a file is worth a further thread. */
    long LONG_FILE = 32L << 20;

    /** Runs a task on another thread. */
    Companion start(String name, Runnable task);

    /**
     * Whether further plain threads may work at one file: not in a daemon, whose sessions would
     * take processors from each other, and not on a single processor.
     */
    default boolean mayShareFiles() {
      return false;
    }

    /** Plain platform threads. */
    Companions PLATFORM_THREADS =
        new Companions() {
          @Override
          public Companion start(String name, Runnable task) {
            return Companion.of(Thread.ofPlatform().name(name).daemon(true).start(task));
          }

          @Override
          public boolean mayShareFiles() {
            return Runtime.getRuntime().availableProcessors() > 1;
          }
        };
  }

  /** The form of the file list that the options and the negotiation give. */
  public static FileListFormat formatOf(Options options, Negotiated negotiated) {
    return FileListFormat.protocol(negotiated.protocol())
        .incremental(negotiated.incRecurse())
        .varintFlags(negotiated.varintFileListFlags())
        .safeErrors(negotiated.safeFileList())
        .idZeroNames(negotiated.id0Names())
        .users(options.owner)
        .groups(options.group)
        .numericIds(options.numericIds)
        .links(options.links)
        .devices(options.devices)
        .charset(options.iconv == null ? null : options.iconv.charset(), negotiated.convertsLinks())
        .specials(options.specials)
        .hardLinks(options.hardLinks > 0)
        .relative(options.relative)
        .recursive(options.recursive)
        .missingArgs(options.missingArgs == MissingArgs.DELETE)
        .xattrs(options.attributes.xattrs() > 0)
        .acls(options.attributes.acls())
        .accessTimes(options.attributes.atimes() > 0)
        .checksumLength(options.checksumAlways ? negotiated.fileChecksum().length() : 0)
        .build();
  }

  /** A new account of the list's parts. */
  public FileListSegments newSegments(FileListFormat format) {
    return new FileListSegments(format, budget);
  }

  /**
   * Reads the list from the peer.
   *
   * @param maps of the sender's ids
   * @param attributes what entries have indexes into
   * @param failures told of names that cannot be converted
   */
  FileListDecoder newDecoder(
      WireInput in,
      FileListFormat format,
      OwnerMaps maps,
      AttributeLists attributes,
      ConversionFailures failures) {
    return new FileListDecoder(
        in, format, maps.users(), maps.groups(), policy, budget, attributes, failures);
  }

  /** Reads the parts of the list from the peer. */
  public FileListReader newReader(
      FileListFormat format, FileListDecoder decoder, FileListSegments segments) {
    return new FileListReader(format, decoder, segments);
  }
}
