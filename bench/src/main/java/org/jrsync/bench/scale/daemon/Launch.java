package org.jrsync.bench.scale.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a daemon is to be started.
 *
 * @param model how it serves clients
 * @param program the rsync or jrsync
 * @param servedAs whose rights sessions have
 * @param globals further lines of its configuration's global part, each with its newline
 * @param moduleLines further lines of its module
 * @param limits that it runs under
 */
public record Launch(
    Model model,
    Path program,
    ServedAs servedAs,
    String globals,
    String moduleLines,
    ResourceLimits limits) {

  /** The name of the module that every daemon has. */
  public static final String MODULE = "data";

  /** A daemon without anything special. */
  public static Launch plain(Model model, Path program, ServedAs servedAs) {
    return new Launch(model, program, servedAs, "", "", ResourceLimits.NONE);
  }

  /** The same with further lines in the global part, under limits. */
  public Launch with(String moreGlobals, String moreModuleLines, ResourceLimits under) {
    return new Launch(
        model, program, servedAs, globals + moreGlobals, moduleLines + moreModuleLines, under);
  }

  /**
   * The configuration's text.
   *
   * @param data the module's folder
   * @param folder the daemon's own
   * @param root whether the daemon will be root
   */
  String config(Path data, Path folder, boolean root) {
    String identity = root ? servedAs.rootDirectives() : "";
    return "reverse lookup = no\nlock file = "
        + folder.resolve("lock")
        + "\n"
        + model.directives()
        + globals
        + "["
        + MODULE
        + "]\n"
        + "    path = "
        + data
        + "\n    read only = yes\n"
        + (root ? "" : "    use chroot = no\n")
        + identity
        + moduleLines;
  }

  /** The command line, which leads a session of its own. */
  List<String> command(Path config, Path log, int port) {
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(limits.command());
    words.addAll(
        List.of(
            program.toString(),
            "--daemon",
            "--no-detach",
            "--address=127.0.0.1",
            "--port=" + port,
            "--config=" + config,
            "--log-file=" + log));
    return words;
  }
}
