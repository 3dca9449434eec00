package org.jrsync.daemon.check;

import static org.jrsync.daemon.config.Problem.Severity.ERROR;
import static org.jrsync.daemon.config.Problem.Severity.WARNING;

import java.nio.charset.StandardCharsets;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.auth.Authenticator;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.session.ModuleIdentity;
import org.jrsync.daemon.session.ModuleRefusedException;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.RefuseOptions;
import org.jrsync.engine.report.ChmodSpec;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.Identity;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.AuthDigest;
import org.jspecify.annotations.Nullable;

/** Looks for what keeps a module from working. */
final class ModuleCheck {
  private final ConfinedTree operator;
  private final Accounts accounts;
  private final Identity daemon;
  private final boolean asCaller;
  private final boolean confined;
  private final Findings findings;
  private final FileStat stat = new FileStat();

  /**
   * @param daemon whom the daemon is while it serves
   * @param operator where paths of modules are looked at
   * @param confined whether that is the root of everything, which absolute paths begin at
   * @param asCaller whether that is who asks, so that the system can tell what it may
   */
  ModuleCheck(
      ConfinedTree operator,
      Accounts accounts,
      Identity daemon,
      boolean asCaller,
      boolean confined,
      Findings findings) {
    this.operator = operator;
    this.accounts = accounts;
    this.daemon = daemon;
    this.asCaller = asCaller;
    this.confined = confined;
    this.findings = findings;
  }

  void check(ModuleConfig module) {
    path(module, identity(module));
    secrets(module);
    readable(module, Parameter.EXCLUDE_FROM);
    readable(module, Parameter.INCLUDE_FROM);
    lockFile(module);
    values(module);
    directions(module);
  }

  private @Nullable ModuleIdentity identity(ModuleConfig module) {
    if (module.varies(Parameter.UID) || module.varies(Parameter.GID)) {
      return null;
    }
    try {
      return ModuleIdentity.of(module, accounts, daemon.uid() == 0, daemon.uid());
    } catch (ModuleRefusedException e) {
      Parameter blamed =
          String.valueOf(e.getMessage()).contains("gid") ? Parameter.GID : Parameter.UID;
      findings.module(ERROR, module, blamed, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void path(ModuleConfig module, @Nullable ModuleIdentity identity) {
    String path = module.path();
    if (path.isEmpty()) {
      findings.module(ERROR, module, Parameter.PATH, "it has no path");
      return;
    }
    if (module.varies(Parameter.PATH)) {
      return; // Known for each client alone.
    }
    int errno = operator.stat(bytes(path), stat);
    if (errno != 0) {
      findings.module(ERROR, module, Parameter.PATH, path + ": " + Errno.message(errno));
    } else if (!stat.isDirectory()) {
      findings.module(ERROR, module, Parameter.PATH, path + " is not a directory");
    } else if (identity != null && identity.isUnchanged() && asCaller) {
      if (!operator.isReadable(bytes(path), true)) {
        findings.module(ERROR, module, Parameter.PATH, path + " cannot be read");
      }
    } else if (identity != null && !mayEnter(identity)) {
      // Access control lists and further groups may say otherwise.
      findings.module(
          WARNING,
          module,
          Parameter.PATH,
          path + " cannot be entered by the module's user, as its mode has it");
    }
  }

  private boolean mayEnter(ModuleIdentity identity) {
    Integer own = identity.userId();
    int id = own == null ? daemon.uid() : own;
    boolean member =
        identity.groupIds().contains(stat.gid())
            || (identity.groupIds().isEmpty() && stat.gid() == daemon.gid());
    int shift = stat.uid() == id ? 6 : member ? 3 : 0;
    return id == 0 || (stat.mode() >> shift & 1) != 0;
  }

  private void secrets(ModuleConfig module) {
    boolean users = !module.text(Parameter.AUTH_USERS).isEmpty();
    String path = module.text(Parameter.SECRETS_FILE);
    if (!users) {
      if (!path.isEmpty()) {
        findings.module(
            WARNING,
            module,
            Parameter.SECRETS_FILE,
            "\"secrets file\" without \"auth users\": everybody may connect");
      }
      return;
    }
    if (path.isEmpty()) {
      findings.module(
          ERROR,
          module,
          Parameter.AUTH_USERS,
          "\"auth users\" without \"secrets file\": nobody can log in");
      return;
    }
    if (module.varies(Parameter.SECRETS_FILE)) {
      return;
    }
    int errno = operator.stat(bytes(path), stat);
    if (errno != 0) {
      findings.module(ERROR, module, Parameter.SECRETS_FILE, path + ": " + Errno.message(errno));
      return;
    }
    boolean strict = module.flag(Parameter.STRICT_MODES);
    if ((stat.mode() & Authenticator.OTHER_ACCESS) != 0) {
      findings.module(
          strict ? ERROR : WARNING,
          module,
          Parameter.SECRETS_FILE,
          path + " can be read or written by others");
    } else if (strict && daemon.uid() == 0 && stat.uid() != 0) {
      findings.module(ERROR, module, Parameter.SECRETS_FILE, path + " does not belong to root");
    } else {
      readable(module, Parameter.SECRETS_FILE);
    }
  }

  private void readable(ModuleConfig module, Parameter parameter) {
    String path = module.text(parameter);
    if (path.isEmpty() || module.varies(parameter)) {
      return;
    }
    int errno = openError(path);
    if (errno != 0) {
      findings.module(ERROR, module, parameter, path + ": " + Errno.message(errno));
    }
  }

  private int openError(String path) {
    try (FileHandle file = operator.openRead(bytes(path), true, false)) {
      return file.fd() < 0 ? Errno.EBADF : 0;
    } catch (PosixException e) {
      return e.errno();
    }
  }

  private void lockFile(ModuleConfig module) {
    if (module.maxConnections() <= 0 || module.varies(Parameter.LOCK_FILE)) {
      return;
    }
    String path = module.text(Parameter.LOCK_FILE);
    String parent = path.substring(0, Math.max(path.lastIndexOf('/'), 0));
    int errno = operator.stat(bytes(parent.isEmpty() ? "/" : parent), stat);
    if (errno != 0) {
      findings.module(
          ERROR,
          module,
          Parameter.LOCK_FILE,
          "the folder of the lock file " + path + ": " + Errno.message(errno));
    }
  }

  /** A text, empty where only a session knows it. */
  private static String known(ModuleConfig module, Parameter p) {
    return module.varies(p) ? "" : module.text(p);
  }

  private void values(ModuleConfig module) {
    String digest = known(module, Parameter.AUTH_DIGEST);
    if (!digest.isEmpty() && AuthDigest.forName(digest) == null) {
      findings.module(
          ERROR, module, Parameter.AUTH_DIGEST, "the digest \"" + digest + "\" is not known");
    }
    String charset = known(module, Parameter.CHARSET);
    if (!charset.isEmpty() && Iconv.find(charset) == null) {
      findings.module(
          ERROR, module, Parameter.CHARSET, "the charset \"" + charset + "\" is not known");
    }
    for (Parameter p : new Parameter[] {Parameter.INCOMING_CHMOD, Parameter.OUTGOING_CHMOD}) {
      String modes = known(module, p);
      if (!modes.isEmpty() && ChmodSpec.parse(modes, 0) == null) {
        findings.module(ERROR, module, p, "the modes \"" + modes + "\" make no sense");
      }
    }
    RefuseOptions refused =
        RefuseOptions.of(known(module, Parameter.REFUSE_OPTIONS), !charset.isEmpty());
    for (String pattern : refused.unmatched()) {
      findings.module(
          WARNING, module, Parameter.REFUSE_OPTIONS, "no option is called \"" + pattern + "\"");
    }
  }

  private void directions(ModuleConfig module) {
    if (module.readOnly() && module.writeOnly()) {
      findings.module(
          ERROR, module, Parameter.WRITE_ONLY, "it is read only and write only: of no use");
    }
    if (module.maxConnections() < 0) {
      findings.module(
          WARNING,
          module,
          Parameter.MAX_CONNECTIONS,
          "it is closed: \"max connections\" is below 0");
    }
  }

  private byte[] bytes(String path) {
    String text = confined ? path.replaceFirst("^/+", "") : path;
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
