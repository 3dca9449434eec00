package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterRule;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.filter.ImpliedIncludes;
import org.jrsync.engine.filter.NameKind;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.flist.EntryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each name that a remote sender lists which rule lets it in, and has others check it:
 * {@code --debug=filter3}. Of the client's own rules a generator tells at any level; as in rsync it
 * has its own look at what is listed once the transfer goes on.
 */
public final class ToldNames implements EntryPolicy {
  private final EntryPolicy checks;
  private final FilterList rules;
  private final @Nullable ImpliedIncludes includes;
  private final Supplier<Role> role;
  private final Reporter reporter;
  private final int level;

  private ToldNames(
      EntryPolicy checks,
      Session session,
      @Nullable ImpliedIncludes includes,
      Supplier<Role> role) {
    this.checks = checks;
    this.rules = session.filters();
    this.includes = includes;
    this.role = role;
    this.reporter = session.reporter();
    this.level = session.options().debug(Debug.FILTER);
  }

  /**
   * The same checks, telling if the session's options ask for it.
   *
   * @param includes what the arguments stand for, null where they do not restrict names
   * @param role says who reads the list at present
   */
  public static EntryPolicy telling(
      EntryPolicy checks,
      Session session,
      @Nullable ImpliedIncludes includes,
      Supplier<Role> role) {
    return session.options().debug(Debug.FILTER) < 1
        ? checks
        : new ToldNames(checks, session, includes, role);
  }

  @Override
  public int adjustMode(int mode) {
    return checks.adjustMode(mode);
  }

  @Override
  public int adjustLink(byte[] target, int length, int depth) {
    return checks.adjustLink(target, length, depth);
  }

  @Override
  public void check(byte[] path, int length, boolean directory) {
    byte[] name = Arrays.copyOf(path, length);
    Role reader = role.get();
    FilterRule own =
        rules.isPlain() ? rules.decidesAnywhere(name, directory, FilterSide.SENDER) : null;
    if (own != null) {
      if (level >= ImpliedIncludes.LEVEL) {
        tell(own, reader, name, directory);
      }
      if (reader == Role.RECEIVER) {
        tell(own, Role.GENERATOR, name, directory);
      }
    }
    if (includes != null && (own == null || own.isInclude())) {
      includes.tell(reader.text(), name, directory);
    }
    checks.check(path, length, directory);
  }

  private void tell(FilterRule rule, Role who, byte[] name, boolean directory) {
    String line = rule.because(who.text(), name, 0, name.length, NameKind.of(directory)) + "\n";
    reporter.report(MessageCode.INFO, line.getBytes(ISO_8859_1));
  }

  @Override
  public boolean isImpliedParent(byte[] path, int length) {
    return checks.isImpliedParent(path, length);
  }
}
