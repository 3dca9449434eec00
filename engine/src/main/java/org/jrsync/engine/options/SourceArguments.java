package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sources and the destination of a transfer, told apart by their host specs.
 *
 * @param direction which way the files go
 * @param host the other side, null for {@link Direction#LOCAL} and for a batch; its path is the
 *     first of {@code remotePaths}
 * @param remotePaths what is asked of the other side: sources of a pull, the destination of a push;
 *     with a daemon each starts with the module's name
 * @param localPaths the sources of a push or local copy, the destination of a pull (none for a
 *     listing)
 * @param destination the destination of a local copy, null otherwise
 * @param daemonByShell a daemon is to be started through the remote shell ({@code host::} with
 *     {@code -e})
 */
@SuppressWarnings("ArrayRecordComponent") // Paths are bytes; two of these are never compared.
public record SourceArguments(
    Direction direction,
    @Nullable HostSpec host,
    List<byte[]> remotePaths,
    List<byte[]> localPaths,
    byte @Nullable [] destination,
    boolean daemonByShell) {

  /** The ways files may go. */
  public enum Direction {
    /** From the other side to this one. */
    PULL,
    /** From this side to the other. */
    PUSH,
    /** Both sides are here. */
    LOCAL
  }

  private static final byte[] DOT = {'.'};

  /** Whether files are only to be listed, since no destination was given. */
  public boolean hasNoDestination() {
    return direction == Direction.PULL && localPaths.isEmpty();
  }

  /**
   * Sorts the arguments of a client.
   *
   * @throws UsageException if they do not go together
   */
  public static SourceArguments of(ParsedArguments parsed) {
    SourceArguments sorted =
        parsed.options().batch.reads()
            ? ofBatch(parsed.arguments(), parsed.connection())
            : of(parsed.arguments(), parsed.connection());
    sorted.check(parsed.options().filesFrom);
    return sorted;
  }

  /**
   * Sorts the arguments of a client.
   *
   * @throws UsageException if they do not go together
   */
  public static SourceArguments of(List<byte[]> arguments, ConnectionOptions connection) {
    if (arguments.isEmpty()) {
      throw UsageException.help();
    }
    HostSpec first = host(arguments.getFirst(), connection);
    SourceArguments result =
        first != null ? pull(arguments, first, connection) : push(arguments, connection);
    result.check(connection);
    return result;
  }

  /** Of a batch, which needs no source, the last argument alone counts. */
  private static SourceArguments ofBatch(List<byte[]> arguments, ConnectionOptions connection) {
    if (arguments.isEmpty()) {
      throw UsageException.help();
    }
    byte[] last = arguments.getLast();
    if (HostSpec.parse(last) != null) {
      throw UsageException.syntax("remote destination is not allowed with --read-batch");
    }
    SourceArguments result =
        new SourceArguments(
            Direction.PULL, null, List.of(), List.of(last.length == 0 ? DOT : last), null, false);
    result.check(connection);
    return result;
  }

  /** The host spec, where {@code --port} stands in for a daemon's port that it does not name. */
  private static @Nullable HostSpec host(byte[] argument, ConnectionOptions connection) {
    HostSpec spec = HostSpec.parse(argument);
    return spec != null && spec.port() == HostSpec.DEFAULT_PORT && connection.port() != 0
        ? spec.withPort(connection.port())
        : spec;
  }

  private static SourceArguments pull(
      List<byte[]> arguments, HostSpec first, ConnectionOptions connection) {
    byte[] last = arguments.getLast();
    List<byte[]> destination = List.of();
    List<byte[]> sources = arguments;
    if (arguments.size() > 1 && last.length > 0 && last[0] == ':') {
      // A source too, whose path is taken for the destination's.
      HostSpec spec = HostSpec.parse(last);
      destination = List.of(spec == null ? last : pathOn(spec));
    } else if (arguments.size() > 1) {
      if (HostSpec.parse(last) != null) {
        throw UsageException.syntax("The source and destination cannot both be remote.");
      }
      destination = List.of(last);
      sources = arguments.subList(0, arguments.size() - 1);
    }
    List<byte[]> paths = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      byte[] source = sources.get(i);
      HostSpec spec = HostSpec.parse(source);
      if (spec == null) {
        throw UsageException.syntax(
            "Unexpected local arg: "
                + Bytes.text(source)
                + "\nIf arg is a remote file/dir, prefix it with a colon (:).");
      }
      if (i > 0) {
        requireSameHost(first, spec);
      }
      paths.add(pathOn(spec));
    }
    if (!destination.isEmpty() && destination.getFirst().length == 0) {
      destination = List.of(requireDestination(connection));
    }
    return new SourceArguments(
        Direction.PULL, first, List.copyOf(paths), destination, null, byShell(first, connection));
  }

  private static void requireSameHost(HostSpec first, HostSpec further) {
    byte[] name = further.userAndHost();
    if (name.length > 0 && !Arrays.equals(name, first.userAndHost())) {
      throw UsageException.syntax("All source args must come from the same machine.");
    }
    boolean samePort = further.port() == first.port();
    if (!samePort && !(first.isDaemon() && further.port() == HostSpec.DEFAULT_PORT)) {
      throw UsageException.syntax(
          further.isDaemon() && first.isDaemon()
              ? "All source args must use the same port number."
              : "All source args must use the same hostspec format.");
    }
  }

  /** What an empty destination stands for. */
  private static byte[] requireDestination(ConnectionOptions connection) {
    if (connection.oldArgs() == 0) {
      throw UsageException.syntax("Empty destination arg specified (use \".\" or see --old-args).");
    }
    return DOT;
  }

  private static SourceArguments push(List<byte[]> arguments, ConnectionOptions connection) {
    byte[] last = DOT;
    List<byte[]> sources = arguments;
    if (arguments.size() > 1) {
      last = arguments.getLast();
      sources = arguments.subList(0, arguments.size() - 1);
      if (last.length == 0) {
        last = requireDestination(connection);
      }
    }
    HostSpec host = host(last, connection);
    for (int i = 0; i < sources.size(); i++) {
      byte[] source = sources.get(i);
      if (source.length == 0) {
        throw UsageException.syntax("Empty source arg specified.");
      }
      if (i > 0 && HostSpec.parse(source) != null) {
        throw UsageException.syntax("Unexpected remote arg: " + Bytes.text(source));
      }
    }
    if (host == null) {
      return new SourceArguments(
          Direction.LOCAL, null, List.of(), List.copyOf(sources), last, false);
    }
    return new SourceArguments(
        Direction.PUSH,
        host,
        List.of(pathOn(host)),
        List.copyOf(sources),
        null,
        byShell(host, connection));
  }

  /** The path; behind a remote shell an empty one is the home directory there. */
  private static byte[] pathOn(HostSpec spec) {
    return spec.path().length == 0 && !spec.isDaemon() ? DOT : spec.path();
  }

  private static boolean byShell(HostSpec host, ConnectionOptions connection) {
    return host.isDaemon() && connection.remoteShell() != null;
  }

  private void check(@Nullable FilesFrom list) {
    byte[] owner = list == null ? null : list.host();
    if (owner == null) {
      return;
    }
    HostSpec other = host;
    if (owner.length > 0 && other != null && !Arrays.equals(owner, other.userAndHost())) {
      throw UsageException.syntax("--files-from hostname is not the same as the transfer hostname");
    }
    if (other == null) {
      throw UsageException.syntax("--files-from cannot be remote when the transfer is local");
    }
  }

  private void check(ConnectionOptions connection) {
    HostSpec other = host;
    boolean daemon = other != null && other.isDaemon();
    if (connection.passwordFile() != null && !daemon) {
      throw UsageException.syntax(
          "The --password-file option may only be used when accessing an rsync daemon.");
    }
    if (connection.connectTimeout() > 0 && !daemon) {
      throw UsageException.syntax(
          "The --contimeout option may only be used when connecting to an rsync daemon.");
    }
    if (other != null
        && (!daemon || daemonByShell)
        && other.host().length > 0
        && other.host()[0] == '-') {
      throw UsageException.syntax("Invalid remote host: hostnames may not start with '-'.");
    }
  }
}
