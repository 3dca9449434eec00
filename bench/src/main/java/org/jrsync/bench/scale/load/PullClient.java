package org.jrsync.bench.scale.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.ConnectionClosedException;
import org.jrsync.wire.Greeting;
import org.jrsync.wire.IoTimeout;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.MessageListener;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.Negotiation;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.Role;
import org.jrsync.wire.Transport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/**
 * One client of a daemon, as {@code rsync -a HOST::MODULE/ EMPTY/} is one, except that it compares
 * what it gets with the {@link SampleTree} instead of writing it. It needs about 10 KiB until the
 * transfer begins.
 */
final class PullClient implements MessageListener {

  private static final int INPUT_BUFFER = 8 * 1024;
  private static final int OUTPUT_BUFFER = 2 * 1024;
  private static final int LONGEST_LINE = Protocol.MAX_LINE - 2;

  private final WireInput in;
  private final WireOutput out;
  private final SampleTree expected;
  private int protocol;
  private int remoteProtocol;

  PullClient(Transport transport, SampleTree expected) {
    IoTimeout timeout = new IoTimeout();
    this.in = new WireInput(transport, timeout, INPUT_BUFFER);
    this.out = new WireOutput(transport, timeout, OUTPUT_BUFFER);
    this.expected = expected;
  }

  /**
   * Says its greeting and waits for the daemon's.
   *
   * @throws RefusedException when there is an error line in its place
   */
  void greet() {
    out.write(Greeting.ours(Protocol.NEWEST).line());
    byte[] line = out.flushBeforeReply(() -> in.readLine(LONGEST_LINE));
    refuseError(new String(line, ISO_8859_1));
    Greeting theirs = Greeting.parse(line, true);
    remoteProtocol = theirs.protocol();
    protocol = theirs.common(Protocol.NEWEST);
  }

  /**
   * Enters a module.
   *
   * @throws RefusedException when the daemon does not let it in
   */
  void enter(String module) {
    out.write((module + "\n").getBytes(ISO_8859_1));
    out.flush();
    String line = readLine();
    while (!line.equals("@RSYNCD: OK")) {
      refuseError(line);
      line = readLine();
    }
  }

  /** Says what it wants of the module. */
  void ask(String module) {
    List<String> arguments =
        List.of(
            "--server",
            "--sender",
            "-logDtpr" + ClientInfo.option(protocol, true),
            ".",
            module + "/",
            "");
    for (String argument : arguments) {
      out.write(argument.getBytes(ISO_8859_1));
      out.writeByte(0);
    }
    out.flush();
  }

  private String readLine() {
    return new String(in.readLine(LONGEST_LINE), ISO_8859_1);
  }

  private static void refuseError(String line) {
    if (line.startsWith("@ERROR")) {
      throw new RefusedException(line);
    }
  }

  /**
   * Pulls all files and waits until the daemon has closed the connection.
   *
   * @throws WrongDataException when anything is not as expected
   */
  void pull() {
    Negotiated negotiated =
        new Negotiation(false, false)
            .protocol(protocol)
            .remoteProtocol(remoteProtocol)
            .allowIncRecurse(true)
            .run(in, out);
    in.startMultiplexing(this, false);
    out.startMultiplexing();
    in.setRole(Role.RECEIVER);
    new TreePull(in, out, negotiated, expected).run();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      in.readByte();
    } catch (ConnectionClosedException e) {
      return;
    }
    throw new WrongDataException("the daemon says more after the end");
  }

  @Override
  public void text(MessageCode code, byte[] text) {
    if (code != MessageCode.INFO) {
      throw new WrongDataException(new String(text, ISO_8859_1).strip());
    }
  }

  @Override
  public void ioError(int flags) {
    throw new WrongDataException("the daemon tells of I/O errors (" + flags + ")");
  }
}
