package org.jrsync.engine.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  /** For a user's home directory; null where there is none. */
  public static CvsIgnore ofHome(byte @Nullable [] home, byte @Nullable [] environment) {
    byte[] file = null;
    if (home != null) {
      byte[] name = "/.cvsignore".getBytes(StandardCharsets.US_ASCII);
      file = Arrays.copyOf(home, home.length + name.length);
      System.arraycopy(name, 0, file, home.length, name.length);
    }
    return new CvsIgnore(file, environment, BUILT_IN.protocol);
  }

  /** The same for another protocol version. */
  CvsIgnore at(int version) {
    return new CvsIgnore(homeFile, environment, version);
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
