package org.jrsync.engine.options;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command line asks for.
 *
 * @param mode what the program is to be; only the parts that the mode needs say anything
 * @param options the transfer's options, for {@link Mode#CLIENT} and {@link Mode#SERVER}
 * @param arguments the words that are no options
 * @param filters the filter options in order
 * @param connection how the client reaches the server
 * @param words the whole command line behind the program's name
 * @param daemon the daemon's own options, for {@link Mode#DAEMON}
 * @param clientInfo on a server, what the client said of itself behind {@code -e}, empty when
 *     nothing
 * @param outputBuffering {@code --outbuf}
 * @param serverOfCopy on a client with {@code --remote-option}, what the server of a local copy
 *     goes by, with those filters alone that are its own; asked once, it throws {@link
 *     UsageException} where that server would complain. Null where both go by the same.
 */
public record ParsedArguments(
    Mode mode,
    Options options,
    List<byte[]> arguments,
    List<FilterDirective> filters,
    ConnectionOptions connection,
    List<byte[]> words,
    DaemonOptions daemon,
    String clientInfo,
    OutputBuffering outputBuffering,
    @Nullable Supplier<ParsedArguments> serverOfCopy) {

  /** The things the program can be. */
  public enum Mode {
    /** Runs a transfer that its user asked for. */
    CLIENT,
    /** The other side of such a transfer, started by a client. */
    SERVER,
    /** Serves modules. */
    DAEMON,
    /** Prints the help text. */
    HELP,
    /** Prints the help text of the daemon. */
    DAEMON_HELP,
    /** Prints the version and what is there. */
    VERSION,
    /** The same as JSON. */
    VERSION_JSON,
    /** Prints the {@code --info} flags. */
    INFO_HELP,
    /** Prints the {@code --debug} flags. */
    DEBUG_HELP
  }

  /** How standard output is buffered. */
  public enum OutputBuffering {
    /** Not given: by line on a terminal, else in blocks. */
    AUTOMATIC,
    /** Not at all. */
    NONE,
    /** By line. */
    LINE,
    /** In blocks. */
    BLOCK
  }

  static ParsedArguments only(Mode mode) {
    return new ParsedArguments(
        mode,
        new OptionsBuilder().build(),
        List.of(),
        List.of(),
        ConnectionOptions.DEFAULT,
        List.of(),
        DaemonOptions.DEFAULT,
        "",
        OutputBuffering.AUTOMATIC,
        null);
  }
}
