package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one option may be called, for texts about it.
 *
 * @param names what means the same, as it is typed: the long names, the longest first, then the
 *     letter; the first one stands for the option
 * @param takesArgument whether something follows the name
 * @param isNumber whether what follows is a whole number
 * @param supported false for an option of rsync's that jrsync knows by name only
 * @param off the names that undo it ({@code --no-name}, {@code --no-x}); empty where there are none
 * @param offSupported whether those work; false where there are none
 */
public record OptionFamily(
    List<String> names,
    boolean takesArgument,
    boolean isNumber,
    boolean supported,
    List<String> off,
    boolean offSupported) {

  private static final String NO = "no-";

  /** Every option of transfers. */
  public static List<OptionFamily> ofTransfers() {
    return of(OptionTable.TRANSFER);
  }

  /** Every option that may follow {@code --daemon}. */
  public static List<OptionFamily> ofDaemon() {
    return of(OptionTable.DAEMON);
  }

  /** The name that stands for the option: the longest one, or the letter. */
  public String name() {
    return names.getFirst();
  }

  /**
   * The table by meaning, in its order. The daemon's options that only lead from the grammar of
   * transfers into the daemon's own are left out: that grammar lists them.
   */
  private static List<OptionFamily> of(OptionTable table) {
    List<OptionFamily> families = new ArrayList<>();
    List<OptionSpec> told = new ArrayList<>();
    for (OptionSpec row : table.rows()) {
      boolean elsewhere = row.setting() == Setting.DAEMON && !row.longName().equals("daemon");
      if (!elsewhere && !told.contains(row) && !undoes(table, row)) {
        List<OptionSpec> same = same(table, row);
        told.addAll(same);
        families.add(family(table, same));
      }
    }
    return List.copyOf(families);
  }

  private static List<OptionSpec> same(OptionTable table, OptionSpec row) {
    if (row.setting() == Setting.DAEMON) {
      return List.of(row);
    }
    List<OptionSpec> same = new ArrayList<>(table.rows());
    same.removeIf(other -> !other.sameMeaning(row));
    // The long form says more than its abbreviation.
    same.sort(Comparator.comparingInt(other -> -other.longName().length()));
    return same;
  }

  /** Whether a row is the {@code no-} of another one. */
  private static boolean undoes(OptionTable table, OptionSpec row) {
    if (!row.longName().startsWith(NO)) {
      return false;
    }
    String undone = row.longName().substring(NO.length());
    for (OptionSpec other : table.rows()) {
      if (undone.equals(other.longName())
          || (undone.length() == 1 && undone.charAt(0) == other.letter())) {
        return true;
      }
    }
    return false;
  }

  private static OptionFamily family(OptionTable table, List<OptionSpec> same) {
    OptionSpec first = same.getFirst();
    List<String> names = new ArrayList<>();
    List<String> off = new ArrayList<>();
    boolean supported = true;
    for (OptionSpec row : same) {
      supported &= row.supported();
      if (!row.longName().isEmpty()) {
        names.add("--" + row.longName());
        off.add(NO + row.longName());
      }
    }
    for (OptionSpec row : same) {
      if (row.letter() != 0) {
        names.add("-" + row.letter());
        off.add(NO + row.letter());
      }
    }
    off.removeIf(name -> table.name(Bytes.of(name), 0, name.length()) == null);
    boolean offSupported = !off.isEmpty();
    for (OptionSpec row : table.rows()) {
      if (off.contains(row.longName())) {
        offSupported &= row.supported();
      }
    }
    off.replaceAll("--"::concat);
    return new OptionFamily(
        List.copyOf(names),
        first.argument() != ArgumentKind.NONE,
        first.argument() == ArgumentKind.NUMBER,
        supported,
        List.copyOf(off),
        offSupported);
  }
}
