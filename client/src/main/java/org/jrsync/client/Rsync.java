package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.ArgumentParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.SourceArguments;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * A transfer between this machine and another, or within this machine, that a program runs.
 *
 * <p>A {@linkplain #builder builder} describes it, {@link #run} runs it on the calling thread, and
 * {@link #cancel} ends it from any other. It prints nothing, handles no signals and never ends the
 * process; several may run at a time. A remote shell that is started shares the process's standard
 * error.
 */
public final class Rsync {
  private final ClientTransfer transfer;
  private final ListenerCalls calls;
  private final RunLog log;
  private final AtomicBoolean used = new AtomicBoolean();

  private Rsync(ClientTransfer transfer, ListenerCalls calls, RunLog log) {
    this.log = log;
    this.transfer = transfer;
    this.calls = calls;
  }

  /** Begins the description of a transfer. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Transfers, and returns when all is done. What goes wrong is told to the listener and shows in
   * the result. An interrupt of the calling thread is noticed where a local copy waits, and then
   * ends it as {@link #cancel} does; the thread stays interrupted. What the listener throws ends
   * the transfer as well, and comes out of here when that has been cleaned up.
   *
   * @throws IllegalStateException when it has been run before
   */
  public Result run() {
    if (used.getAndSet(true)) {
      throw new IllegalStateException("a transfer runs once");
    }
    calls.whenListenerFails(transfer::cancel);
    Result result;
    try (log) {
      result = outcome();
    }
    calls.throwFailure();
    boolean broken = transfer.isCancelled() && !result.isSuccess();
    return broken ? new Result(ExitCode.SIGNAL.code(), result.statistics(), "cancelled") : result;
  }

  private Result outcome() {
    try {
      TransferResult ended = transfer.run();
      if (ended != null) {
        log.figures(ended.stats());
      }
      return ended == null
          ? new Result(0, Statistics.NONE, "")
          : result(ended.exitStatus(), Statistics.of(ended.stats()), ended.failure());
    } catch (RsyncException e) {
      if (!e.getMessage().isEmpty() && !e.reportedByPeer() && !transfer.isCancelled()) {
        log.error(e.getMessage().getBytes(ISO_8859_1));
        calls.message(MessageCode.ERROR, e.getMessage().getBytes(ISO_8859_1));
      }
      return result(e.exitStatus(), Statistics.NONE, e);
    } catch (PosixException e) {
      String reason = "rsync: " + e.getMessage();
      log.error(reason.getBytes(ISO_8859_1));
      calls.message(MessageCode.ERROR, reason.getBytes(ISO_8859_1));
      return new Result(ExitCode.FILE_IO.code(), Statistics.NONE, reason);
    }
  }

  private Result result(int status, Statistics statistics, @Nullable RsyncException failure) {
    String reason = "";
    if (status != 0) {
      // As the listener gets it: names in it are bytes of the system.
      reason =
          failure != null && !failure.getMessage().isEmpty()
              ? new String(failure.getMessage().getBytes(ISO_8859_1), UTF_8)
              : calls.firstError();
    }
    return new Result(
        status, statistics, reason.isEmpty() && status != 0 ? Result.describe(status) : reason);
  }

  /**
   * Ends the transfer soon, from another thread: {@link #run} then returns with exit code 20. Files
   * that are not complete are removed from the destination, or kept where the options say so. Does
   * nothing once the transfer is over. While a host's name is looked up, the system's own time
   * limit for that has to pass first.
   */
  public void cancel() {
    transfer.cancel();
  }

  /**
   * Describes a transfer. Sources and the destination given as strings read as on rsync's command
   * line: {@code dir/} stands for what is in it, {@code host:path} for a remote shell, {@code
   * rsync://host/module/path} for a daemon. A {@link Path} is always a file of this machine. Not
   * for several threads at once.
   */
  public static final class Builder {
    private static final byte[] END_OF_OPTIONS = {'-', '-'};

    private final List<byte[]> options = new ArrayList<>();
    private final List<byte[]> sources = new ArrayList<>();
    private byte @Nullable [] destination;
    private TransferListener listener = new TransferListener() {};
    private @Nullable String password;
    private boolean itemize;

    private Builder() {}

    /** Everything below directories, with links, permissions, times, owners and devices. */
    public Builder archive(boolean on) {
      return flag(on, "--archive");
    }

    /** Everything below directories. */
    public Builder recursive(boolean on) {
      return flag(on, "--recursive");
    }

    /** Modification times. */
    public Builder times(boolean on) {
      return flag(on, "--times");
    }

    /** Deletes from the destination what the sources do not have. */
    public Builder delete(boolean on) {
      return flag(on, "--delete");
    }

    /** Compresses data on the way. */
    public Builder compress(boolean on) {
      return flag(on, "--compress");
    }

    /** Compares files by checksum, not by size and time. */
    public Builder checksum(boolean on) {
      return flag(on, "--checksum");
    }

    /** Changes nothing, but tells what would be changed. */
    public Builder dryRun(boolean on) {
      return flag(on, "--dry-run");
    }

    /** Tells the listener of each changed entry. */
    public Builder itemize(boolean on) {
      itemize = on;
      return this;
    }

    private Builder flag(boolean on, String name) {
      byte[] word = name.getBytes(ISO_8859_1);
      options.removeIf(other -> Arrays.equals(other, word));
      if (on) {
        options.add(word);
      }
      return this;
    }

    /**
     * Adds an option of rsync's command line, such as {@code --exclude=*.o} or {@code -X}. Options
     * take effect in the order in which they are given.
     *
     * @throws IllegalArgumentException if it does not start with a hyphen
     */
    public Builder option(String option) {
      requireNonNull(option, "option");
      if (option.length() < 2 || option.charAt(0) != '-' || option.equals("--")) {
        throw new IllegalArgumentException("not an option: " + option);
      }
      options.add(option.getBytes(UTF_8));
      return this;
    }

    /** Adds an option with its value, such as {@code --rsh} and {@code ssh -p 2222}. */
    public Builder option(String option, String value) {
      requireNonNull(value, "value");
      option(option);
      options.add(value.getBytes(UTF_8));
      return this;
    }

    /** Adds a source: a file, or a directory that is to be copied into the destination. */
    public Builder source(Path path) {
      return source(bytes(requireNonNull(path, "path")));
    }

    /** Adds a source: what is in a directory, without the directory itself. */
    public Builder contentsOf(Path directory) {
      byte[] path = bytes(requireNonNull(directory, "directory"));
      byte[] inside = Arrays.copyOf(path, path.length + 1);
      inside[path.length] = '/';
      return source(inside);
    }

    /** Adds a source as on the command line. */
    public Builder source(String source) {
      return source(requireNonNull(source, "source").getBytes(UTF_8));
    }

    /** Adds a source as on the command line, whose name need not be text of any encoding. */
    public Builder source(byte[] source) {
      sources.add(requireNonNull(source, "source").clone());
      return this;
    }

    /** Names the directory or file to copy to. */
    public Builder destination(Path path) {
      return destination(bytes(requireNonNull(path, "path")));
    }

    /** Names the destination as on the command line. */
    public Builder destination(String target) {
      return destination(requireNonNull(target, "target").getBytes(UTF_8));
    }

    /** Names the destination as on the command line, as bytes. */
    public Builder destination(byte[] target) {
      destination = requireNonNull(target, "target").clone();
      return this;
    }

    /** The password for a daemon that asks for one; RSYNC_PASSWORD is used when none is given. */
    public Builder password(String secret) {
      password = requireNonNull(secret, "secret");
      return this;
    }

    /** Who watches the transfer. */
    public Builder listener(TransferListener watcher) {
      listener = requireNonNull(watcher, "watcher");
      return this;
    }

    /**
     * Checks the description. A destination may be left out only where the options ask for a list
     * ({@code --list-only}), which goes to the listener. What the listener throws when it is told
     * of rules that are left out comes out of here.
     *
     * @throws UsageException when options, sources and destination do not go together; its exit
     *     code is the one rsync would end with
     */
    public Rsync build() {
      if (sources.isEmpty()) {
        throw UsageException.syntax("no source is given");
      }
      List<byte[]> words = new ArrayList<>();
      words.add("--stats".getBytes(ISO_8859_1)); // Servers count deletions only for those who ask.
      words.addAll(options);
      if (itemize) {
        words.add("--itemize-changes".getBytes(ISO_8859_1));
      }
      words.add(END_OF_OPTIONS);
      words.addAll(sources);
      byte[] target = destination;
      if (target != null) {
        words.add(target);
      }
      Environment environment = this::variable;
      ParsedArguments parsed = ArgumentParser.parse(words, environment);
      if (parsed.mode() != ParsedArguments.Mode.CLIENT) {
        throw UsageException.syntax("an option asks for something else than a transfer");
      }
      // A command line without one asks for a list; here it is more likely forgotten.
      if (target == null && !parsed.options().listOnlyGiven) {
        throw UsageException.syntax("no destination is given");
      }
      ListenerCalls calls = new ListenerCalls(listener);
      RunLog log = RunLog.open(parsed.options(), calls::message);
      try {
        ClientTransfer transfer = transfer(parsed, environment, calls, log);
        return new Rsync(transfer, calls, log);
      } catch (RuntimeException e) {
        log.close();
        throw e;
      }
    }

    /** The list of files is opened last: nobody else would close it. */
    private ClientTransfer transfer(
        ParsedArguments parsed, Environment environment, ListenerCalls calls, RunLog log) {
      Reporter messages = log.over(calls::message);
      Reporter entries = itemize ? log.over(calls::entry) : messages;
      SourceArguments sorted = SourceArguments.of(parsed);
      FilterParser rules = Rules.ofClient(parsed, environment, messages);
      NamesFile names = NamesFiles.open(parsed.options(), messages);
      try {
        calls.throwFailure();
        ClientTransfer transfer =
            new ClientTransfer(parsed, sorted, rules, names, environment, messages, entries, calls);
        transfer.tellServersOwn(calls::message);
        return transfer;
      } catch (RuntimeException e) {
        if (names != null) {
          names.close();
        }
        throw e;
      }
    }

    private byte @Nullable [] variable(String name) {
      if (name.equals("RSYNC_PASSWORD") && password != null) {
        return password.getBytes(UTF_8);
      }
      String value = System.getenv(name);
      return value == null ? null : value.getBytes(fileNames());
    }

    /** Absolute, so that neither a colon nor a hyphen in it means anything. */
    private static byte[] bytes(Path path) {
      return path.toAbsolutePath().toString().getBytes(fileNames());
    }

    private static Charset fileNames() {
      return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }
  }
}
