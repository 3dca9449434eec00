package org.jrsync.daemon.hook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jrsync.engine.NameService;
import org.jrsync.posix.Spawn;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * A program that turns names into ids and back, one line for each question and one for each answer.
 * Safe for several threads.
 */
public final class NameConverter implements NameService, AutoCloseable {
  private static final int LONGEST = 1023;
  private static final long MOST_ID = 0xffffffffL;

  private final Spawn.PipedChild program;

  NameConverter(Spawn.PipedChild program) {
    this.program = program;
  }

  @Override
  public byte @Nullable [] userName(int id) {
    return ask("uid " + Integer.toUnsignedString(id));
  }

  @Override
  public byte @Nullable [] groupName(int id) {
    return ask("gid " + Integer.toUnsignedString(id));
  }

  @Override
  public OptionalInt userId(byte[] name, Consumer<String> complaints) {
    return id("usr ", name, complaints);
  }

  @Override
  public OptionalInt groupId(byte[] name, Consumer<String> complaints) {
    return id("grp ", name, complaints);
  }

  private OptionalInt id(String kind, byte[] name, Consumer<String> complaints) {
    String text = new String(name, ISO_8859_1);
    for (byte b : name) {
      if ((b >= 0 && b < ' ') || b == 0x7f) {
        // A line feed in it would ask, or answer, a question of its own.
        complaints.accept("invalid name-converter token: " + text);
        return OptionalInt.empty();
      }
    }
    byte[] answer = ask(kind + text);
    return answer == null ? OptionalInt.empty() : number(answer);
  }

  /** An answer that is no number at all stands for a name that is not known. */
  private static OptionalInt number(byte[] answer) {
    long value = 0;
    for (byte b : answer) {
      if (b < '0' || b > '9') {
        return OptionalInt.empty();
      }
      value = value * 10 + (b - '0');
      if (value > MOST_ID) {
        return OptionalInt.empty();
      }
    }
    return answer.length == 0 ? OptionalInt.empty() : OptionalInt.of((int) value);
  }

  private synchronized byte @Nullable [] ask(String question) {
    byte[] line = (question + "\n").getBytes(ISO_8859_1);
    if (line.length > LONGEST) {
      throw new RsyncException(ExitCode.UNSUPPORTED, "namecvt_call() request was too large.");
    }
    try {
      program.input().write(line, 0, line.length);
    } catch (IOException e) {
      throw new RsyncException(ExitCode.SOCKET_IO, "Connection to name-converter failed.", e);
    }
    try {
      return answer();
    } catch (IOException e) {
      return null;
    }
  }

  private byte @Nullable [] answer() throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.length() < LONGEST) {
      int b = program.output().read();
      if (b <= 0) {
        return null;
      }
      if (b == '\n') {
        return answer.toString().getBytes(ISO_8859_1);
      }
      if (b != '\r') {
        answer.append((char) b);
      }
    }
    return null;
  }

  @Override
  public void close() {
    program.input().close();
    program.output().close();
    // Its questions have ended; it is waited for so that no zombie stays.
    Thread _ =
        Thread.ofPlatform().daemon(true).name("name converter").start(program.process()::waitFor);
  }
}
