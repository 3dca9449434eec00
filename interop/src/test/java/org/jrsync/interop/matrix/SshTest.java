package org.jrsync.interop.matrix;

import java.nio.file.Path;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.harness.SshServer;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.HardTree;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.api.Test;

/** The way most people run it: over a real ssh to a real sshd, ours on either end and on both. */
class SshTest {
  @Test
  void pullAndPush() {
    try (Scratch scratch = new Scratch();
        SshServer ssh = SshServer.startOrSkip(scratch)) {
      Path source = scratch.folder("src");
      HardTree.create(
          new Disk(source), HardTree.Spec.small("root".equals(System.getProperty("user.name"))));
      TreeSnapshot wanted = TreeSnapshot.of(new Disk(source));
      Path theirs = Peers.PACKAGED.orSkip().binary();
      Path ours = Jrsync.binary();
      Path[][] pairs = {{ours, theirs}, {theirs, ours}, {ours, ours}};
      for (Path[] pair : pairs) {
        for (boolean push : new boolean[] {false, true}) {
          Path copy = scratch.folder("copy");
          String from = (push ? "" : "127.0.0.1:") + source + "/";
          String to = (push ? "127.0.0.1:" : "") + copy + "/";
          Command.of(pair[0], "-aH", "-e", ssh.shell(), "--rsync-path=" + pair[1], from, to)
              .run()
              .expectSuccess();
          TreeCompare.assertSame(wanted, TreeSnapshot.of(new Disk(copy)));
          new Disk(copy).remove(Name.of(""));
        }
      }
    }
  }
}
