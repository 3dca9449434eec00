package org.jrsync.engine;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.charset.Conversion;
import org.jspecify.annotations.Nullable;

/**
 * Sends a server's messages to its client, and to the local log of a daemon. Used by the one thread
 * that writes to the connection.
 */
final class ServerReporter implements Reporter {
  /**
   * Those that come while nothing can be sent and are one too many are not sent at all. Errors and
   * mere information have room of their own, so that neither takes the other's.
   */
  private static final int MOST_HELD = 1000;

  /** The same for the bytes of their texts. */
  private static final int MOST_HELD_BYTES = 256 << 10;

  private final WireOutput out;
  private final Reporter local;
  private final boolean quiet;
  private MessageRouting.Stderr routed;
  private @Nullable Conversion conversion;
  private int protocol = 33;
  private @Nullable List<Held> held;
  private final Room information = new Room();
  private final Room errors = new Room();

  /** A message that waits. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Held(MessageCode code, byte[] text) {}

  /** How much of one sort waits. */
  private static final class Room {
    private int count;
    private int bytes;

    boolean take(int length) {
      if (count == MOST_HELD || length > MOST_HELD_BYTES - bytes) {
        return false;
      }
      count++;
      bytes += length;
      return true;
    }

    void clear() {
      count = 0;
      bytes = 0;
    }
  }

  /**
   * @param local the daemon's log, or what writes to this process's standard error
   * @param routed which of the messages are not sent, as {@code local} shows them: a remote shell
   *     carries standard error to the person at the client
   */
  ServerReporter(WireOutput out, Reporter local, boolean quiet, MessageRouting.Stderr routed) {
    this.out = out;
    this.local = local;
    this.quiet = quiet;
    this.routed = routed;
  }

  void setProtocol(int negotiated) {
    protocol = negotiated;
    if (!OldProtocol.hasItemFlags(negotiated) && routed == MessageRouting.Stderr.ERRORS) {
      // Clients of that age may have no standard error that they share.
      routed = MessageRouting.Stderr.CLIENT;
    }
  }

  /** Sends what is told in the wire's charset. */
  void convert(Conversion toWire) {
    conversion = toWire;
  }

  /** From now on nothing is sent, since somebody else writes to the connection. */
  void hold() {
    held = new ArrayList<>();
    information.clear();
    errors.clear();
  }

  /** Sends what was held, and what comes from now on. */
  void release() {
    List<Held> waiting = held;
    held = null;
    if (waiting != null) {
      waiting.forEach(m -> send(m.code(), m.text()));
    }
  }

  private void send(MessageCode code, byte[] text) {
    List<Held> waiting = held;
    if (waiting == null) {
      boolean _ = out.message(code, text);
    } else if ((code == MessageCode.INFO ? information : errors).take(text.length)) {
      waiting.add(new Held(code, text));
    }
  }

  @Override
  public void report(MessageCode code, byte[] text) {
    if (code == MessageCode.LOG) {
      local.report(code, text);
      return;
    }
    MessageCode sent =
        switch (code) {
          case CLIENT -> MessageCode.INFO;
          case ERROR_UTF8 -> MessageCode.ERROR;
          default -> code;
        };
    boolean all = routed == MessageRouting.Stderr.ALL;
    if (code != MessageCode.CLIENT || all) {
      local.report(told(code), text);
    }
    if (all) {
      return;
    }
    if (sent == MessageCode.INFO && quiet) {
      return;
    }
    if (routed == MessageRouting.Stderr.ERRORS && sent != MessageCode.INFO) {
      return;
    }
    if (protocol < 30) {
      sent = older(sent);
    }
    Conversion toWire = conversion;
    send(
        sent,
        toWire == null || code == MessageCode.ERROR_UTF8 ? text : toWire.convertLoosely(text));
  }

  /** Information that cannot be sent yet is told to standard error, as warnings are. */
  private MessageCode told(MessageCode code) {
    boolean early = code == MessageCode.INFO && !quiet && !out.isMultiplexing();
    return early ? MessageCode.WARNING : code;
  }

  /** What peers before protocol 30 know instead. */
  private static MessageCode older(MessageCode code) {
    return switch (code) {
      case ERROR -> MessageCode.ERROR_XFER;
      case WARNING -> MessageCode.INFO;
      default -> code;
    };
  }
}
