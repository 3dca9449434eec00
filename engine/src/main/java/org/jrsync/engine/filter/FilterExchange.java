package org.jrsync.engine.filter;

import java.util.Arrays;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * Carries the client's rules to the server: each rule as an int length and its text, a length of 0
 * after the last.
 *
 * @param protocol protocol version
 * @param clientSends whether the client is the sender
 * @param deletes whether any kind of {@code --delete} is on
 * @param deleteExcluded whether {@code --delete-excluded} is on
 * @param pruneEmptyDirs whether {@code --prune-empty-dirs} is on
 * @param cvsExclude whether {@code --cvs-exclude} is on
 */
public record FilterExchange(
    int protocol,
    boolean clientSends,
    boolean deletes,
    boolean deleteExcluded,
    boolean pruneEmptyDirs,
    boolean cvsExclude) {
  /** Most rules that a server takes from a client. */
  public static final int MAX_RULES = 250_000;

  /** Most bytes that they may have in all. */
  public static final int MAX_BYTES = 16 << 20;

  private static final int MAX_PREFIX = 15;

  /** Whether the rules travel at all: a receiver that neither deletes nor prunes needs none. */
  public boolean sendsRules() {
    return !clientSends || pruneEmptyDirs || (deletes && (!deleteExcluded || protocol >= 29));
  }

  /**
   * Sends the client's rules and returns the list the client itself uses.
   *
   * @throws RsyncException with {@code PROTOCOL} for a rule that the protocol cannot express
   */
  public FilterList send(FilterParser rules, WireOutput out) {
    if (cvsExclude && clientSends) {
      if (protocol >= 29) {
        rules.filter(":C");
      }
      rules.filter("-C");
    }
    boolean travels = sendsRules();
    // A pulling client comes to the rules of its own -C too late to leave them to the sender.
    boolean late = cvsExclude && !clientSends && rules.cvsRules().isEmpty();
    sendAll(rules.rules(), rules.cvsRules(), travels ? out : null);
    if (travels) {
      out.writeInt(0);
    }
    if (cvsExclude) {
      if (!clientSends || protocol < 29) {
        rules.filter(":C");
      }
      if (!clientSends) {
        rules.filter("-C");
      }
    }
    return late ? rules.buildSidedButCvs(deleteExcluded) : rules.buildSided(deleteExcluded);
  }

  /**
   * Receives the client's rules and returns the list the server uses, of which every rule counts.
   *
   * @param rules collects them after those that the server's options gave
   * @throws RsyncException with {@code MALLOC} for a rule longer than 5119 bytes more than {@link
   *     #MAX_RULES} of them or more than {@link #MAX_BYTES} in all, with {@code SYNTAX} for one
   *     that is no rule
   */
  public FilterList receive(FilterParser rules, WireInput in) {
    if (sendsRules()) {
      int count = 0;
      int bytes = 0;
      for (int length = in.readInt(); length != 0; length = in.readInt()) {
        if (length < 0 || length >= RuleReader.MAX_RULE) {
          throw tooMuch("length of a filter rule", length, RuleReader.MAX_RULE - 1);
        }
        if (++count > MAX_RULES) {
          throw tooMuch("number of filter rules", count, MAX_RULES);
        }
        bytes += length;
        if (bytes > MAX_BYTES) {
          throw tooMuch("bytes of all filter rules", bytes, MAX_BYTES);
        }
        rules.received(in.readBytes(length), protocol);
      }
    }
    if (cvsExclude) {
      if (!clientSends || protocol < 29) {
        rules.filter(":C");
      }
      if (!clientSends) {
        rules.filter("-C");
      }
    }
    return rules.build();
  }

  /** The list that both ends of a copy within one process use, each asking for its side. */
  public FilterList local(FilterParser rules) {
    if (cvsExclude) {
      rules.filter(":C");
      rules.filter("-C");
    }
    return rules.buildSided(deleteExcluded);
  }

  private static RsyncException tooMuch(String field, int value, int limit) {
    return new RsyncException(
        ExitCode.MALLOC,
        field + " is " + Integer.toUnsignedString(value) + ", more than the limit of " + limit);
  }

  private void sendAll(List<FilterRule> rules, List<FilterRule> cvs, @Nullable WireOutput out) {
    int peer = clientSends ? FilterSide.RECEIVER.mask : FilterSide.SENDER.mask;
    for (FilterRule rule : rules) {
      if ((FilterParser.sidesOf(rule, deleteExcluded) & peer) == 0) {
        continue;
      }
      if (rule.has(RuleFlags.CVS) && !rule.has(RuleFlags.MERGE)) {
        boolean spelledOut = clientSends || protocol < 29;
        sendAll(cvs, List.of(), spelledOut ? out : null);
        if (spelledOut) {
          continue;
        }
      }
      byte[] prefix = prefix(rule);
      if (prefix == null) {
        throw new RsyncException(
            ExitCode.PROTOCOL, "filter rules are too modern for remote rsync.");
      }
      if (out != null) {
        send(rule, prefix, out);
      }
    }
  }

  private static void send(FilterRule rule, byte[] prefix, WireOutput out) {
    byte[] pattern = rule.pattern();
    boolean slash = rule.has(RuleFlags.DIRECTORY);
    int length = prefix.length + pattern.length + (slash ? 1 : 0);
    if (length == 0) {
      return;
    }
    out.writeInt(length);
    out.write(prefix);
    out.write(pattern);
    if (slash) {
      out.writeByte('/');
    }
  }

  /** The prefix of a rule as messages show it. */
  static byte[] fullPrefix(int flags) {
    FilterExchange any = new FilterExchange(30, true, false, false, false, false);
    byte[] prefix = any.prefix(flags, new byte[0]);
    return prefix == null ? new byte[0] : prefix;
  }

  /** The prefix that the peer's protocol version understands, or null if there is none. */
  byte @Nullable [] prefix(FilterRule rule) {
    return prefix(rule.flags(), rule.pattern());
  }

  private byte @Nullable [] prefix(int flags, byte[] pattern) {
    boolean modern = protocol >= 29;
    boolean include = RuleFlags.has(flags, RuleFlags.INCLUDE);
    byte[] text = new byte[MAX_PREFIX + 5];
    int most = modern ? MAX_PREFIX : 1;
    int n = 0;
    if (RuleFlags.has(flags, RuleFlags.PER_DIRECTORY)) {
      if (!modern) {
        return null;
      }
      text[n++] = ':';
    } else if (include) {
      text[n++] = '+';
    } else if (modern || looksPrefixed(pattern)) {
      text[n++] = '-';
    } else {
      most = 0;
    }
    n = put(text, n, '/', RuleFlags.has(flags, RuleFlags.ABSOLUTE));
    n = put(text, n, '!', RuleFlags.has(flags, RuleFlags.NEGATE));
    if (RuleFlags.has(flags, RuleFlags.CVS)) {
      text[n++] = 'C';
    } else {
      n = put(text, n, 'n', RuleFlags.has(flags, RuleFlags.NO_INHERIT));
      n = put(text, n, 'w', RuleFlags.has(flags, RuleFlags.WORD_SPLIT));
      n = put(text, n, include ? '+' : '-', RuleFlags.has(flags, RuleFlags.NO_PREFIXES));
    }
    n = put(text, n, 'e', RuleFlags.has(flags, RuleFlags.EXCLUDE_SELF));
    n = put(text, n, 'x', RuleFlags.has(flags, RuleFlags.XATTR));
    n = put(text, n, 's', modern && RuleFlags.has(flags, RuleFlags.SENDER));
    boolean tellsReceiver = modern || (deleteExcluded && clientSends);
    n = put(text, n, 'r', tellsReceiver && RuleFlags.has(flags, RuleFlags.RECEIVER));
    if (RuleFlags.has(flags, RuleFlags.PERISHABLE)) {
      if (protocol >= 30) {
        text[n++] = 'p';
      } else if (clientSends) {
        return null;
      }
    }
    if (n > most) {
      return null;
    }
    n = put(text, n, ' ', most > 0);
    return Arrays.copyOf(text, n);
  }

  private static int put(byte[] text, int at, char letter, boolean wanted) {
    if (wanted) {
      text[at] = (byte) letter;
      return at + 1;
    }
    return at;
  }

  private static boolean looksPrefixed(byte[] pattern) {
    return pattern.length > 1 && (pattern[0] == '-' || pattern[0] == '+') && pattern[1] == ' ';
  }
}
