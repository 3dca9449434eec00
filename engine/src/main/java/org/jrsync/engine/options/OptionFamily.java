package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one option may be called, for texts about it.
 *
 * @param names what means the same, as it is typed: the long names, the longest first, then the
 *     letter; the first one stands for the option
 * @param takesArgument whether something follows the name
 * @param off the names that undo it ({@code --no-name}, {@code --no-x}); empty where there are none
 */
public record OptionFamily(List<String> names, boolean takesArgument, List<String> off) {

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
    Map<String, OptionSpec> byName = new HashMap<>();
    for (OptionSpec row : table.rows()) {
      byName.put(row.longName(), row);
    }
    List<List<OptionSpec>> groups = new ArrayList<>();
    Map<Setting, List<List<OptionSpec>>> bySetting = new EnumMap<>(Setting.class);
    for (OptionSpec row : table.rows()) {
      boolean elsewhere = row.setting() == Setting.DAEMON && !row.longName().equals("daemon");
      if (!elsewhere && !undoes(row, table, byName)) {
        List<List<OptionSpec>> ofSetting = bySetting.get(row.setting());
        if (ofSetting == null) {
          ofSetting = new ArrayList<>(2);
          bySetting.put(row.setting(), ofSetting);
        }
        List<OptionSpec> same = withMeaning(row, ofSetting);
        if (same == null) {
          same = new ArrayList<>(2);
          ofSetting.add(same);
          groups.add(same);
        }
        same.add(row);
      }
    }
    List<OptionFamily> families = new ArrayList<>(groups.size());
    for (List<OptionSpec> same : groups) {
      // The long form says more than its abbreviation.
      if (same.size() > 1) {
        same.sort((one, other) -> other.longName().length() - one.longName().length());
      }
      families.add(family(same, byName));
    }
    return families;
  }

  private static @Nullable List<OptionSpec> withMeaning(
      OptionSpec row, List<List<OptionSpec>> groups) {
    for (List<OptionSpec> same : groups) {
      if (same.getFirst().sameMeaning(row)) {
        return same;
      }
    }
    return null;
  }

  /** Whether a row is the {@code no-} of another one. */
  private static boolean undoes(OptionSpec row, OptionTable table, Map<String, OptionSpec> byName) {
    if (!row.longName().startsWith(NO)) {
      return false;
    }
    String undone = row.longName().substring(NO.length());
    return byName.containsKey(undone)
        || (undone.length() == 1 && table.letter((byte) undone.charAt(0)) != null);
  }

  private static OptionFamily family(List<OptionSpec> same, Map<String, OptionSpec> byName) {
    List<String> names = new ArrayList<>(2);
    List<OptionSpec> off = new ArrayList<>(2);
    for (OptionSpec row : same) {
      if (!row.longName().isEmpty()) {
        names.add("--".concat(row.longName()));
        addIfThere(off, byName, NO.concat(row.longName()));
      }
    }
    for (OptionSpec row : same) {
      if (row.letter() != 0) {
        String letter = String.valueOf(row.letter());
        names.add("-".concat(letter));
        addIfThere(off, byName, NO.concat(letter));
      }
    }
    List<String> offNames = new ArrayList<>(off.size());
    for (OptionSpec row : off) {
      offNames.add("--".concat(row.longName()));
    }
    boolean takesArgument = same.getFirst().argument() != ArgumentKind.NONE;
    return new OptionFamily(List.copyOf(names), takesArgument, List.copyOf(offNames));
  }

  private static void addIfThere(
      List<OptionSpec> rows, Map<String, OptionSpec> byName, String name) {
    OptionSpec row = byName.get(name);
    if (row != null) {
      rows.add(row);
    }
  }
}
