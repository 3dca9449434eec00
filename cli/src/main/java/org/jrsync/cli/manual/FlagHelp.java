package org.jrsync.cli.manual;

import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Info;

/** What {@code --info=help} and {@code --debug=help} print. */
public final class FlagHelp {

  private static final int NAME_WIDTH = 11;
  private static final int MAX_VERBOSITY = 5;

  private FlagHelp() {}

  /** What {@code --info=help} prints. */
  public static String info() {
    StringBuilder text = start();
    for (Info flag : Info.values()) {
      line(text, flag.name(), meaning(flag));
    }
    end(text, "--info");
    for (int verbosity = 0; verbosity <= MAX_VERBOSITY; verbosity++) {
      StringBuilder added = new StringBuilder();
      for (Info flag : Info.values()) {
        add(
            added,
            flag.name(),
            verbosity == 0 ? 0 : flag.levelAt(verbosity - 1),
            flag.levelAt(verbosity));
      }
      added(text, verbosity, added);
    }
    return text.toString();
  }

  /** What {@code --debug=help} prints. */
  public static String debug() {
    StringBuilder text = start();
    for (Debug flag : Debug.values()) {
      line(text, flag.name(), meaning(flag));
    }
    end(text, "--debug");
    for (int verbosity = 0; verbosity <= MAX_VERBOSITY; verbosity++) {
      StringBuilder added = new StringBuilder();
      for (Debug flag : Debug.values()) {
        add(
            added,
            flag.name(),
            verbosity == 0 ? 0 : flag.levelAt(verbosity - 1),
            flag.levelAt(verbosity));
      }
      added(text, verbosity, added);
    }
    return text.toString();
  }

  private static StringBuilder start() {
    StringBuilder text = new StringBuilder(2048);
    return text.append(
        "FLAG or FLAG1 asks for level 1, FLAG2 for level 2 and so on; FLAG0 is silent.\n\n");
  }

  private static void end(StringBuilder text, String option) {
    text.append('\n');
    line(text, "ALL", "every flag of " + option + ", with a level as in all4");
    line(text, "NONE", "no flag of " + option + " (the same as all0)");
    line(text, "HELP", "this list");
    text.append("\nWhat each -v adds:\n");
  }

  private static void line(StringBuilder text, String name, String meaning) {
    text.append(name).repeat(' ', NAME_WIDTH - name.length()).append(meaning).append('\n');
  }

  private static void add(StringBuilder added, String name, int before, int after) {
    if (after > before) {
      added.append(added.isEmpty() ? "" : ",").append(name);
      if (after > 1) {
        added.append(after);
      }
    }
  }

  private static void added(StringBuilder text, int verbosity, StringBuilder added) {
    if (!added.isEmpty()) {
      text.append(verbosity).append(") ").append(added).append('\n');
    }
  }

  static String meaning(Info flag) {
    return switch (flag) {
      case BACKUP -> "files saved as backups";
      case COPY -> "files the receiving side copied from another local one";
      case DEL -> "deletions on the receiving side";
      case FLIST -> "the file list as it is sent or received (levels 1-2)";
      case MISC -> "whatever has no flag of its own (levels 1-2)";
      case MOUNT -> "mount points found or not crossed";
      case NAME -> "names: 1) of what is updated, 2) of the rest too";
      case NONREG -> "non-regular files that are skipped (on by default, 0 hides them)";
      case PROGRESS -> "progress: 1) of each file, 2) of the whole transfer";
      case REMOVE -> "files removed on the sending side";
      case SKIP -> "files skipped because an option says so (levels 1-2)";
      case STATS -> "totals at the end (levels 1-3)";
      case SYMSAFE -> "symlinks that lead out of the tree";
    };
  }

  static String meaning(Debug flag) {
    return switch (flag) {
      case ACL -> "ACLs beyond the mode bits";
      case BACKUP -> "backups (levels 1-2)";
      case BIND -> "binding of sockets";
      case CHDIR -> "changes of the current directory";
      case CONNECT -> "connections (levels 1-2)";
      case CMD -> "commands and arguments that are issued (levels 1-2)";
      case DEL -> "deletion (levels 1-3)";
      case DELTASUM -> "checksums of the delta transfer (levels 1-4)";
      case DUP -> "removal of duplicate names";
      case EXIT -> "the end of the run (levels 1-3)";
      case FILTER -> "filter rules at work (levels 1-3)";
      case FLIST -> "file lists (levels 1-4)";
      case FUZZY -> "scores of similar names (levels 1-2)";
      case GENR -> "the generator";
      case HASH -> "hash tables";
      case HLINK -> "hard links (levels 1-3)";
      case ICONV -> "conversion of character sets (levels 1-2)";
      case IO -> "input and output (levels 1-4)";
      case NSTR -> "strings of the negotiation";
      case OWN -> "changes of owner and group (levels 1-2)";
      case PROTO -> "the protocol";
      case RECV -> "the receiver";
      case SEND -> "the sender";
      case TIME -> "setting of times (levels 1-2)";
    };
  }
}
