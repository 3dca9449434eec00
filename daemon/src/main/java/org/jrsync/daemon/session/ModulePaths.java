package org.jrsync.daemon.session;

import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Where a module's files are and how its transfers are kept there. Paths are texts of bytes.
 *
 * @param root the directory that symlinks are resolved in
 * @param inner the part of {@code root} that is served, without a slash around it; empty for all of
 *     it
 * @param chroot whether absolute links and {@code ..} mean something inside {@code root}, as after
 *     a chroot; otherwise what leaves the module is refused
 * @param mungeSymlinks whether the targets of symlinks are kept in a form that leads nowhere
 * @param insecureLinks whether symlinks lead wherever they lead: out of a module without chroot,
 *     and out of {@code inner}, but never out of a chroot's {@code root}
 */
public record ModulePaths(
    String root, String inner, boolean chroot, boolean mungeSymlinks, boolean insecureLinks) {

  private static final String DIVIDER = "/./";

  /**
   * Works the values out that depend on each other: {@code use chroot} unset is yes for a path with
   * an inner part and where the daemon may do it, and {@code munge symlinks} unset is yes where
   * symlinks could lead out.
   *
   * @param root whether the daemon runs as root
   * @throws ModuleRefusedException when the module has no path
   */
  static ModulePaths of(ModuleConfig module, boolean root) {
    String path = module.path();
    if (path.isEmpty()) {
      throw new ModuleRefusedException(
          "No path specified for module " + module.name(), "no path setting.");
    }
    int divider = path.indexOf(DIVIDER);
    Boolean wanted = module.useChroot();
    boolean chroot = wanted == null ? divider >= 0 || root : wanted;
    String outer = path;
    String inner = "";
    if (chroot && divider >= 0) {
      outer = path.substring(0, divider + 1);
      inner = clean(path.substring(divider + DIVIDER.length()));
    }
    @Nullable Boolean munge = module.optionalFlag(Parameter.MUNGE_SYMLINKS);
    return new ModulePaths(
        outer.startsWith("/") ? "/" + clean(outer) : outer,
        inner,
        chroot,
        munge == null ? !chroot || !inner.isEmpty() : munge,
        module.flag(Parameter.INSECURE_LINKS));
  }

  /** The path of what is served, from the daemon's root on. */
  String whole() {
    return inner.isEmpty() ? root : root.equals("/") ? root + inner : root + "/" + inner;
  }

  /**
   * The path with {@code .}, {@code ..} and empty parts worked out; what would leave the top is
   * dropped.
   */
  private static String clean(String path) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < path.length()) {
      int slash = path.indexOf('/', at);
      int end = slash < 0 ? path.length() : slash;
      String part = path.substring(at, end);
      if (part.equals("..")) {
        out.setLength(Math.max(0, out.lastIndexOf("/")));
      } else if (!part.isEmpty() && !part.equals(".")) {
        if (!out.isEmpty()) {
          out.append('/');
        }
        out.append(part);
      }
      at = end + 1;
    }
    return out.toString();
  }
}
