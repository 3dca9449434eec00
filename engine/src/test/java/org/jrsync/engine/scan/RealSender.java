package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.MessageListener;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileListFormat;
import org.junit.jupiter.api.Assumptions;

/** The real rsync as a sender, spoken to up to where its list begins. */
final class RealSender implements AutoCloseable, MessageListener {

  private static final int COMPAT_INCREMENTAL = 1;
  private static final int COMPAT_SAFE_LIST = 1 << 3;
  private static final int COMPAT_VARINT = 1 << 7;
  private static final int COMPAT_ID0 = 1 << 8;

  final Process process;
  final WireInput in;
  private final WireOutput out;
  final FileListFormat format;
  final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  int ioErrors;

  /**
   * Starts one.
   *
   * @param letters options as one word of letters
   * @param rules text of exclusion rules
   */
  RealSender(
      int protocol, boolean incremental, String letters, List<String> rules, List<String> sources)
      throws IOException {
    String info = (incremental ? "e.i" : "e.") + "Lsfx" + (protocol >= 31 ? "CIvu" : "");
    List<String> command =
        new ArrayList<>(
            List.of(
                "rsync", "--server", "--sender", "-" + letters + info, "--no-msgs2stderr", "."));
    command.addAll(sources);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    StreamTransport transport =
        StreamTransport.of(process.getInputStream(), process.getOutputStream());
    in = new WireInput(transport);
    out = new WireOutput(transport);
    out.writeInt(protocol);
    out.flush();
    in.readInt();
    in.setProtocol(protocol);
    out.setProtocol(protocol);
    int compat = 0;
    if (protocol >= 30) {
      compat = in.readVarint();
      if ((compat & COMPAT_VARINT) != 0) {
        out.writeVstring("md5".getBytes(ISO_8859_1));
        out.flush();
        in.readVstring(256, ExitCode.UNSUPPORTED);
      }
    }
    in.readInt();
    in.startMultiplexing(this, false);
    if (protocol >= 30) {
      out.startMultiplexing();
    }
    for (String rule : rules) {
      byte[] text = rule.getBytes(ISO_8859_1);
      out.writeInt(text.length);
      out.write(text);
    }
    out.writeInt(0);
    out.flush();
    format =
        formatOf(letters, protocol)
            .incremental((compat & COMPAT_INCREMENTAL) != 0)
            .safeErrors((compat & COMPAT_SAFE_LIST) != 0)
            .varintFlags((compat & COMPAT_VARINT) != 0)
            .idZeroNames((compat & COMPAT_ID0) != 0)
            .build();
  }

  private static FileListFormat.Builder formatOf(String letters, int protocol) {
    return FileListFormat.protocol(protocol)
        .users(letters.contains("o"))
        .groups(letters.contains("g"))
        .links(letters.contains("l"))
        .devices(letters.contains("D"))
        .specials(letters.contains("D"))
        .hardLinks(letters.contains("H"))
        .relative(letters.contains("R"))
        .recursive(letters.contains("r"))
        .checksumLength(letters.contains("c") ? 16 : 0);
  }

  static void assumePresent() {
    boolean present;
    try {
      Process version = new ProcessBuilder("rsync", "--version").redirectErrorStream(true).start();
      present = version.getInputStream().readAllBytes().length > 0;
    } catch (IOException e) {
      present = false;
    }
    Assumptions.assumeTrue(present, "rsync is not installed");
  }

  /** Asks for no file, so that the sender ends and has told everything. */
  void finish(int lists) {
    for (int i = 0; i < lists + 8; i++) {
      out.writeNdx(Protocol.NDX_DONE);
    }
    try {
      out.flush();
      process.getOutputStream().close();
      while (true) {
        in.readByte();
      }
    } catch (RsyncException | IOException e) {
      // The stream has ended, for whatever reason.
      return;
    }
  }

  @Override
  public void text(MessageCode code, byte[] text) {
    messages.writeBytes((code + " ").getBytes(ISO_8859_1));
    messages.writeBytes(text);
  }

  @Override
  public void ioError(int flags) {
    ioErrors |= flags;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
