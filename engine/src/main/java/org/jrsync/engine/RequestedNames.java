package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.filter.Wildmatch;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.flist.EntryPolicy;

/**
 * Holds a remote sender to what it was asked for: names that no argument can have led to, or that
 * the client's own rules exclude, end the transfer, so that a hostile server can neither plant
 * files nor widen a deletion.
 */
public final class RequestedNames implements EntryPolicy {
  private final List<Wildmatch[]> requests = new ArrayList<>();
  private final boolean relative;
  private final boolean recursive;

  /** How many levels below what was asked for may come where directories are not entered. */
  private final int levels;

  private final FilterList rules;

  /** Whether no argument restricts names. */
  private boolean any;

  /** Whether an argument asks for the content of the top. */
  private boolean everything;

  /**
   * @param arguments the sources as the client named them, each from the module's root on
   * @param rules the client's rules, which the sender should have applied
   */
  public RequestedNames(Options options, List<byte[]> arguments, FilterList rules) {
    this.relative = options.relative;
    this.recursive = options.recursive;
    this.levels = options.transfersDirs() ? 1 : 0;
    this.rules = rules;
    for (byte[] argument : arguments) {
      add(argument);
    }
  }

  /** Any name but those that the client's rules exclude. */
  public static RequestedNames any(Options options, FilterList rules) {
    RequestedNames names = new RequestedNames(options, List.of(), rules);
    names.any = true;
    names.everything = true;
    return names;
  }

  private void add(byte[] argument) {
    byte[] path = relative ? behindDot(argument) : leafOf(argument);
    if (isWild(path)) {
      byte[] pattern = pattern(path);
      addParts(pattern);
      byte[] literal = withLiteralBrackets(pattern);
      if (literal.length > pattern.length) {
        addParts(literal); // What a pattern without a match stands for: itself.
      }
    } else {
      addParts(literal(path));
    }
  }

  private void addParts(byte[] path) {
    List<Wildmatch> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i < path.length && path[i] != '/') {
        continue;
      }
      byte[] part = Arrays.copyOfRange(path, start, i);
      start = i + 1;
      boolean dot = part.length == 1 && part[0] == '.';
      if (part.length > 0 && !dot) {
        parts.add(Wildmatch.compile(part));
      }
    }
    if (parts.isEmpty()) {
      everything = true;
    }
    requests.add(parts.toArray(Wildmatch[]::new));
  }

  /** The part of a relative argument that is kept: behind a lone dot, or all of it. */
  private static byte[] behindDot(byte[] path) {
    for (int i = 0; i + 2 < path.length; i++) {
      if (path[i] == '/' && path[i + 1] == '.' && path[i + 2] == '/') {
        return Arrays.copyOfRange(path, i + 3, path.length);
      }
    }
    return path;
  }

  private static byte[] leafOf(byte[] path) {
    int i = path.length;
    while (i > 0 && path[i - 1] != '/') {
      i--;
    }
    return Arrays.copyOfRange(path, i, path.length);
  }

  private static boolean isWild(byte[] path) {
    for (byte b : path) {
      if (b == '*' || b == '?' || b == '[') {
        return true;
      }
    }
    return false;
  }

  /** A backslash that does not stand before a wildcard means itself. */
  private static byte[] pattern(byte[] path) {
    byte[] pattern = new byte[path.length * 2];
    int length = 0;
    for (int i = 0; i < path.length; i++) {
      byte next = i + 1 < path.length ? path[i + 1] : 0;
      if (path[i] == '\\' && next != '*' && next != '[' && next != '?' && next != ']') {
        pattern[length++] = '\\';
      }
      pattern[length++] = path[i];
    }
    return Arrays.copyOf(pattern, length);
  }

  private static byte[] withLiteralBrackets(byte[] pattern) {
    byte[] escaped = new byte[pattern.length * 2];
    int length = 0;
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i] == '[' && (i == 0 || pattern[i - 1] != '\\')) {
        escaped[length++] = '\\';
      }
      escaped[length++] = pattern[i];
    }
    return Arrays.copyOf(escaped, length);
  }

  /** A pattern that matches just this name. */
  private static byte[] literal(byte[] name) {
    byte[] escaped = new byte[name.length * 2];
    int length = 0;
    for (byte b : name) {
      if (b == '\\') {
        escaped[length++] = '\\';
      }
      escaped[length++] = b;
    }
    return Arrays.copyOf(escaped, length);
  }

  @Override
  public void check(byte[] path, int length, boolean directory) {
    byte[] name = Arrays.copyOf(path, length);
    if (!isRequested(name, directory)) {
      throw refused("unrequested", name);
    }
    // Where the sender's directory lies is not known, and so neither what absolute rules say.
    if (rules.isPlain() && rules.excludesAnywhere(name, directory, FilterSide.SENDER)) {
      throw refused("excluded", name);
    }
  }

  static RsyncException refused(String why, byte[] name) {
    return new RsyncException(
        ExitCode.UNSUPPORTED,
        "ERROR: rejecting " + why + " file-list name: " + new String(name, ISO_8859_1));
  }

  private boolean isRequested(byte[] name, boolean directory) {
    if (any || (everything && (recursive || isRoot(name, name.length)))) {
      return true;
    }
    byte[][] parts = split(name);
    for (Wildmatch[] request : requests) {
      int below = parts.length - request.length;
      boolean covered = below >= 0 && (recursive || below <= levels);
      if ((covered || (relative && directory)) && matches(request, parts)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isImpliedParent(byte[] path, int length) {
    if (everything) {
      return false;
    }
    if (isRoot(path, length)) {
      return true; // It is exempt from the check, and so must not have content.
    }
    if (!relative) {
      return false;
    }
    byte[][] parts = split(Arrays.copyOf(path, length));
    boolean asParent = false;
    for (Wildmatch[] request : requests) {
      if (matches(request, parts)) {
        if (parts.length >= request.length) {
          return false;
        }
        asParent = true;
      }
    }
    return asParent;
  }

  private static boolean isRoot(byte[] path, int length) {
    int start = length > 0 && path[0] == '/' ? 1 : 0;
    return length == start || (length == start + 1 && path[start] == '.');
  }

  private static boolean matches(Wildmatch[] request, byte[][] parts) {
    int common = Math.min(request.length, parts.length);
    for (int i = 0; i < common; i++) {
      if (!request[i].matches(parts[i])) {
        return false;
      }
    }
    return true;
  }

  private static byte[][] split(byte[] name) {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= name.length; i++) {
      if (i == name.length || name[i] == '/') {
        if (i > start) {
          parts.add(Arrays.copyOfRange(name, start, i));
        }
        start = i + 1;
      }
    }
    return parts.toArray(byte[][]::new);
  }
}
