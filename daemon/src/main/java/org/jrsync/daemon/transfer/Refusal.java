package org.jrsync.daemon.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrsync.daemon.session.TransferRequest;
import org.jrsync.daemon.session.TransferResult;
import org.jrsync.engine.Version;
import org.jrsync.engine.options.ArgumentParser;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.RefuseOptions;
import org.jrsync.engine.options.ServerArguments;
import org.jrsync.engine.options.UsageException;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Negotiation;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.Transport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/**
 * Tells a client why its request is not served. At this point it expects a transfer, so the reason
 * goes through the negotiation and the message frames of one, of the plainest kind.
 */
final class Refusal {

  /** How long the client may take to end by itself, in milliseconds. */
  private static final int PATIENCE_MILLIS = 10_000;

  /** A client that takes lists in parts, and nothing else that is newer than protocol 30. */
  private static final ClientInfo PARTS = new ClientInfo(".i");

  private final TransferRequest request;
  private final Transport transport;
  private final boolean sender;
  private final WireInput in;
  private final WireOutput out;

  Refusal(TransferRequest request, Transport transport) {
    this.request = request;
    this.transport = transport;
    this.sender = request.wantsFiles();
    this.in = new WireInput(transport);
    this.out = new WireOutput(transport);
    in.timeout().setSeconds(PATIENCE_MILLIS / 1000);
  }

  /**
   * Refuses.
   *
   * @param code the status that both sides end with
   * @param lines the reason; a line feed inside a line belongs to a name that it quotes
   */
  TransferResult send(ExitCode code, List<String> lines) {
    String closing =
        "rsync error: "
            + code.description()
            + " (code "
            + code.code()
            + ") at jrsync(0) ["
            + (sender ? Role.SENDER : Role.EARLY_RECEIVER).text()
            + "="
            + Version.TEXT
            + "]";
    lines.forEach(request.log()::warn);
    request.log().warn(closing);
    boolean parts = listsInParts();
    try {
      in.setRole(Role.SERVER);
      out.setRole(Role.SERVER);
      new Negotiation(true, sender)
          .protocol(request.protocol())
          .remoteProtocol(request.clientProtocol())
          .clientInfo(parts ? PARTS : ClientInfo.NONE)
          .allowIncRecurse(parts)
          .run(in, out);
      if (!sender && request.protocol() < 31 && hasPrefix(request.arguments(), "--files-from")) {
        // The client reads a list from here before any frame: an empty one.
        out.writeByte(0);
      }
      out.startMultiplexing();
      lines.forEach(this::say);
      say(closing);
      if (request.protocol() >= 31) {
        out.messageInt(MessageCode.ERROR_EXIT, code.code());
      }
      out.flush();
      letRead();
    } catch (RsyncException | IOException gone) {
      // The client has the reason already, or does not care for it.
      request.log().accept("the refusal did not reach the client: " + gone.getMessage());
    }
    return new TransferResult(code.code(), out.bytesWritten(), in.bytesRead(), 0);
  }

  /** Closing at once, with input unread, would reset the connection and take the reason with it. */
  private void letRead() throws IOException {
    transport.shutdownOutput();
    byte[] sink = new byte[8192];
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    long left = PATIENCE_MILLIS;
    while (left > 0 && transport.read(sink, 0, sink.length, left) > 0) {
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  private void say(String line) {
    MessageCode code = request.protocol() >= 30 ? MessageCode.ERROR : MessageCode.ERROR_XFER;
    out.message(code, (line + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Whether the list would come in parts, did the module refuse no option: the client tells people
   * of that before it hears of the reason.
   */
  private boolean listsInParts() {
    try {
      ParsedArguments parsed =
          ArgumentParser.parseForModule(
              request.arguments(), RefuseOptions.NONE, request.protocol());
      Options options = parsed.options();
      return new ClientInfo(parsed.clientInfo()).has('i')
          && ServerArguments.allowsIncrementalRecursion(options, options.sender);
    } catch (UsageException e) {
      return false;
    }
  }

  private static boolean hasPrefix(List<byte[]> arguments, String word) {
    return arguments.stream().anyMatch(a -> text(a).startsWith(word));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
