package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.TimeUnit;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.IoTimeout;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.PeerExitException;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * How a side that ends with an error takes leave of its peer (docs/protocol.md, "Messages"): it
 * tells the reason, and does not close the connection before the peer has had it, since closing
 * with input unread makes the system throw away what was sent.
 */
final class Farewell {
  /** How long a peer may be silent before it is not waited for, where no timeout is set. */
  private static final int PATIENCE_SECONDS = 60;

  /** How long a peer that is not told to answer may take to read. */
  private static final int MOMENT_MILLIS = 100;

  private static final int POLL_MILLIS = 200;
  private static final int SENDER_ACKNOWLEDGES_SINCE = 31;

  private final WireInput in;
  private final WireOutput out;
  private final Reporter reporter;
  private final @Nullable ReceivingSide receiving;
  private final Self self;

  /**
   * Who takes leave.
   *
   * @param server whether this side was started by its peer
   * @param daemon whether it serves a daemon's client
   * @param sender whether it sends
   * @param protocol the negotiated version, 0 before there is one
   * @param role as the closing line names it
   */
  record Self(boolean server, boolean daemon, boolean sender, int protocol, String role) {}

  /**
   * @param receiving this side's two halves, null where it is a sender or has not come so far
   */
  Farewell(
      WireInput in,
      WireOutput out,
      Reporter reporter,
      @Nullable ReceivingSide receiving,
      Self self) {
    this.in = in;
    this.out = out;
    this.reporter = reporter;
    this.receiving = receiving;
    this.self = self;
  }

  /** Tells what went wrong and waits until the peer has taken note, or is not worth waiting for. */
  void tell(RsyncException e) {
    try {
      if (e instanceof PeerExitException exit) {
        acknowledge(exit);
        return;
      }
      if (!e.reportedByPeer()) {
        tellReason(e);
      }
      reportClosingLine(e.exitStatus());
      boolean answered =
          answersExits() && !isConnectionLost(e.exitCode()) && !leavesUnannounced(e.exitCode());
      if (answered) {
        out.messageInt(MessageCode.ERROR_EXIT, e.exitStatus());
      }
      out.flush();
      if (answered) {
        awaitPeer();
      } else if (self.server && e.exitCode() != ExitCode.TIMEOUT) {
        letRead();
      }
    } catch (RsyncException gone) {
      // The peer ends too, or is gone: what there was to say has been said.
      return;
    }
  }

  private void tellReason(RsyncException e) {
    if (!e.getMessage().isEmpty()) {
      for (String line : e.lines()) {
        reporter.report(MessageCode.ERROR, (line + "\n").getBytes(ISO_8859_1));
      }
    }
  }

  /** The peer ends first, and closes when it has the answer. */
  private void acknowledge(PeerExitException exit) {
    boolean wanted = exit.hasCode() && answersExits();
    if (wanted && self.sender) {
      out.message(MessageCode.ERROR_EXIT, new byte[0]);
    } else if (wanted) {
      out.messageInt(MessageCode.ERROR_EXIT, exit.exitStatus());
    }
    RsyncException explained = Failures.explained(exit, in.role());
    tellReason(explained);
    if (self.daemon) {
      // Its log tells how each session ended, whoever ended it.
      reportClosingLine(explained.exitStatus());
    }
    out.flush();
    if (wanted) {
      awaitPeer();
    }
  }

  private boolean answersExits() {
    return self.protocol >= SENDER_ACKNOWLEDGES_SINCE && out.isMultiplexing();
  }

  /**
   * A server that stops sending at a rule it cannot read just closes, as rsync's does: the client's
   * exit code is then that of a stream that ended, 12.
   */
  private boolean leavesUnannounced(ExitCode code) {
    return self.server && self.sender && code == ExitCode.SYNTAX;
  }

  private static boolean isConnectionLost(ExitCode code) {
    return code == ExitCode.SOCKET_IO
        || code == ExitCode.STREAM_IO
        || code == ExitCode.TIMEOUT
        || code == ExitCode.SIGNAL;
  }

  /** Reads on until the peer has ended. */
  private void awaitPeer() {
    IoTimeout timeout = in.timeout();
    if (timeout.seconds() == 0) {
      timeout.setSeconds(PATIENCE_SECONDS);
    }
    if (receiving != null && receiving.hasReceiver()) {
      // Its thread reads, and may have read the peer's answer before this one comes here.
      receiving.awaitReceiver(timeout::idleExpired);
      return;
    }
    while (in.drainMessages(POLL_MILLIS)) {
      // Each piece ends soon, so that the idle timeout is looked at.
    }
  }

  /** A peer that is not told to answer gets a moment to take what it was sent. */
  private void letRead() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOMENT_MILLIS);
    if (receiving == null || receiving.awaitReceiver(() -> System.nanoTime() - end >= 0)) {
      in.discard(MOMENT_MILLIS);
    }
  }

  /** The line that closes a server's run, as rsync words it; a client's is the program's affair. */
  void reportClosingLine(int status) {
    ExitCode code = ExitCode.of(status);
    if (!self.server || code == null) {
      return;
    }
    String line =
        "rsync error: "
            + code.description()
            + " (code "
            + status
            + ") at jrsync(0) ["
            + self.role
            + "="
            + Version.TEXT
            + "]\n";
    reporter.report(MessageCode.ERROR, line.getBytes(ISO_8859_1));
  }
}
