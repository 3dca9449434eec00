package org.jrsync.interop.companion;

import java.nio.file.Path;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;

/** A stand-in for ssh to an account that is restricted to a folder, as sshd's forced command. */
final class RestrictedShell {
  private RestrictedShell() {}

  /**
   * A script for {@code -e}.
   *
   * @param options of {@code jrsync restrict}
   */
  static Path create(Scratch scratch, Path folder, String name, String options) {
    return scratch.script(
        name,
        """
        #!/bin/sh
        shift
        cd '%s' || exit 99
        SSH_ORIGINAL_COMMAND="$*" SSH_CONNECTION="192.0.2.7 1 192.0.2.8 22"
        export SSH_ORIGINAL_COMMAND SSH_CONNECTION
        exec '%s' restrict %s '%s'
        """
            .formatted(scratch.path(), Jrsync.binary(), options, folder));
  }
}
