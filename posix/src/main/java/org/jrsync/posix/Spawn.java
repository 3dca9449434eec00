package org.jrsync.posix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program to be started, with arguments and environment as bytes and with chosen descriptors as
 * its standard ones. The child gets no other descriptor, and all signals have their default effect
 * in it.
 *
 * <p>What is not set is inherited, but for the variables about sockets that a service manager
 * handed over ({@code LISTEN_FDS}). A program name without a slash is looked for in the {@code
 * PATH} of this process.
 */
public final class Spawn {
  private final byte[][] command;
  private final int[] standard = {0, 1, 2};
  private List<byte[]> environment;
  private byte[] directory = new byte[0];
  private boolean newSession;

  /**
   * A program and its arguments, of which the first is the program's name.
   *
   * @throws IllegalStateException on a thread that holds an {@link Identity}, which the child would
   *     not get whole
   */
  public Spawn(byte[]... command) {
    if (command.length == 0) {
      throw new IllegalArgumentException("no program");
    }
    refuseHeldIdentity();
    this.command = command.clone();
    this.environment = new ArrayList<>(Arrays.asList(ProcessArguments.environment()));
    // They speak of descriptors of this process, none of which a child gets.
    without("LISTEN_PID").without("LISTEN_FDS").without("LISTEN_FDNAMES").without("LISTEN_PIDFDID");
  }

  /** The child's standard input. The descriptor stays the caller's. */
  public Spawn stdin(int fd) {
    standard[0] = fd;
    return this;
  }

  /** The child's standard output. The descriptor stays the caller's. */
  public Spawn stdout(int fd) {
    standard[1] = fd;
    return this;
  }

  /** The child's standard error. The descriptor stays the caller's. */
  public Spawn stderr(int fd) {
    standard[2] = fd;
    return this;
  }

  /** Replaces the whole environment by entries {@code NAME=value}. */
  public Spawn environment(byte[]... entries) {
    environment = new ArrayList<>(Arrays.asList(entries));
    return this;
  }

  /** Leaves one environment variable out. */
  public Spawn without(String name) {
    byte[] start = Ascii.bytes(name.concat("="));
    environment.removeIf(entry -> ProcessArguments.startsWith(entry, start));
    return this;
  }

  /** Sets one environment variable. */
  public Spawn variable(String name, byte[] value) {
    without(name);
    byte[] start = Ascii.bytes(name.concat("="));
    byte[] entry = Arrays.copyOf(start, start.length + value.length);
    System.arraycopy(value, 0, entry, start.length, value.length);
    environment.add(entry);
    return this;
  }

  /** The child's working directory. */
  public Spawn directory(byte[] path) {
    directory = path.clone();
    return this;
  }

  /** The child leads a session of its own, without a terminal, and survives this process's. */
  public Spawn newSession() {
    newSession = true;
    return this;
  }

  /**
   * Starts the program.
   *
   * @throws PosixException with {@code ENOENT} where there is no such program, {@code EACCES} where
   *     it may not be run
   * @throws IllegalStateException on a thread that holds an {@link Identity}, which the child would
   *     not get whole
   */
  public ChildProcess start() {
    refuseHeldIdentity();
    try (SpawnMemory memory = new SpawnMemory(command, environment, directory)) {
      return new ChildProcess(memory.spawn(standard, newSession));
    }
  }

  private static void refuseHeldIdentity() {
    if (Identity.isHeld()) {
      throw new IllegalStateException("a thread that holds an identity starts no program");
    }
  }

  /** Starts the program with its standard input and output connected to this process by pipes. */
  public PipedChild startPiped() {
    int[] input = Descriptors.pipe();
    int[] output = new int[] {-1, -1};
    boolean started = false;
    try {
      output = Descriptors.pipe();
      standard[0] = input[0];
      standard[1] = output[1];
      ChildProcess child = start();
      // Both ends are ours alone, so that the setting disturbs nobody, and closing wakes a waiting
      // write.
      Descriptors.setNonBlocking(input[1], true);
      started = true;
      return new PipedChild(child, new FdInputStream(output[0]), new FdOutputStream(input[1]));
    } finally {
      Descriptors.closeQuietly(input[0]);
      Descriptors.closeQuietly(output[1]);
      if (!started) {
        Descriptors.closeQuietly(input[1]);
        Descriptors.closeQuietly(output[0]);
      }
    }
  }

  /**
   * A child and the pipes to it.
   *
   * @param process the child
   * @param output what it writes to its standard output
   * @param input what it reads from its standard input
   */
  public record PipedChild(ChildProcess process, FdInputStream output, FdOutputStream input) {}
}
