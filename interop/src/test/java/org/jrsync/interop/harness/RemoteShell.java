package org.jrsync.interop.harness;

import java.nio.file.Path;

/**
 * A program for {@code -e} that stays on this machine: like ssh it takes options and a host name,
 * joins the rest with spaces and lets a shell run it.
 */
public final class RemoteShell {
  private static final String SCRIPT =
      """
      #!/bin/sh
      while [ $# -gt 0 ]; do
        case $1 in
          -l | -p) shift 2 ;;
          -*) shift ;;
          *) break ;;
        esac
      done
      shift
      cd / || exit 1
      exec /bin/sh -c "$*"
      """;

  private static final String STARTS_IN =
      """
      #!/bin/sh
      while :; do case "$1" in -*) shift ;; *) break ;; esac; done
      shift
      cd 'FOLDER' || exit 99
      eval "exec $*"
      """;

  private RemoteShell() {}

  /** Writes the program into a test's folder. */
  public static Path create(Scratch scratch) {
    return scratch.script("remote-shell", SCRIPT);
  }

  /** Writes a program whose commands start in a folder, or not at all. */
  public static Path startingIn(Scratch scratch, Path folder) {
    return scratch.script("shell", STARTS_IN.replace("FOLDER", folder.toString()));
  }

  /**
   * As {@link #create}, with both directions of what it carries kept in the files {@code to-server}
   * and {@code from-server} of a folder.
   */
  public static Path recording(Scratch scratch, Path folder) {
    String tee =
        "tee '" + folder + "/to-server' | /bin/sh -c \"$*\" | tee '" + folder + "/from-server'";
    return scratch.script("recording-shell", SCRIPT.replace("exec /bin/sh -c \"$*\"", tee));
  }
}
