package org.jrsync.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jrsync.cli.manual.FlagHelp;
import org.jrsync.cli.manual.HelpText;
import org.jrsync.client.NamesFiles;
import org.jrsync.client.Rules;
import org.jrsync.client.RunLog;
import org.jrsync.client.tls.TlsClient;
import org.jrsync.daemon.DaemonMain;
import org.jrsync.daemon.ServeMain;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.ArgumentParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.options.OptionAliases;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.SourceArguments;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.report.ErrorLine;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/** Does what a command line asks for. */
final class Program {

  /** Set to anything, it has failures show their stack; for developers. */
  private static final String TRACE = "JRSYNC_TRACE";

  private static final byte[] SERVER = {'-', '-', 's', 'e', 'r', 'v', 'e', 'r'};
  private static final byte[] SERVE = {'s', 'e', 'r', 'v', 'e'};
  private static final byte[] SSL = {'s', 's', 'l'};
  private static final byte[] RESTRICT = {'r', 'e', 's', 't', 'r', 'i', 'c', 't'};

  private final Console console;
  private final Environment environment;
  private volatile RunLog log = RunLog.NONE;
  private final @Nullable Supplier<TlsClient> tls;

  Program(Console console, Environment environment) {
    this(console, environment, null);
  }

  /**
   * @param tls how daemons are reached over TLS; null where they are not
   */
  private Program(Console console, Environment environment, @Nullable Supplier<TlsClient> tls) {
    this.console = console;
    this.environment = environment;
    this.tls = tls;
  }

  /** The same program, which reaches daemons over TLS and has no other commands. */
  Program overTls(Supplier<TlsClient> client) {
    return new Program(console, environment, client);
  }

  /**
   * Runs to the end.
   *
   * @param words the arguments without the program's name
   * @return the exit status
   */
  int run(List<byte[]> words) {
    if (words.isEmpty()) {
      return usage(new UsageFailure(), Role.CLIENT);
    }
    if (tls == null && Arrays.equals(words.getFirst(), SERVE)) {
      if (isDirectoryGone()) {
        return directoryIsGone(Role.EARLY_RECEIVER);
      }
      return ServeMain.run(
          words.subList(1, words.size()),
          stream(FileDescriptor.out),
          stream(FileDescriptor.err),
          Printable.highBytes(false, environment));
    }
    if (tls == null && Arrays.equals(words.getFirst(), SSL)) {
      return new SslCompanion(console, environment, this).run(words.subList(1, words.size()));
    }
    if (tls == null && Arrays.equals(words.getFirst(), RESTRICT)) {
      return restrict(words.subList(1, words.size()));
    }
    ParsedArguments parsed;
    try {
      boolean own = !saysServer(words);
      OptionAliases aliases = own ? AliasFiles.read(environment) : OptionAliases.NONE;
      parsed = ArgumentParser.parse(words, aliases, environment);
    } catch (UsageException e) {
      Role role = saysServer(words) ? Role.SERVER : Role.CLIENT;
      log = RunLog.open(e);
      return e.helpWanted() ? usage(e, role) : fail(e, role.text());
    }
    boolean works =
        switch (parsed.mode()) {
          case CLIENT, SERVER, DAEMON -> true;
          default -> false;
        };
    if (works && isDirectoryGone()) {
      boolean sends = parsed.mode() == ParsedArguments.Mode.SERVER && parsed.options().sender;
      return directoryIsGone(sends ? Role.SENDER : Role.EARLY_RECEIVER);
    }
    if (saysServer(words)) {
      // Standard output is the connection.
      console.toStandardError();
    }
    switch (parsed.mode()) {
      case HELP -> console.print(HelpText.client(Version.text()));
      case DAEMON_HELP -> console.print(HelpText.daemon(Version.text()));
      case VERSION -> console.print(Version.text());
      case VERSION_JSON -> console.print(Version.json());
      case INFO_HELP -> console.print(FlagHelp.info());
      case DEBUG_HELP -> console.print(FlagHelp.debug());
      case CLIENT -> {
        return client(parsed);
      }
      case SERVER -> {
        return server(words, parsed);
      }
      case DAEMON -> {
        return DaemonMain.run(
            parsed.daemon(), stream(FileDescriptor.out), stream(FileDescriptor.err));
      }
    }
    return 0;
  }

  /**
   * Whether the directory that the program was started in does not exist any more. A JVM does not
   * start there, so the launcher starts it in another one: no relative path may be used then.
   */
  private static boolean isDirectoryGone() {
    return "gone".equals(System.getProperty("jrsync.directory"));
  }

  private int directoryIsGone(Role role) {
    String reason = "rsync: [" + role.text() + "] getcwd(): " + Errno.message(Errno.ENOENT);
    return fail(
        new RsyncException(ExitCode.FILE_SELECT, reason + " (" + Errno.ENOENT + ")"), role.text());
  }

  /** A standard stream for those who print by themselves; each char one byte. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.ISO_8859_1);
  }

  private int client(ParsedArguments parsed) {
    console.buffering(parsed.outputBuffering());
    if (parsed.options().messages.stderr() == MessageRouting.Stderr.ALL) {
      console.toStandardError();
    }
    Reporter shown = new ConsoleReporter(console, parsed.options(), environment);
    log = RunLog.open(parsed.options(), shown);
    Reporter reporter = log.over(shown);
    FilterParser rules;
    @Nullable NamesFile names;
    try {
      rules = Rules.ofClient(parsed, environment, reporter);
      names = NamesFiles.open(parsed.options(), reporter);
    } catch (RsyncException e) {
      return fail(e, Role.CLIENT.text());
    }
    SourceArguments sources;
    try {
      sources = SourceArguments.of(parsed);
    } catch (UsageException e) {
      Role role = startsRemote(parsed) ? Role.EARLY_RECEIVER : Role.SENDER;
      return e.helpWanted() ? usage(e, role) : fail(e, role.text());
    }
    if (tls != null && sources.host() != null && !sources.host().isDaemon()) {
      return SslCompanion.wantsDaemon(console);
    }
    boolean pulls = sources.direction() == SourceArguments.Direction.PULL;
    Role role = pulls ? Role.EARLY_RECEIVER : Role.SENDER;
    try {
      ClientRun run =
          new ClientRun(
              console,
              parsed,
              sources,
              rules,
              names,
              environment,
              reporter,
              log,
              ProgressPrinter.of(console, parsed.options()),
              role);
      // A server shows bytes beyond ASCII as numbers, whatever its locale.
      run.serversOwn(new ConsoleReporter(console, parsed.options(), Environment.EMPTY));
      return tls == null ? run.run() : run.overTls(tls).run();
    } catch (RsyncException e) {
      return fail(e, role.text());
    }
  }

  /**
   * Whether this is the other side of a client's run, as far as can be told of arguments that make
   * no sense.
   */
  private static boolean saysServer(List<byte[]> words) {
    for (byte[] word : words) {
      if (Arrays.equals(word, SERVER)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsRemote(ParsedArguments parsed) {
    return !parsed.arguments().isEmpty()
        && org.jrsync.engine.options.HostSpec.parse(parsed.arguments().getFirst()) != null;
  }

  private int restrict(List<byte[]> words) {
    try {
      return new RestrictCompanion(console, environment)
          .run(
              words,
              (served, parsed, place) ->
                  new ServerRun(console, served, parsed, environment, place).run());
    } catch (UsageException e) {
      return e.helpWanted() ? usage(e, Role.SERVER) : fail(e, Role.SERVER.text());
    } catch (RsyncException e) {
      return fail(e, Role.SERVER.text());
    }
  }

  private int server(List<byte[]> words, ParsedArguments parsed) {
    try {
      return new ServerRun(console, words, parsed, environment, null).run();
    } catch (UsageException e) {
      return e.helpWanted() ? usage(e, Role.SERVER) : fail(e, Role.SERVER.text());
    } catch (RsyncException e) {
      return fail(e, Role.SERVER.text());
    }
  }

  /** Answers a command line without sense by the help text, on standard error. */
  private int usage(Throwable cause, Role role) {
    console.error(HelpText.client(Version.text()));
    return close(ExitCode.SYNTAX.code(), cause, role.text());
  }

  /**
   * Tells of a failure in one line and the closing one, whatever it is. Returns the exit status.
   */
  int fail(Throwable failure, String role) {
    int status = status(failure);
    boolean told = failure instanceof RsyncException known && known.reportedByPeer();
    String message = message(failure);
    if (!told && !message.isEmpty()) {
      for (String line : message.split("\n", -1)) {
        log.error(line.getBytes(StandardCharsets.ISO_8859_1));
      }
      console.error(Printable.of(environment).ofLines(message));
    }
    if (environment.get(TRACE) != null) {
      console.error(trace(failure));
    }
    return close(status, failure, role);
  }

  private int close(int status, Throwable where, String role) {
    if (role.equals(Role.SENDER.text())) {
      log.noFigures();
    }
    String line = ErrorLine.of(status, where, role);
    log.error(line.getBytes(StandardCharsets.ISO_8859_1));
    console.error(line + "\n");
    return status;
  }

  private static int status(Throwable failure) {
    return switch (failure) {
      case RsyncException known -> known.exitStatus();
      case PosixException system -> ExitCode.FILE_IO.code();
      case java.io.IOException io -> ExitCode.FILE_IO.code();
      case java.io.UncheckedIOException io -> ExitCode.FILE_IO.code();
      case VirtualMachineError memory -> ExitCode.MALLOC.code();
      default -> ExitCode.IPC.code();
    };
  }

  private static String message(Throwable failure) {
    return switch (failure) {
      case RsyncException known -> known.getMessage();
      case OutOfMemoryError memory -> "rsync: out of memory";
      case StackOverflowError stack -> "rsync: out of stack";
      case PosixException system -> "rsync: " + failure.getMessage();
      case java.io.IOException io -> "rsync: " + failure.getMessage();
      default -> {
        String text = failure.getMessage();
        String what =
            failure.getClass().getSimpleName() + (text == null ? "" : ": " + firstLine(text));
        yield "rsync: internal error: " + what + " (set " + TRACE + " for its trace)";
      }
    };
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String trace(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      text.append(t).append('\n');
      for (StackTraceElement frame : t.getStackTrace()) {
        text.append("  at ").append(frame).append('\n');
      }
    }
    return text.toString();
  }

  /** Only to say where the help text came from. */
  private static final class UsageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
