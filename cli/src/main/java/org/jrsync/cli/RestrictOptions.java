package org.jrsync.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the one who restricts a user says on the command line, in rrsync(1)'s words. Texts are of
 * bytes.
 *
 * @param readOnly {@code -ro}
 * @param writeOnly {@code -wo}
 * @param munge {@code -munge}
 * @param absolute {@code -absolute}
 * @param noDelete {@code -no-del}, or implied
 * @param noLock {@code -no-lock}, or implied
 * @param noOverwrite {@code -no-overwrite}
 * @param help {@code -help}; nothing else counts then
 * @param directory the folder that the user is restricted to
 */
record RestrictOptions(
    boolean readOnly,
    boolean writeOnly,
    boolean munge,
    boolean absolute,
    boolean noDelete,
    boolean noLock,
    boolean noOverwrite,
    boolean help,
    String directory) {

  private static final List<String> NAMES =
      List.of(
          "-ro",
          "-wo",
          "-munge",
          "-absolute",
          "-no-del",
          "-no-lock",
          "-no-overwrite",
          "-help",
          "-h");

  /**
   * Reads the command line.
   *
   * @throws RefusedException if it makes no sense
   */
  static RestrictOptions parse(List<String> words) {
    List<String> given = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    @Nullable String directory = null;
    boolean ended = false;
    for (String word : words) {
      if (!ended && word.equals("--")) {
        ended = true;
      } else if (ended || word.length() < 2 || word.charAt(0) != '-') {
        if (directory == null) {
          directory = word;
        } else {
          unknown.add(word);
        }
      } else {
        String name = nameOf(word);
        if (name == null) {
          unknown.add(word);
          continue;
        }
        if (name.equals("-h") || name.equals("-help")) {
          return new RestrictOptions(false, false, false, false, false, false, false, true, "");
        }
        refuseBoth(given, name, "-ro", "-wo");
        refuseBoth(given, name, "-wo", "-ro");
        given.add(name);
      }
    }
    if (directory == null) {
      throw new RefusedException("the following arguments are required: DIR");
    }
    if (!unknown.isEmpty()) {
      throw new RefusedException("unrecognized arguments: " + String.join(" ", unknown));
    }
    boolean readOnly = given.contains("-ro");
    return new RestrictOptions(
        readOnly,
        given.contains("-wo"),
        given.contains("-munge"),
        given.contains("-absolute"),
        readOnly || given.contains("-no-del"),
        readOnly || given.contains("-no-lock"),
        given.contains("-no-overwrite"),
        false,
        directory);
  }

  /** The option that a word, which may be the start of one, means; null for none. */
  private static @Nullable String nameOf(String word) {
    int equals = word.indexOf('=');
    String start = equals < 0 ? word : word.substring(0, equals);
    List<String> matches =
        NAMES.contains(start)
            ? List.of(start)
            : NAMES.stream().filter(name -> name.startsWith(start)).toList();
    if (matches.size() > 1) {
      throw new RefusedException(
          "ambiguous option: " + word + " could match " + String.join(", ", matches));
    }
    if (!matches.isEmpty() && equals >= 0) {
      throw new RefusedException(
          "argument "
              + matches.getFirst()
              + ": ignored explicit argument '"
              + word.substring(equals + 1)
              + "'");
    }
    return matches.isEmpty() ? null : matches.getFirst();
  }

  private static void refuseBoth(List<String> given, String name, String one, String other) {
    if (name.equals(one) && given.contains(other)) {
      throw new RefusedException("argument " + one + ": not allowed with argument " + other);
    }
  }
}
