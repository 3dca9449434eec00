package org.jrsync.interop.peer;

import java.nio.file.Path;

/**
 * A real rsync to test against.
 *
 * @param version as its {@code --version} tells, such as {@code 3.5.1}
 * @param binary the program
 */
public record Peer(String version, Path binary) {

  @Override
  public String toString() {
    return "rsync-" + version;
  }
}
