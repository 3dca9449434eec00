package org.jrsync.interop.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;

/** A program that is acted on while it runs: stopped, continued or killed. */
public final class Running implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private Running(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a command with its outputs going to files of the test. */
  public static Running start(Scratch scratch, Command command) {
    try {
      Path out = Files.createTempFile(scratch.path(), "running", ".out");
      Path err = Files.createTempFile(scratch.path(), "running", ".err");
      ProcessBuilder builder = command.builder();
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectOutput(out.toFile());
      builder.redirectError(err.toFile());
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The processes that it started, and theirs. */
  public List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Sends a signal, by name, to a process that a test started. */
  public static void signal(long pid, String name) {
    Command.of("kill", "-" + name, Long.toString(pid)).run();
  }

  /** What it and those that share its standard error have written there so far. */
  public String err() {
    return read(err);
  }

  /** Waits for the end. */
  public Result await(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        close();
        throw new AssertionError("still running after " + limit + ": " + read(err));
      }
      return new Result(process.toString(), process.exitValue(), read(out), read(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
