package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.List;

/** Lists the options for texts about them. */
public final class OptionNames {

  private OptionNames() {}

  /** The supported options of transfers: long names with their dashes, then letters with theirs. */
  public static List<String> supported() {
    List<String> names = new ArrayList<>();
    for (OptionSpec row : OptionTable.TRANSFER.rows()) {
      if (row.supported() && !row.longName().isEmpty()) {
        names.add("--" + row.longName());
      }
    }
    for (OptionSpec row : OptionTable.TRANSFER.rows()) {
      if (row.supported() && row.letter() != 0) {
        names.add("-" + row.letter());
      }
    }
    return names;
  }
}
