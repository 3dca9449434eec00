package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jrsync.engine.options.Compression;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.Role;
import org.jrsync.wire.charset.NameCharset;
import org.jrsync.wire.compress.CompressionType;

/**
 * What a client says of its negotiation with {@code --debug=nstr}, and either side of the charset
 * of its names with {@code --debug=iconv}.
 */
final class NegotiationLog {
  private static final int RESULTS = 1;
  private static final int LISTS = 2;

  private final Options options;
  private final Reporter reporter;
  private final int level;

  NegotiationLog(Options options, Reporter reporter) {
    this.options = options;
    this.reporter = reporter;
    this.level = options.server ? 0 : options.debug(Debug.NSTR);
  }

  /**
   * Which charsets are in use. A server that waits for secluded arguments does not know yet what it
   * will be; a daemon says nothing.
   */
  void charsets(Role role) {
    int told = options.debug(Debug.ICONV);
    if (told >= 2 && !options.server && !options.eightBitOutput) {
      say("msg checking charset: " + NameCharset.ofLocale());
    }
    Iconv iconv = options.iconv;
    if (told >= 1 && iconv != null && !options.daemon) {
      boolean early = options.server && !options.localTransfer && iconv.lists();
      String who = early ? "server" : role.text();
      say("[" + who + "] charset: " + NameCharset.resolved(iconv.own()));
    }
  }

  /** A list of names that one side sent. */
  void list(String line) {
    if (level >= LISTS) {
      say(line);
    }
  }

  /** What came of it. */
  void result(Negotiated negotiated) {
    if (level < RESULTS) {
      return;
    }
    String choice = options.checksumChoice;
    say(
        subject(negotiated.checksumNegotiated())
            + "checksum: "
            + (choice == null ? negotiated.transferChecksum().wireName() : choice));
    Compression compression = options.compression;
    CompressionType type = negotiated.compression();
    if (type != CompressionType.NONE || compression.levelGiven()) {
      say(
          subject(negotiated.compressionNegotiated())
              + "compress: "
              + type.wireName()
              + " (level "
              + (type == CompressionType.NONE
                  ? compression.level()
                  : type.level(compression.level()))
              + ")");
    }
  }

  private static String subject(boolean negotiated) {
    return negotiated ? "Client negotiated " : "Client ";
  }

  private void say(String line) {
    reporter.report(MessageCode.INFO, (line + "\n").getBytes(ISO_8859_1));
  }
}
