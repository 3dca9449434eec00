package org.jrsync.daemon.check;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.config.Problem;
import org.jrsync.daemon.config.Problem.Severity;
import org.jrsync.daemon.config.Settings;

/** Collects what is found, with the place of the parameter that is to blame. */
final class Findings {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param file the main file, to blame where no line is
   */
  Findings(String file) {
    this.file = file;
  }

  void addAll(List<Problem> more) {
    problems.addAll(more);
  }

  List<Problem> all() {
    return List.copyOf(problems);
  }

  /** Blames a parameter of the daemon. */
  void daemon(Severity severity, Settings settings, Parameter blamed, String text) {
    String place = settings.place(blamed);
    problems.add(new Problem(severity, place == null ? file : place, text));
  }

  /** Blames a parameter of a module, or the module where that is a default. */
  void module(Severity severity, ModuleConfig module, Parameter blamed, String text) {
    String own = module.place(blamed);
    String place = own == null ? module.place(Parameter.NAME) : own;
    problems.add(
        new Problem(
            severity, place == null ? file : place, "module \"" + module.name() + "\": " + text));
  }
}
