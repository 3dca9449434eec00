package org.jrsync.client;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.UntrustedLinkException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;

/** Which links may lead to what the operator of this process named. */
final class OperatorLinks {
  private static final String MUNGED = "/rsyncd-munged";

  private OperatorLinks() {}

  /**
   * The rule for files that only the operator names.
   *
   * @param reporter told of links that are refused
   */
  static LinkTrust ofFiles(Options options, Reporter reporter) {
    byte[] line = (UntrustedLinkException.REFUSED + "\n").getBytes(StandardCharsets.US_ASCII);
    LinkTrust trust = options.linkRules.insecure() ? LinkTrust.ANYBODY : LinkTrust.OWNERS;
    return trust.telling(() -> reporter.report(MessageCode.ERROR, line));
  }

  /**
   * Makes sure that links which are stored in a form that leads nowhere do so.
   *
   * @throws RsyncException with {@link ExitCode#UNSUPPORTED} where they would lead somewhere
   */
  static void checkMunging(Options options) {
    if (options.linkRules.munge() && Files.isDirectory(Path.of(MUNGED))) {
      throw new RsyncException(
          ExitCode.UNSUPPORTED,
          "Symlink munging is unsafe when a " + MUNGED + " directory exists.");
    }
  }
}
