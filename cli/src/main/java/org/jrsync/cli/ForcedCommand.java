package org.jrsync.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command that a restricted user's rsync sends. What is not on the list of a client's own
 * options, in the form that clients give them, is refused. Texts are of bytes.
 *
 * <p>Source of the list: rrsync of rsync 3.5.1.
 *
 * @param sender whether files are read and not written
 * @param options what stands before the dot, with paths as the server is to take them
 * @param arguments the paths behind it
 */
record ForcedCommand(boolean sender, List<String> options, List<String> arguments) {
  private static final String LETTERS = "ACDEHIJKLNORSUWXbcdgklmnopqrstuvxyz";
  private static final String LETTERS_WITH_NUMBER = "@B";

  private static final List<String> PLAIN =
      List.of(
          ("append copy-unsafe-links delay-updates delete delete-after delete-before delete-delay"
                  + " delete-during delete-excluded delete-missing-args dirs existing fake-super"
                  + " force from0 fsync fuzzy group hard-links ignore-errors ignore-existing"
                  + " ignore-missing-args ignore-times inplace links list-only mkpath msgs2stderr"
                  + " munge-links new-compress no-W no-implied-dirs no-msgs2stderr no-r no-relative"
                  + " no-specials numeric-ids old-compress one-file-system open-noatime owner"
                  + " partial perms preallocate recursive remove-sent-files remove-source-files"
                  + " safe-links sender server size-only specials stats super times use-qsort")
              .split(" "));

  private static final List<String> WITH_VALUE =
      List.of(
          ("block-size bwlimit checksum-choice checksum-seed compress-choice compress-level"
                  + " compress-threads groupmap iconv info log-format max-alloc max-delete max-size"
                  + " min-size modify-window only-write-batch skip-compress stderr suffix timeout"
                  + " usermap")
              .split(" "));

  /** Their values are paths that a receiver writes to or compares with. */
  private static final List<String> WITH_RECEIVERS_PATH =
      List.of("backup-dir", "compare-dest", "copy-dest", "link-dest", "partial-dir", "temp-dir");

  private static final List<String> WITH_PATH = List.of("files-from", "log-file");

  private static final List<String> DISABLED =
      List.of("copy-devices", "daemon", "debug", "no-munge-links", "write-devices");

  private enum Kind {
    DISABLED,
    PLAIN,
    VALUE,
    RECEIVERS_PATH,
    PATH
  }

  /** Makes the paths of a command safe, once it is known which way the files go. */
  interface Paths {
    RestrictedPaths of(boolean sender);
  }

  /**
   * Checks a command.
   *
   * @param folder the real path of the folder that the user is restricted to
   * @throws RefusedException if it is none that the user may give
   */
  static ForcedCommand parse(
      String command, RestrictOptions restrictions, String folder, Paths paths) {
    String[] start = command.split(" ", 3);
    if (!start[0].equals("rsync")) {
      throw new RefusedException("SSH_ORIGINAL_COMMAND does not run rsync");
    }
    if (start.length < 2 || !start[1].equals("--server")) {
      throw new RefusedException("--server option is not the first arg");
    }
    String rest = start.length < 3 ? "" : start[2];
    boolean sender = rest.startsWith("--sender ");
    if (restrictions.readOnly() && !sender) {
      throw new RefusedException("sending to read-only server is not allowed");
    }
    if (restrictions.writeOnly() && sender) {
      throw new RefusedException("reading from write-only server is not allowed");
    }
    return new Reader(restrictions, folder.equals("/"), sender, paths.of(sender)).read(rest);
  }

  /** One reading of what follows the program's name and {@code --server}. */
  private static final class Reader {
    private final RestrictOptions restrictions;
    private final boolean sender;
    private final RestrictedPaths paths;
    private final Map<String, Kind> kinds;
    private final String disabled;
    private final String letters;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();

    Reader(
        RestrictOptions restrictions, boolean everything, boolean sender, RestrictedPaths paths) {
      this.restrictions = restrictions;
      this.sender = sender;
      this.paths = paths;
      this.kinds = kinds(restrictions, everything, sender);
      this.disabled = "s" + (restrictions.noOverwrite() ? "b" : "") + (everything ? "" : "KLk");
      StringBuilder allowed = new StringBuilder();
      LETTERS.chars().filter(c -> disabled.indexOf(c) < 0).forEach(c -> allowed.append((char) c));
      this.letters = allowed.toString();
    }

    private static Map<String, Kind> kinds(
        RestrictOptions restrictions, boolean everything, boolean sender) {
      Map<String, Kind> kinds = new HashMap<>();
      PLAIN.forEach(name -> kinds.put(name, Kind.PLAIN));
      WITH_VALUE.forEach(name -> kinds.put(name, Kind.VALUE));
      WITH_RECEIVERS_PATH.forEach(name -> kinds.put(name, Kind.RECEIVERS_PATH));
      WITH_PATH.forEach(name -> kinds.put(name, Kind.PATH));
      List<String> off = new ArrayList<>(DISABLED);
      if (!sender) {
        off.add("sender");
      }
      if (restrictions.noDelete()) {
        kinds.keySet().stream()
            .filter(name -> name.startsWith("remove") || name.startsWith("delete"))
            .forEach(off::add);
      }
      if (restrictions.readOnly()) {
        off.add("log-file");
      }
      if (restrictions.noOverwrite()) {
        off.addAll(List.of("log-file", "partial-dir", "delay-updates", "backup-dir"));
      }
      if (!everything) {
        off.add("copy-unsafe-links");
      }
      off.forEach(name -> kinds.put(name, Kind.DISABLED));
      return kinds;
    }

    ForcedCommand read(String text) {
      @Nullable String awaiting = null;
      boolean behindDot = false;
      for (String word : words(text)) {
        if (awaiting != null) {
          String value = value(awaiting, word);
          if (value == null) {
            options.removeLast();
          } else {
            options.add(value);
          }
          awaiting = null;
        } else if (behindDot) {
          arguments.addAll(paths.ofArgument(word));
        } else if (word.equals(".")) {
          behindDot = true;
        } else {
          awaiting = option(word);
        }
      }
      if (!behindDot) {
        throw invalid();
      }
      return new ForcedCommand(
          sender, List.copyOf(options), arguments.isEmpty() ? List.of(".") : arguments);
    }

    private static RefusedException invalid() {
      return new RefusedException("invalid rsync-command syntax or options");
    }

    /** Takes an option; returns it when its value is the next word, null otherwise. */
    private @Nullable String option(String word) {
      if (!word.startsWith("--")) {
        letters(word);
        options.add(word);
        return null;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
      Kind kind = kinds.get(name);
      if (kind == null) {
        throw invalid();
      }
      String option = "--" + name;
      switch (kind) {
        case DISABLED -> throw disabled(option);
        case PLAIN -> {
          options.add(word);
          if (name.equals("no-relative")) {
            paths.keepWhole(false);
          }
        }
        default -> {
          if (equals < 0) {
            options.add(option);
            return option;
          }
          String value = value(option, word.substring(equals + 1));
          if (value != null) {
            options.add(option + "=" + value);
          }
        }
      }
      return null;
    }

    private static RefusedException disabled(String option) {
      return new RefusedException("option " + option + " has been disabled on this server.");
    }

    /** The value as the server is to take it; null where it had better not have the option. */
    private @Nullable String value(String option, String value) {
      Kind kind = kinds.getOrDefault(option.substring(2), Kind.DISABLED);
      return switch (kind) {
        case PATH -> path(option, value);
        case RECEIVERS_PATH -> sender ? value : paths.ofOption(option, value);
        default -> value;
      };
    }

    private @Nullable String path(String option, String value) {
      if (option.equals("--files-from")) {
        if (value.equals("-")) {
          return value;
        }
        if (restrictions.writeOnly()) {
          throw new RefusedException("a write-only server cannot read a remote --files-from path");
        }
      }
      String path = paths.ofOption(option, value);
      if (option.equals("--files-from")) {
        return path;
      }
      throw new RefusedException("option " + option + " is not supported on this server.");
    }

    /** Letters, perhaps with what the client says of itself behind e; or one with a number. */
    private void letters(String word) {
      if (word.length() < 2 || word.charAt(0) != '-') {
        throw invalid();
      }
      if (LETTERS_WITH_NUMBER.indexOf(word.charAt(1)) >= 0) {
        if (word.length() > 2 && word.chars().skip(2).allMatch(c -> c >= '0' && c <= '9')) {
          return;
        }
        throw invalid();
      }
      int at = 1;
      while (at < word.length() && letters.indexOf(word.charAt(at)) >= 0) {
        at++;
      }
      if (at == word.length() || isClientInfo(word, at)) {
        if (word.lastIndexOf('R', at - 1) > 0) {
          paths.keepWhole(true);
        }
        return;
      }
      if (disabled.indexOf(word.charAt(at)) >= 0) {
        throw disabled("-" + word.charAt(at));
      }
      throw invalid();
    }

    private static boolean isClientInfo(String word, int at) {
      if (word.charAt(at) != 'e') {
        return false;
      }
      int i = at + 1;
      while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
        i++;
      }
      if (i == word.length() || word.charAt(i) != '.') {
        return false;
      }
      return word.chars().skip(i + 1L).allMatch(ForcedCommand::isWordLetter);
    }

    /** Words as a shell would find them, but for quotes; a backslash keeps what is behind it. */
    private static List<String> words(String text) {
      List<String> words = new ArrayList<>();
      StringBuilder word = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean escapes = c == '\\' && i + 1 < text.length() && text.charAt(i + 1) != '\n';
        if (escapes) {
          word.append(c).append(text.charAt(++i));
        } else if (c == '\\' || isBlank(c)) {
          take(word, words);
        } else {
          word.append(c);
        }
      }
      take(word, words);
      return words;
    }

    private static void take(StringBuilder word, List<String> words) {
      if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isWordLetter(int c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
