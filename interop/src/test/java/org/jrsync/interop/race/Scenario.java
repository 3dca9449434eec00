package org.jrsync.interop.race;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A transfer to or from the raced tree.
 *
 * @param push whether the raced tree is the destination
 * @param focus the paths that matter in it, those that other scenarios do not treat the same way
 * @param options rsync's
 * @param paths what a pull asks for, from the top of the raced tree; a push always brings all
 */
record Scenario(
    String name, boolean push, Pattern focus, List<String> options, List<String> paths) {

  private static final String ALL = ".*";
  private static final String DELETED = "dir(/gone.*|/tofile.*|/.part.*)?";
  private static final String UPDATED = "dir(/leaf|/\\.leaf\\..*|/\\.part.*|/sub/inner)?";

  static List<Scenario> all() {
    return List.of(
        push("everything", ALL, "-aH", "--delete", "--no-W"),
        push("delete after", DELETED, "-r", "--delete-after", "--force"),
        push("in place", UPDATED, "-ac", "--inplace", "--no-W", "--force"),
        push("append", UPDATED, "-a", "--append", "--force"),
        push("partial directory", UPDATED, "-a", "--partial-dir=.part", "--no-W", "--force"),
        push("relative", "dir(/sub.*)?", "-aR", "--force"),
        pull("everything", "", "-aH"),
        pull("checksums", "", "-ac"),
        pull("list", "", "-r", "--list-only"),
        new Scenario(
            "pull relative",
            false,
            Pattern.compile(ALL),
            List.of("-aR"),
            List.of("dir/sub/inner", "dir/leaf", "dir/alink")));
  }

  private static Scenario push(String name, String focus, String... options) {
    return new Scenario("push " + name, true, Pattern.compile(focus), List.of(options), List.of());
  }

  private static Scenario pull(String name, String path, String... options) {
    return new Scenario(
        "pull " + name, false, Pattern.compile(ALL), List.of(options), List.of(path));
  }

  boolean relative() {
    return options.contains("-aR");
  }

  /** Whether something is to happen at this moment. */
  boolean cares(Flip flip, Pauses.Pause pause) {
    return focus.matcher(pause.path()).matches()
        && (flip == Flip.PARENT || pause.path().startsWith("dir/"));
  }

  @Override
  public String toString() {
    return name;
  }
}
