package org.jrsync.daemon.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.config.Problem;
import org.jrsync.daemon.tls.OwnCertificate;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.Identity;
import org.jrsync.posix.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the files of TLS. */
class TlsCheckTest {

  @Test
  void aKeyMayBeReadByAnyOfTheDaemonsGroups(@TempDir Path dir) throws Exception {
    OwnCertificate own = OwnCertificate.make(dir, "here");
    Files.setPosixFilePermissions(own.key(), PosixFilePermissions.fromString("rw-r-----"));
    DaemonConfig config = MemoryFiles.load(own.directives());
    try (ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR)) {
      FileStat stat = new FileStat();
      assertThat(operator.stat(own.key().toString().getBytes(ISO_8859_1), stat)).isZero();
      int user = stat.uid() + 1;
      int group = stat.gid() + 1;
      for (Identity member :
          new Identity[] {
            new Identity(user, stat.gid()), new Identity(user, group, group + 1, stat.gid())
          }) {
        Findings findings = new Findings("f");
        new TlsCheck(operator, config, findings).check(member);
        assertThat(findings.all()).isEmpty();
      }
      Findings findings = new Findings("f");
      new TlsCheck(operator, config, findings).check(new Identity(user, group, group + 1));
      assertThat(findings.all())
          .singleElement()
          .extracting(Problem::toString)
          .asString()
          .contains("cannot be read anew by \"daemon uid\"");
    }
  }
}
