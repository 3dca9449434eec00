package org.jrsync.interop.tree;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares two trees in everything that {@code -aH} promises to carry. */
public final class TreeCompare {
  private static final int SHOWN = 25;

  /** What to leave out of a comparison. */
  public enum Ignore {
    /** Owner and group: a copy made by a user who is not root. */
    OWNERS,
    /** The part of times below a second: protocol 30 and older do not carry it. */
    NANOS,
    /** The root itself: a copy into a folder that was there. */
    ROOT,
    /** Hard-link groups: a copy without {@code -H}. */
    LINKS
  }

  private TreeCompare() {}

  /** Fails with the first differences, one a line, unless the trees are equal. */
  public static void assertSame(TreeSnapshot wanted, TreeSnapshot found, Ignore... ignored) {
    List<String> differences = differences(wanted, found, ignored);
    if (!differences.isEmpty()) {
      StringBuilder text =
          new StringBuilder("the trees differ in ").append(differences.size()).append(" entries:");
      for (String line : differences.subList(0, Math.min(SHOWN, differences.size()))) {
        text.append("\n  ").append(line);
      }
      if (differences.size() > SHOWN) {
        text.append("\n  ...");
      }
      throw new AssertionError(text.toString());
    }
  }

  /** One line for each entry that differs. */
  public static List<String> differences(
      TreeSnapshot wanted, TreeSnapshot found, Ignore... ignored) {
    Set<Ignore> ignore = EnumSet.noneOf(Ignore.class);
    ignore.addAll(List.of(ignored));
    List<String> lines = new ArrayList<>();
    Set<Name> paths = new TreeSet<>(wanted.entries().keySet());
    paths.addAll(found.entries().keySet());
    for (Name path : paths) {
      TreeSnapshot.Entry a = wanted.entries().get(path);
      TreeSnapshot.Entry b = found.entries().get(path);
      if (a == null || b == null) {
        lines.add((a == null ? "extra:   " : "missing: ") + path);
        continue;
      }
      if (path.isEmpty() && ignore.contains(Ignore.ROOT)) {
        continue;
      }
      String line = difference(a, b, ignore);
      if (!line.isEmpty()) {
        lines.add((path.isEmpty() ? "(root)" : path) + ":" + line);
      }
    }
    return lines;
  }

  private static String difference(TreeSnapshot.Entry a, TreeSnapshot.Entry b, Set<Ignore> ignore) {
    Stat x = a.stat();
    Stat y = b.stat();
    StringBuilder line = new StringBuilder();
    if (x.type() != y.type()) {
      return note(line, "type", Integer.toOctalString(x.type()), Integer.toOctalString(y.type()))
          .toString();
    }
    if (x.permissions() != y.permissions()) {
      note(
          line,
          "mode",
          Integer.toOctalString(x.permissions()),
          Integer.toOctalString(y.permissions()));
    }
    if (!ignore.contains(Ignore.OWNERS) && (x.uid() != y.uid() || x.gid() != y.gid())) {
      note(line, "owner", x.uid() + ":" + x.gid(), y.uid() + ":" + y.gid());
    }
    boolean nanos = !ignore.contains(Ignore.NANOS);
    if (x.seconds() != y.seconds() || (nanos && x.nanos() != y.nanos())) {
      note(line, "time", x.seconds() + "." + x.nanos(), y.seconds() + "." + y.nanos());
    }
    if (x.isFile() && x.size() != y.size()) {
      note(line, "size", Long.toString(x.size()), Long.toString(y.size()));
    } else if (!a.content().equals(b.content())) {
      note(line, x.isSymlink() ? "target" : "content", a.content(), b.content());
    }
    if (x.isDevice() && (x.rdevMajor() != y.rdevMajor() || x.rdevMinor() != y.rdevMinor())) {
      note(
          line, "device", x.rdevMajor() + "," + x.rdevMinor(), y.rdevMajor() + "," + y.rdevMinor());
    }
    if (!ignore.contains(Ignore.LINKS) && !a.firstLink().equals(b.firstLink())) {
      note(line, "linked with", a.firstLink().toString(), b.firstLink().toString());
    }
    return line.toString();
  }

  private static StringBuilder note(StringBuilder line, String what, String wanted, String found) {
    return line.append(' ')
        .append(what)
        .append(" is ")
        .append(found)
        .append(" instead of ")
        .append(wanted);
  }

  /** Paths of regular files whose allocation differs by so much that a hole was lost. */
  public static List<Name> filledHoles(TreeSnapshot wanted, TreeSnapshot found) {
    List<Name> filled = new ArrayList<>();
    for (Map.Entry<Name, TreeSnapshot.Entry> each : wanted.entries().entrySet()) {
      TreeSnapshot.Entry copy = found.entries().get(each.getKey());
      Stat stat = each.getValue().stat();
      if (copy != null && stat.isFile() && copy.stat().blocks() > stat.blocks() + 64) {
        filled.add(each.getKey());
      }
    }
    return filled;
  }
}
