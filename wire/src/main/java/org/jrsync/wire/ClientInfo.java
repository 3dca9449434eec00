package org.jrsync.wire;

/**
 * What a client tells a server about itself in the argument of {@code -e} (docs/protocol.md,
 * "Capabilities"): {@code VERSION.SUBVERSION} for a pre-release, else only a dot, and a letter for
 * each thing that it can do.
 *
 * @param text what stands after {@code -e}; empty from clients of protocols before 30
 */
public record ClientInfo(String text) {
  /** A client that said nothing. */
  public static final ClientInfo NONE = new ClientInfo("");

  private static final String CAPABILITIES = "LsfxCIvu";

  /**
   * The end of the cluster of short options that a client sends, such as {@code e.iLsfxCIvu}.
   *
   * @param protocol the version that the client offers: nothing is said below 30
   * @param incRecurse whether the client's options allow incremental recursion
   */
  public static String option(int protocol, boolean incRecurse) {
    return protocol < 30 ? "" : (incRecurse ? "e.i" : "e.") + CAPABILITIES;
  }

  /** True where the letter is there. */
  public boolean has(char capability) {
    return text.indexOf(capability) >= 0;
  }

  /**
   * The version that a server should offer to this client, so that two different pre-releases do
   * not meet.
   *
   * @param ours the version it would offer otherwise
   */
  int protocolFor(int ours) {
    int dot = text.indexOf('.');
    int theirs = dot <= 0 ? 0 : number(0);
    int sub = theirs == 0 ? 0 : number(dot + 1);
    if (theirs == 0 || sub == 0 || theirs > ours) {
      return ours;
    }
    return theirs < ours ? theirs - 1 : ours - 1;
  }

  /**
   * The decimal number that starts at an index; 0 for none, and for one of more than four digits.
   */
  private int number(int from) {
    int value = 0;
    for (int i = from; i < text.length() && Character.digit(text.charAt(i), 10) >= 0; i++) {
      value = value * 10 + Character.digit(text.charAt(i), 10);
      if (value > 9999) {
        return 0;
      }
    }
    return value;
  }
}
