package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jrsync.engine.ListedNames;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.RequestedNames;
import org.jrsync.engine.StandardParts;
import org.jrsync.engine.ToldNames;
import org.jrsync.engine.filter.ImpliedIncludes;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.FilesFrom;
import org.jrsync.engine.options.HostSpec;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.SourceArguments;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Role;
import org.jspecify.annotations.Nullable;

/**
 * Holds a remote sender to what it was asked for. Made before the connection, when it is told what
 * the arguments stand for ({@code --debug=filter3}).
 */
final class SenderChecks {
  /** Null where the sender is trusted. */
  private final StandardParts.@Nullable Names checks;

  private final @Nullable NamesFile list;
  private final @Nullable ImpliedIncludes includes;

  private SenderChecks(
      StandardParts.@Nullable Names checks,
      @Nullable NamesFile list,
      @Nullable ImpliedIncludes includes) {
    this.checks = checks;
    this.list = list;
    this.includes = includes;
  }

  /**
   * The checks of a client.
   *
   * @param list of {@code --files-from}, if this side has one
   */
  static SenderChecks of(
      ParsedArguments parsed,
      SourceArguments sources,
      @Nullable NamesFile list,
      Reporter reporter) {
    Options options = parsed.options();
    HostSpec host = sources.host();
    boolean sending = sources.direction() != SourceArguments.Direction.PULL;
    if (sending || host == null || options.trustSender) {
      return new SenderChecks(null, list, null);
    }
    if (parsed.connection().oldArgs() > 0 || hasListElsewhere(options)) {
      // What the remote shell makes of the arguments, or a list there names, is not known here, but
      // the rules are.
      return new SenderChecks(
          session -> RequestedNames.any(session.options(), session.filters()), list, null);
    }
    ImpliedIncludes includes = includes(options, reporter);
    String who = Role.EARLY_RECEIVER.text();
    if (list != null) {
      ListedNames listed = new ListedNames(options);
      NamesFile told =
          list.telling(name -> {
            listed.add(name);
            if (includes != null) {
              includes.add(who, name);
            }
          });
      return new SenderChecks(listed::policy, told, includes);
    }
    List<byte[]> paths = sources.remotePaths();
    List<byte[]> asked =
        host.isDaemon() ? paths.stream().map(SenderChecks::inModule).toList() : paths;
    if (includes != null) {
      asked.forEach(path -> includes.add(who, path));
    }
    return new SenderChecks(
        session -> new RequestedNames(session.options(), asked, session.filters()), null, includes);
  }

  /** The list of {@code --files-from} that this side has, which tells these checks of its names. */
  @Nullable NamesFile list() {
    return list;
  }

  /**
   * The checks of a session.
   *
   * @param role says who reads the sender's list at present
   */
  StandardParts.Names names(Supplier<Role> role) {
    StandardParts.Names held = checks;
    return held == null
        ? StandardParts.Names.ANY
        : session -> ToldNames.telling(held.of(session), session, includes, role);
  }

  private static @Nullable ImpliedIncludes includes(Options options, Reporter reporter) {
    return options.debug(Debug.FILTER) < ImpliedIncludes.LEVEL
        ? null
        : new ImpliedIncludes(
            options.relative,
            options.recursive,
            options.transfersDirs(),
            line -> reporter.report(MessageCode.INFO, (line + "\n").getBytes(ISO_8859_1)));
  }

  private static boolean hasListElsewhere(Options options) {
    FilesFrom list = options.filesFrom;
    return list != null && list.isPeers();
  }

  private static byte[] inModule(byte[] path) {
    int i = 0;
    while (i < path.length && path[i] != '/') {
      i++;
    }
    return i == path.length ? new byte[0] : Arrays.copyOfRange(path, i + 1, path.length);
  }
}
