package org.jrsync.engine.options;

import java.util.List;

/**
 * {@code --compare-dest}, {@code --copy-dest} or {@code --link-dest}: further directories in which
 * the receiving side looks for what the destination lacks.
 *
 * @param kind which of the options it is; they exclude each other
 * @param dirs the directories as given, in order; relative ones start at the destination
 */
public record AlternateDirs(Kind kind, List<byte[]> dirs) {
  /** How many may be given. */
  public static final int MOST = 20;

  /** No such directory. */
  public static final AlternateDirs NONE = new AlternateDirs(Kind.COMPARE, List.of());

  /** What is done with a file that is found there as it should be. */
  public enum Kind {
    /** Nothing: it is left out of the destination. */
    COMPARE("--compare-dest"),
    /** It is copied. */
    COPY("--copy-dest"),
    /** It is hard-linked. */
    LINK("--link-dest");

    private final String option;

    Kind(String option) {
      this.option = option;
    }

    /** The option's name with its dashes. */
    public String option() {
      return option;
    }
  }

  public AlternateDirs {
    dirs = List.copyOf(dirs);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return dirs.isEmpty();
  }
}
