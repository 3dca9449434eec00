package org.jrsync.engine.options;

import static org.jrsync.engine.options.ArgumentKind.NONE;
import static org.jrsync.engine.options.Effect.ACTION;
import static org.jrsync.engine.options.Effect.COUNT;
import static org.jrsync.engine.options.Effect.SET;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every option name of rsync 3.5.1: rsync(1), its help text, and the names that only its servers
 * and older releases use. Names that share a meaning share a setting, an effect and a value, which
 * is also how {@link RefuseOptions} finds the aliases of a name.
 */
final class OptionTable {

  /** The grammar of transfers, for clients and servers. */
  static final OptionTable TRANSFER = new OptionTable(TransferOptions.rows());

  /** The grammar after {@code --daemon}. */
  static final OptionTable DAEMON = new OptionTable(daemonRows());

  private final List<OptionSpec> rows;
  private final @Nullable OptionSpec[] byLetter = new OptionSpec[128];

  /** The rows with a long name, by its length: few have the same. */
  private final List<List<OptionSpec>> byLength = new ArrayList<>();

  private OptionTable(List<OptionSpec> rows) {
    this.rows = rows;
    for (OptionSpec row : rows) {
      if (row.letter() != 0) {
        byLetter[row.letter()] = row;
      }
      while (byLength.size() <= row.longName().length()) {
        byLength.add(new ArrayList<>());
      }
      if (!row.longName().isEmpty()) {
        byLength.get(row.longName().length()).add(row);
      }
    }
  }

  List<OptionSpec> rows() {
    return rows;
  }

  /** The row with this letter, or null. */
  @Nullable OptionSpec letter(byte letter) {
    return letter > 0 ? byLetter[letter] : null;
  }

  /** The row whose long name is exactly these bytes, or null: abbreviations do not count. */
  @Nullable OptionSpec name(byte[] text, int start, int end) {
    if (end - start >= byLength.size()) {
      return null;
    }
    for (OptionSpec row : byLength.get(end - start)) {
      if (matches(row.longName(), text, start)) {
        return row;
      }
    }
    return null;
  }

  private static boolean matches(String name, byte[] text, int start) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) != text[start + i]) {
        return false;
      }
    }
    return true;
  }

  private static List<OptionSpec> daemonRows() {
    Rows t = new Rows();
    t.text("address", Setting.ADDRESS);
    t.number("bwlimit", Setting.BWLIMIT);
    t.flag("check-config", Setting.CHECK_CONFIG);
    t.text("config", Setting.CONFIG);
    t.flag("daemon", Setting.DAEMON);
    t.letter('M').row("dparam", ArgumentKind.TEXT, Setting.DPARAM, ACTION, 0);
    t.letter('4').flag("ipv4", Setting.IP_VERSION, 4);
    t.letter('6').flag("ipv6", Setting.IP_VERSION, 6);
    t.flag("detach", Setting.NO_DETACH, 0);
    t.flag("no-detach", Setting.NO_DETACH, 1);
    t.text("log-file", Setting.LOG_FILE);
    t.text("log-file-format", Setting.LOG_FILE_FORMAT);
    t.number("port", Setting.PORT);
    t.text("sockopts", Setting.SOCKOPTS);
    t.number("protocol", Setting.PROTOCOL);
    t.flag("server", Setting.SERVER);
    t.letter('T').text("temp-dir", Setting.TEMP_DIR);
    t.letter('v').row("verbose", NONE, Setting.VERBOSE, COUNT, 1);
    t.flag("no-verbose", Setting.VERBOSE, 0);
    t.flag("no-v", Setting.VERBOSE, 0);
    t.letter('h').row("help", NONE, Setting.HELP, ACTION, 0);
    return t.list();
  }

  /** Writes a table row by row. */
  static final class Rows {
    private final List<OptionSpec> list = new ArrayList<>(280);
    private char letter;

    /** The next row has a letter too. */
    Rows letter(char c) {
      letter = c;
      return this;
    }

    void row(String name, ArgumentKind kind, Setting setting, Effect effect, int value) {
      list.add(new OptionSpec(name, letter, kind, setting, effect, value));
      letter = 0;
    }

    /** Sets 1. */
    void flag(String name, Setting setting) {
      row(name, NONE, setting, SET, 1);
    }

    void flag(String name, Setting setting, int value) {
      row(name, NONE, setting, SET, value);
    }

    void count(String name, Setting setting) {
      row(name, NONE, setting, COUNT, 1);
    }

    void number(String name, Setting setting) {
      row(name, ArgumentKind.NUMBER, setting, Effect.NUMBER, 0);
    }

    void text(String name, Setting setting) {
      row(name, ArgumentKind.TEXT, setting, Effect.TEXT, 0);
    }

    /** An action without an argument. */
    void act(String name, Setting setting) {
      row(name, NONE, setting, ACTION, 0);
    }

    /** An action that takes text. */
    void actOn(String name, Setting setting) {
      row(name, ArgumentKind.TEXT, setting, ACTION, 0);
    }

    List<OptionSpec> list() {
      return List.copyOf(list);
    }
  }
}
