package org.jrsync.interop.harness;

import java.nio.file.Path;
import java.util.List;

/**
 * A module of a test daemon, serving with the caller's own user.
 *
 * @param name as in {@code rsync://host/name/}
 * @param path the folder served
 * @param writable whether pushes are taken
 * @param more further lines of its section, such as {@code exclude = *.o}
 */
public record Module(String name, Path path, boolean writable, List<String> more) {

  public static Module readOnly(String name, Path path, String... more) {
    return new Module(name, path, false, List.of(more));
  }

  public static Module writable(String name, Path path, String... more) {
    return new Module(name, path, true, List.of(more));
  }

  /** Its section of the configuration, for a daemon that is root or not. */
  public String section(boolean root) {
    StringBuilder text = new StringBuilder();
    text.append('[').append(name).append("]\n");
    text.append("    path = ").append(path).append('\n');
    text.append("    read only = ").append(writable ? "no" : "yes").append('\n');
    if (root) {
      // Without these a root daemon serves as nobody, who may neither read nor make everything in
      // the hard tree.
      text.append("    uid = root\n    gid = root\n");
    } else {
      text.append("    use chroot = no\n    munge symlinks = no\n");
    }
    for (String line : more) {
      text.append("    ").append(line).append('\n');
    }
    return text.toString();
  }
}
