package org.jrsync.engine.filter;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What {@code -C} ignores besides its built-in list. */
public final class CvsIgnore {
  /** Only the built-in list. */
  public static final CvsIgnore BUILT_IN = new CvsIgnore(null, null, 30);

  private final byte @Nullable [] homeFile;
  private final byte @Nullable [] environment;
  private final int protocol;

  /**
   * @param homeFile path of the user's {@code .cvsignore}, or null where there is no home directory
   * @param environment value of {@code CVSIGNORE}, or null
   * @param protocol protocol version; from 30 on the built-in rules are perishable
   */
  public CvsIgnore(byte @Nullable [] homeFile, byte @Nullable [] environment, int protocol) {
    this.homeFile = homeFile;
    this.environment = environment;
    this.protocol = protocol;
  }

  byte @Nullable [] homeFile() {
    return homeFile;
  }

  byte @Nullable [] environment() {
    return environment;
  }

  int protocol() {
    return protocol;
  }

  /** Names that CVS ignores, from rsync(1). */
  static byte[] builtIn() {
    String names =
        "RCS SCCS CVS CVS.adm RCSLOG cvslog.* tags TAGS .make.state .nse_depinfo *~ #* .#* ,* _$*"
            + " *$ *.old *.bak *.BAK *.orig *.rej .del-* *.a *.olb *.o *.obj *.so *.exe *.Z *.elc"
            + " *.ln core .svn/ .git/ .hg/ .bzr/";
    return names.getBytes(StandardCharsets.US_ASCII);
  }
}
