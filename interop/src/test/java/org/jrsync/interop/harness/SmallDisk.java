package org.jrsync.interop.harness;

import java.nio.file.Path;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Assumptions;

/** A file system of a given size, to be full soon; only root can make one. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts it, or skips the test and says why. */
  public static SmallDisk mount(Path folder, int kibibytes) {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "a small file system can be mounted by root only");
    Result result =
        Command.of(
                "mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", folder.toString())
            .run();
    Assumptions.assumeTrue(result.exitCode() == 0, "cannot mount here: " + result);
    return new SmallDisk(folder);
  }

  @Override
  public void close() {
    Command.of("umount", "-l", folder.toString()).run();
  }
}
