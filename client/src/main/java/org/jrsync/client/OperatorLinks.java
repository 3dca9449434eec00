package org.jrsync.client;

import java.nio.charset.StandardCharsets;
import org.jrsync.engine.options.LinkRules;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.UntrustedLinkException;
import org.jrsync.wire.MessageCode;

/** Which links may lead to what the operator of this process named. */
final class OperatorLinks {
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

  /** The rule for files that a peer's rules may name too. */
  static LinkTrust ofRules(LinkRules rules) {
    LinkTrust trust = rules.insecure() ? LinkTrust.ANYBODY : LinkTrust.OWNERS;
    byte[] root = rules.confineRoot();
    return root == null ? trust : trust.beneath(root);
  }
}
