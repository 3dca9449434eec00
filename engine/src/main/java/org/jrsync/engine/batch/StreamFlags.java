package org.jrsync.engine.batch;

import java.util.function.Consumer;
import org.jrsync.engine.options.AttributeOptions;
import org.jrsync.engine.options.Compression;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * The options that decide what a stream looks like, as a batch keeps them (docs/protocol.md, "Batch
 * files").
 */
final class StreamFlags {
  private static final int ICONV = 9;
  private static final int APPEND = 13;
  private static final int APPEND_VERIFY = 14;

  /** Names by bit number, as messages show them. */
  private static final String[] NAMES = {
    "--recurse (-r)",
    "--owner (-o)",
    "--group (-g)",
    "--links (-l)",
    "--devices (-D)",
    "--hard-links (-H)",
    "--checksum (-c)",
    "--dirs (-d)",
    "--compress (-z)",
    "--iconv",
    "--acls (-A)",
    "--xattrs (-X)",
    "--inplace",
    "--append",
    "--append-verify",
  };

  /**
   * From this version on, all bits count; before, those below {@link #ICONV}, and before {@link
   * #FIRST_WITH_DIRS} those below {@link #DIRS}.
   */
  private static final int FIRST_WITH_ALL = 30;

  private static final int FIRST_WITH_DIRS = 29;
  private static final int DIRS = 7;

  private StreamFlags() {}

  /** The bits of a run's options. */
  static int of(Options o) {
    boolean[] set = {
      o.recursive,
      o.owner,
      o.group,
      o.links,
      o.devices,
      o.hardLinks > 0,
      o.checksumAlways,
      o.dirs,
      o.compression.wanted(),
      o.iconv != null,
      o.attributes.acls(),
      o.attributes.xattrs() > 0,
      o.inplace,
      o.append == 1,
      o.append == 2,
    };
    int flags = 0;
    for (int i = 0; i < set.length; i++) {
      flags |= set[i] ? 1 << i : 0;
    }
    return flags;
  }

  /**
   * The options that go with a batch.
   *
   * @param flags the batch's bits
   * @param protocol its protocol version
   * @param told takes a line, without its end, about each option that is changed
   * @throws RsyncException with {@link ExitCode#SYNTAX} where one cannot be changed
   */
  static Options match(Options given, int flags, int protocol, Consumer<String> told) {
    OptionsBuilder b = given.toBuilder();
    // As with rsync, lists in parts are taken only where recursion was asked for.
    b.incRecursive = given.incRecursive && given.recursive;
    int own = of(given);
    int last = protocol < FIRST_WITH_DIRS ? DIRS : protocol < FIRST_WITH_ALL ? ICONV : NAMES.length;
    for (int i = 0; i < last; i++) {
      int bit = 1 << i;
      boolean wanted = (flags & bit) != 0;
      boolean same = wanted == ((own & bit) != 0) && (given.batch.unusual() & own & bit) == 0;
      if (same) {
        continue;
      }
      if (i == ICONV) {
        throw new RsyncException(
            ExitCode.SYNTAX,
            (wanted ? "Please" : "Do not") + " specify the --iconv option to use this batch file.");
      }
      told.accept(
          (wanted ? "Setting the " : "Clearing the ")
              + NAMES[i]
              + " option to match the batchfile.");
      set(b, given, i, wanted);
    }
    if (protocol < FIRST_WITH_DIRS) {
      b.dirs = b.recursive || b.dirsGiven;
    }
    return b.build();
  }

  private static void set(OptionsBuilder b, Options given, int index, boolean on) {
    int number = on ? 1 : 0;
    switch (index) {
      case 0 -> b.recursive = on;
      case 1 -> b.owner = on;
      case 2 -> b.group = on;
      case 3 -> b.links = on;
      case 4 -> b.devices = on;
      case 5 -> b.hardLinks = number;
      case 6 -> b.checksumAlways = on;
      case DIRS -> {
        b.dirs = on;
        b.dirsGiven = false;
      }
      case 8 -> b.compression = compression(given.compression, on);
      case 10 -> b.attributes = attributes(b.attributes, on, b.attributes.xattrs());
      case 11 -> b.attributes = attributes(b.attributes, b.attributes.acls(), number);
      case 12 -> b.inplace = on;
      case APPEND -> b.append = on ? 1 : b.append == 1 ? 0 : b.append;
      case APPEND_VERIFY -> b.append = on ? 2 : b.append == 2 ? 0 : b.append;
      default -> throw new IllegalArgumentException("bit " + index);
    }
  }

  private static Compression compression(Compression given, boolean on) {
    return on
        ? new Compression(1, given.choice(), given.level(), given.threads(), given.skip())
        : Compression.NONE;
  }

  private static AttributeOptions attributes(AttributeOptions given, boolean acls, int xattrs) {
    return new AttributeOptions(
        given.executability(),
        acls,
        xattrs,
        given.atimes(),
        given.superUser(),
        given.userMap(),
        given.groupMap(),
        given.copyAs());
  }
}
