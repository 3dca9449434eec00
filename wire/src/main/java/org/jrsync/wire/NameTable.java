package org.jrsync.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One side's part in the choice of a checksum or a compression by name (docs/protocol.md, "Name
 * lists"): the list that it sends, and its pick from the peer's.
 *
 * @param <T> what the names stand for
 */
final class NameTable<T> {
  /** The longest list, in bytes. */
  static final int MAX_LIST = 255;

  private final String kind;
  private final List<T> usual;
  private final Function<String, @Nullable T> byName;
  private final Function<T, String> nameOf;

  /**
   * @param kind for error texts
   * @param usual what is offered unless the user narrows it, best first
   */
  NameTable(
      String kind,
      List<T> usual,
      Function<String, @Nullable T> byName,
      Function<T, String> nameOf) {
    this.kind = kind;
    this.usual = usual;
    this.byName = byName;
    this.nameOf = nameOf;
  }

  /** What one side offers: the preferences in order, and their names as sent. */
  record Offer<T>(List<T> preferences, String text) {}

  /**
   * @param narrowed the user's list, null or blank for none; on a server the part after an
   *     ampersand counts, on a client the part before
   */
  Offer<T> offer(@Nullable String narrowed, boolean server) {
    List<String> names = narrowed == null ? List.of() : split(part(narrowed, server));
    if (names.isEmpty()) {
      return new Offer<>(usual, join(usual));
    }
    List<T> chosen = new ArrayList<>();
    int length = 0;
    for (String name : names) {
      T value = byName.apply(name);
      if (value == null || chosen.contains(value)) {
        continue;
      }
      length += nameOf.apply(value).length() + 1;
      if (length > MAX_LIST) {
        break;
      }
      chosen.add(value);
    }
    return new Offer<>(chosen, chosen.isEmpty() ? "INVALID" : join(chosen));
  }

  /** The first of our preferences that the peer lists; exit code 4 if there is none. */
  T choose(Offer<T> offer, String peerList, boolean server, boolean peerReports) {
    List<T> theirs = new ArrayList<>();
    for (String name : split(peerList)) {
      T value = byName.apply(name);
      if (value != null) {
        theirs.add(value);
      }
    }
    for (T value : offer.preferences()) {
      if (theirs.contains(value)) {
        return value;
      }
    }
    String message =
        "Failed to negotiate a "
            + kind
            + " choice.\n"
            + (server ? "Client" : "Server")
            + " list: "
            + peerList
            + "\n"
            + (server ? "Server" : "Client")
            + " list: "
            + (offer.preferences().isEmpty() ? "INVALID" : join(offer.preferences()));
    throw new NegotiationException(message, peerReports);
  }

  private static String part(String list, boolean server) {
    int ampersand = list.indexOf('&');
    if (ampersand < 0) {
      return list;
    }
    String part = server ? list.substring(ampersand + 1) : list.substring(0, ampersand);
    int second = part.indexOf('&');
    return second < 0 ? part : part.substring(0, second);
  }

  private String join(List<T> values) {
    StringBuilder out = new StringBuilder();
    for (T value : values) {
      out.append(out.isEmpty() ? "" : " ").append(nameOf.apply(value));
    }
    return out.toString();
  }

  /** The words of a list. */
  static List<String> split(String list) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= list.length(); i++) {
      boolean gap = i == list.length() || isSpace(list.charAt(i));
      if (!gap && start < 0) {
        start = i;
      } else if (gap && start >= 0) {
        words.add(list.substring(start, i));
        start = -1;
      }
    }
    return words;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
