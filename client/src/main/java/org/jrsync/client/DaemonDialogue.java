package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import javax.net.ssl.SSLException;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.AuthDigest;
import org.jrsync.wire.ConnectionClosedException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Greeting;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Negotiation;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * The client's part of what is said before a daemon begins a transfer (docs/protocol.md,
 * "Greeting").
 */
final class DaemonDialogue {
  /** The longest line that rsync takes, without its end. */
  private static final int LONGEST_LINE = Protocol.MAX_LINE - 2;

  private static final int PROTOCOL_WITH_NULS = 30;

  private final WireInput in;
  private final WireOutput out;
  private final Reporter reporter;
  private final boolean showMotd;
  private @Nullable Greeting greeting;

  /** Who the client says it is. */
  interface Credentials {
    byte[] user();

    byte[] password();
  }

  DaemonDialogue(WireInput in, WireOutput out, Reporter reporter, boolean showMotd) {
    this.in = in;
    this.out = out;
    this.reporter = reporter;
    this.showMotd = showMotd;
  }

  /**
   * Exchanges greetings.
   *
   * @return the protocol version to go on with
   * @throws ProtocolException with exit code 2 where the daemon's version is none
   */
  int greet(int protocol) {
    out.write(Greeting.ours(protocol).line());
    byte[] first = out.flushBeforeReply(() -> line("did not see server greeting"));
    Greeting theirs = Greeting.parse(first, true);
    Negotiation.requireVersion(theirs.protocol());
    greeting = theirs;
    return theirs.common(protocol);
  }

  /**
   * Asks for a module.
   *
   * @param common the protocol version to go on with
   * @param module its name, empty for the list of modules
   * @return whether the daemon awaits arguments; if not, it has said all
   */
  boolean enter(int common, byte[] module, Credentials credentials) {
    out.write(module);
    out.write(new byte[] {'\n'});
    out.flush();
    while (true) {
      byte[] line = line("didn't get server startup line");
      String text = new String(line, ISO_8859_1);
      if (text.startsWith("@RSYNCD: AUTHREQD ")) {
        authenticate(text.substring(18), common, credentials);
      } else if (text.equals("@RSYNCD: OK")) {
        return true;
      } else if (text.equals("@RSYNCD: EXIT")) {
        return false;
      } else if (text.startsWith("@ERROR")) {
        throw new RsyncException(ExitCode.START_CLIENT, text);
      } else if (showMotd) {
        reporter.report(MessageCode.INFO, (text + "\n").getBytes(ISO_8859_1));
      }
    }
  }

  /**
   * The daemon's next line.
   *
   * @param missing what to tell, with exit code 5, when none comes
   */
  private byte[] line(String missing) {
    try {
      return in.readLine(LONGEST_LINE);
    } catch (ConnectionClosedException e) {
      throw new RsyncException(ExitCode.START_CLIENT, "rsync: " + missing, e);
    } catch (ProtocolException e) {
      throw new RsyncException(
          ExitCode.START_CLIENT, "rsync: " + missing + " (" + e.getMessage() + ")", e);
    } catch (RsyncException e) {
      if (e.getCause() instanceof SSLException refused) {
        throw new RsyncException(
            ExitCode.START_CLIENT, "rsync: TLS: " + refused.getMessage(), refused);
      }
      // Before the transfer a broken connection counts as a broken stream.
      throw e.exitCode() == ExitCode.SOCKET_IO
          ? new RsyncException(ExitCode.STREAM_IO, e.getMessage(), e)
          : e;
    }
  }

  private void authenticate(String challenge, int protocol, Credentials credentials) {
    Greeting theirs = greeting;
    if (theirs == null) {
      throw new IllegalStateException("no greeting yet");
    }
    AuthDigest digest = AuthDigest.forClient(theirs.digests(), protocol);
    String response = digest.response(credentials.password(), challenge);
    out.write(credentials.user());
    out.write((" " + response + "\n").getBytes(ISO_8859_1));
    out.flush();
  }

  /** Sends the server's arguments. */
  void sendArguments(int protocol, List<byte[]> arguments) {
    byte[] end = {(byte) (protocol >= PROTOCOL_WITH_NULS ? 0 : '\n')};
    for (byte[] argument : arguments) {
      out.write(argument);
      out.write(end);
    }
    out.write(end);
    out.flush();
  }
}
