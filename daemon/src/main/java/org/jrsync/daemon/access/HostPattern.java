package org.jrsync.daemon.access;

import java.nio.charset.StandardCharsets;
import org.jrsync.engine.filter.Wildmatch;

/** A host's name in a list, with wildcards. */
final class HostPattern {

  private HostPattern() {}

  /** Whether a lower-case name matches a lower-case pattern. */
  static boolean matches(String pattern, String name) {
    return pattern.equals(name)
        || Wildmatch.compileIgnoringCase(pattern.getBytes(StandardCharsets.ISO_8859_1))
            .matches(name.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Whether a token can only be a host's name: no address, no wildcard. */
  static boolean isPlainName(String token) {
    if (AddressPattern.isDottedNumber(token)) {
      return false;
    }
    for (int i = 0; i < token.length(); i++) {
      if (":/*?[".indexOf(token.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }
}
