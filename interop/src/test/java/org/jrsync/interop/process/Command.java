package org.jrsync.interop.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, with an environment that does not depend on the caller's: no {@code RSYNC_*}
 * variable of the developer reaches the peers, the locale is C.UTF-8 and the time zone UTC.
 */
public final class Command {
  private final List<String> words;
  private final Map<String, String> environment = new TreeMap<>();
  private @Nullable Path directory;
  private byte[] input = {};
  private Duration limit = Duration.ofMinutes(2);

  private Command(List<String> words) {
    this.words = List.copyOf(words);
  }

  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  public static Command of(Path program, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(program.toString());
    words.addAll(arguments);
    return new Command(words);
  }

  public static Command of(Path program, String... arguments) {
    return of(program, List.of(arguments));
  }

  public Command env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Command in(Path folder) {
    directory = folder;
    return this;
  }

  /** Bytes given as standard input; the default is an input that is at its end. */
  public Command input(byte[] bytes) {
    input = bytes.clone();
    return this;
  }

  /** After this time the program is killed and the run fails. */
  public Command limit(Duration duration) {
    limit = duration;
    return this;
  }

  /** Starts the program; the caller reads its outputs and ends it. */
  public Process start() {
    ProcessBuilder builder = builder();
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + this, e);
    }
  }

  public ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words);
    Path folder = directory;
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    Map<String, String> env = builder.environment();
    env.keySet()
        .removeIf(
            name -> name.startsWith("RSYNC_") || name.startsWith("LC_") || name.equals("LANG"));
    env.put("LC_ALL", "C.UTF-8");
    env.put("TZ", "UTC");
    env.putAll(environment);
    return builder;
  }

  /** Runs the program to its end. */
  public Result run() {
    Process process = start();
    try {
      Capture out = new Capture(process.getInputStream());
      Capture err = new Capture(process.getErrorStream());
      try (var stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException e) {
        // The program ended, or closed its input, before it read everything: its exit code tells.
      }
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      Result result = new Result(toString(), process.exitValue(), out.text(), err.text());
      if (!ended) {
        throw new AssertionError("did not end within " + limit + ": " + result);
      }
      return result;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + this, e);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }

  /**
   * Reads one output of a process on a thread of its own, so that a full pipe never blocks the
   * program.
   */
  private static final class Capture {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;

    Capture(InputStream stream) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  stream.transferTo(bytes);
                } catch (IOException e) {
                  // The process was killed; what came before it is kept.
                }
              });
    }

    String text() throws InterruptedException {
      // A grandchild may keep the pipe open after the program ended: do not wait for it without
      // end.
      thread.join(Duration.ofSeconds(10));
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }
  }
}
