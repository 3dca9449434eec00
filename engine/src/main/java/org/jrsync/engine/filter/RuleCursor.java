package org.jrsync.engine.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** Reads the rules of one text, one at a time: prefix, modifiers, pattern. */
final class RuleCursor {
  private static final String[] WORDS = {
    "clear", "dir-merge", "exclude", "hide", "include", "merge", "protect", "risk", "show"
  };
  private static final String WORD_LETTERS = "!:-H+.PRS";

  private final byte[] text;
  private final int template;
  private final boolean oldPrefixes;
  private final boolean deleteExcluded;
  private final RuleOrigin origin;

  private int next;
  private int ruleStart;
  private int flags;
  private int patternStart;
  private int patternEnd;

  /**
   * @param template flags of the file or option that holds the text
   * @param oldPrefixes whether {@code "+ "}, {@code "- "} and {@code !} are the only prefixes
   * @param deleteExcluded whether rules without a side count for the sender alone
   */
  RuleCursor(
      byte[] text, int template, boolean oldPrefixes, boolean deleteExcluded, RuleOrigin origin) {
    this.text = text;
    this.template = template;
    this.oldPrefixes = oldPrefixes;
    this.deleteExcluded = deleteExcluded;
    this.origin = origin;
  }

  int flags() {
    return flags;
  }

  int patternLength() {
    return patternEnd - patternStart;
  }

  byte[] pattern() {
    return Arrays.copyOfRange(text, patternStart, patternEnd);
  }

  /**
   * Moves to the next rule.
   *
   * @return false at the end of the text
   * @throws RsyncException with {@link ExitCode#SYNTAX} for text that is no rule
   */
  boolean advance() {
    int at = next;
    boolean split = RuleFlags.has(template, RuleFlags.WORD_SPLIT);
    if (split) {
      while (at < text.length && isSpace(text[at])) {
        at++;
      }
    }
    if (at >= text.length) {
      return false;
    }
    ruleStart = at;
    flags = template & RuleFlags.INHERITED;
    if (origin.isFile()) {
      flags |= RuleFlags.FROM_FILE;
    }
    if (RuleFlags.has(template, RuleFlags.NO_PREFIXES)) {
      if (byteAt(at) == '!' && RuleFlags.has(template, RuleFlags.CVS)) {
        flags |= RuleFlags.CLEAR;
      }
    } else if (oldPrefixes) {
      at = readOldPrefix(at);
    } else {
      at = readPrefix(at, split);
    }
    inheritSides();
    patternStart = at;
    patternEnd = split ? endOfWord(at) : text.length;
    next = patternEnd;
    finish();
    return true;
  }

  private int readOldPrefix(int at) {
    int c = byteAt(at);
    if ((c == '-' || c == '+') && byteAt(at + 1) == ' ') {
      flags = c == '+' ? flags | RuleFlags.INCLUDE : flags & ~RuleFlags.INCLUDE;
      return at + 2;
    }
    if (c == '!') {
      flags |= RuleFlags.CLEAR;
    }
    return at;
  }

  private int readPrefix(int start, boolean split) {
    int at = start;
    int kind = byteAt(at);
    boolean word = kind >= 'a' && kind <= 'z' && "cdehimprs".indexOf(kind) >= 0;
    if (word) {
      int length = 0;
      kind = 0;
      for (int i = 0; i < WORDS.length && kind == 0; i++) {
        if (startsWith(at, WORDS[i])) {
          length = WORDS[i].length();
          kind = WORD_LETTERS.charAt(i);
        }
      }
      int after = byteAt(at + length);
      if (kind == 0 || !(after == 0 || after == ',' || after == '_' || isSpace((byte) after))) {
        throw error("Unknown filter rule");
      }
      at += after == ',' ? length : length - 1;
    } else if (byteAt(at + 1) == ',') {
      at++;
    }
    boolean namesSide = applyKind(kind);
    if (kind == '!') {
      return at + 1;
    }
    at++;
    for (int c = byteAt(at); c != 0 && c != ' ' && c != '_'; c = byteAt(++at)) {
      if (split && isSpace((byte) c)) {
        return at;
      }
      if (!applyModifier(c, namesSide)) {
        throw invalidModifier(c, at - ruleStart);
      }
    }
    return at < text.length ? at + 1 : at;
  }

  /** Returns whether the kind of rule itself says which side it is for. */
  private boolean applyKind(int kind) {
    switch (kind) {
      case ':' -> flags |= RuleFlags.PER_DIRECTORY | RuleFlags.MERGE;
      case '.' -> flags |= RuleFlags.MERGE;
      case '+' -> flags |= RuleFlags.INCLUDE;
      case '-' -> {}
      case 'S' -> flags |= RuleFlags.INCLUDE | RuleFlags.SENDER;
      case 'H' -> flags |= RuleFlags.SENDER;
      case 'R' -> flags |= RuleFlags.INCLUDE | RuleFlags.RECEIVER;
      case 'P' -> flags |= RuleFlags.RECEIVER;
      case '!' -> flags |= RuleFlags.CLEAR;
      default -> throw error("Unknown filter rule");
    }
    return kind == 'S' || kind == 'H' || kind == 'R' || kind == 'P';
  }

  private boolean applyModifier(int c, boolean namesSide) {
    boolean merge = RuleFlags.has(flags, RuleFlags.MERGE);
    boolean bare = RuleFlags.has(flags, RuleFlags.NO_PREFIXES);
    int added;
    boolean allowed = true;
    switch (c) {
      case '-' -> {
        allowed = merge && !bare;
        added = RuleFlags.NO_PREFIXES;
      }
      case '+' -> {
        allowed = merge && !bare;
        added = RuleFlags.NO_PREFIXES | RuleFlags.INCLUDE;
      }
      case '/' -> added = RuleFlags.ABSOLUTE;
      case '!' -> {
        allowed = !merge;
        added = RuleFlags.NEGATE;
      }
      case 'C' -> {
        allowed = !bare && !namesSide;
        added = RuleFlags.NO_PREFIXES | RuleFlags.WORD_SPLIT | RuleFlags.NO_INHERIT | RuleFlags.CVS;
      }
      case 'e' -> {
        allowed = merge;
        added = RuleFlags.EXCLUDE_SELF;
      }
      case 'n' -> {
        allowed = merge;
        added = RuleFlags.NO_INHERIT;
      }
      case 'w' -> {
        allowed = merge;
        added = RuleFlags.WORD_SPLIT;
      }
      case 'p' -> added = RuleFlags.PERISHABLE;
      case 'r' -> {
        allowed = !namesSide;
        added = RuleFlags.RECEIVER;
      }
      case 's' -> {
        allowed = !namesSide;
        added = RuleFlags.SENDER;
      }
      case 'x' -> added = RuleFlags.XATTR;
      default -> {
        return false;
      }
    }
    flags |= added;
    return allowed;
  }

  private void inheritSides() {
    int sides = template & RuleFlags.SIDES;
    if (sides != 0) {
      if (RuleFlags.has(flags, RuleFlags.SIDES)) {
        throw error("specified-side merge file contains specified-side filter");
      }
      flags |= sides;
    }
  }

  private void finish() {
    int length = patternLength();
    if (RuleFlags.has(flags, RuleFlags.CLEAR)) {
      boolean bare = RuleFlags.has(template, RuleFlags.NO_PREFIXES) || oldPrefixes;
      if (!bare && length > 0) {
        throw error("'!' rule has trailing characters");
      }
      if (length > 1) {
        flags &= ~RuleFlags.CLEAR;
      }
    } else if (length == 0 && !RuleFlags.has(flags, RuleFlags.CVS)) {
      throw error("unexpected end of filter rule");
    }
    if (deleteExcluded
        && !RuleFlags.has(flags, RuleFlags.SIDES | RuleFlags.MERGE | RuleFlags.PER_DIRECTORY)) {
      flags |= RuleFlags.SENDER;
    }
  }

  private RsyncException error(String what) {
    return new RsyncException(ExitCode.SYNTAX, what + ": " + shown());
  }

  private RsyncException invalidModifier(int c, int position) {
    // The letter is part of the rule's text, so it is shown only where the text is.
    String where = origin.isFile() ? "" : " '" + (char) c + "' at position " + position;
    return new RsyncException(
        ExitCode.SYNTAX, "invalid modifier" + where + " in filter rule: " + shown());
  }

  private String shown() {
    return origin.shown(
        new String(text, ruleStart, text.length - ruleStart, StandardCharsets.ISO_8859_1));
  }

  private int endOfWord(int start) {
    int end = start;
    while (end < text.length && !isSpace(text[end])) {
      end++;
    }
    return end;
  }

  private boolean startsWith(int at, String word) {
    if (text.length - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int byteAt(int at) {
    return at < text.length ? text[at] & 0xff : 0;
  }

  static boolean isSpace(byte c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
