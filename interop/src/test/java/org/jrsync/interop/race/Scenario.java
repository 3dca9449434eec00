package org.jrsync.interop.race;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A transfer to or from the raced tree.
 *
 * @param push whether the raced tree is the destination
 * @param focus the paths that matter in it, those that other scenarios do not treat the same way
 * @param options rsync's; {@code TOP} is the top of the raced tree, as its side knows it
 * @param paths what a pull asks for, from the top of the raced tree; a push always brings all
 */
record Scenario(
    String name, boolean push, Pattern focus, List<String> options, List<String> paths) {

  private static final String ALL = ".*";
  private static final String DELETED = "dir(/gone.*|/tofile.*|/.part.*)?";
  private static final String UPDATED = "dir(/leaf|/\\.leaf\\..*|/\\.part.*|/sub/inner)?";
  private static final String PLACED = "dir(/leaf|/new|/sub/inner)?|\\.(leaf|new)\\..*";
  private static final String ATTRIBUTES = "dir(/leaf|/\\.leaf\\..*|/same|/sub|/new|/alink)?";
  private static final String KEPT = "dir(/leaf|/gone|/\\.bak.*)?|leaf|gone";
  private static final String REMOVED = "dir(/leaf|/sub/inner)?";

  static List<Scenario> all() {
    return List.of(
        push("everything", ALL, "-aH", "--delete", "--no-W"),
        push("delete after", DELETED, "-r", "--delete-after", "--force"),
        push("in place", UPDATED, "-ac", "--inplace", "--no-W", "--force"),
        push("append", UPDATED, "-a", "--append", "--force"),
        push("partial directory", UPDATED, "-a", "--partial-dir=.part", "--no-W", "--force"),
        push("relative", "dir(/sub.*)?", "-aR", "--force"),
        push("temporary directory", PLACED, "-a", "--temp-dir=TOP/.tmp", "--force"),
        push("links to what is there", PLACED, "-a", "--link-dest=TOP/.like", "--force"),
        push("attributes", ATTRIBUTES, "-aAX", "--no-W", "--force"),
        push("attributes as others", ATTRIBUTES, "-aAX", "-M--fake-super", "--force"),
        push("backups", KEPT, "-a", "--delete", "--backup-dir=TOP/dir/.bak", "--force"),
        pull("everything", "", "-aH"),
        pull("checksums", "", "-ac"),
        pull("list", "", "-r", "--list-only"),
        pull("attributes", "", "-aAX"),
        new Scenario(
            "pull and remove",
            false,
            Pattern.compile(REMOVED),
            List.of("-a", "--remove-source-files"),
            List.of("")),
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

  /** Whether sources are removed. */
  boolean removes() {
    return options.contains("--remove-source-files");
  }

  /** The exit codes that rsync may have where something is in the way. */
  Set<Integer> codes() {
    boolean backups = options.stream().anyMatch(option -> option.startsWith("--backup-dir"));
    // A backup that cannot be made ends the transfer.
    return backups ? Set.of(0, 11, 23, 24) : Set.of(0, 23, 24);
  }

  /** Whether what the peer finds is there already, so that it can be linked to. */
  boolean linked() {
    return name.startsWith("push links");
  }

  /** The options for a side to which the raced tree is at that path, without a slash at its end. */
  List<String> options(String top) {
    return options.stream().map(option -> option.replace("TOP", top)).toList();
  }

  /**
   * Whether it can be one end of a local copy: the links in a path that the operator names are
   * followed, until it has been looked at.
   */
  boolean local() {
    return paths.stream().allMatch(String::isEmpty)
        && options.stream().noneMatch(option -> option.contains("TOP/dir"));
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
