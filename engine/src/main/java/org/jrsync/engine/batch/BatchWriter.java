package org.jrsync.engine.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.filter.RuleText;
import org.jrsync.engine.options.Options;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.DataCopy;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.Transport;
import org.jrsync.wire.WireOutput;

/**
 * Writes a batch: the data that the sender sends, with what a reader must know of the session
 * before it (docs/protocol.md, "Batch files"), and the script beside it. For one thread at a time.
 */
public final class BatchWriter implements DataCopy, AutoCloseable {
  private final byte[] name;
  private final FileHandle data;
  private final FileHandle script;
  private final BatchScript text;
  private final WireOutput out = new WireOutput(new ToFile());
  private Role role = Role.CLIENT;

  /**
   * Begins a batch with the stream flags of the options.
   *
   * @param data the empty file, closed with this
   * @param script that of the script, closed with this
   */
  public BatchWriter(Options options, FileHandle data, FileHandle script, BatchScript text) {
    this.name = options.batch.file();
    this.data = data;
    this.script = script;
    this.text = text;
    out.writeInt(StreamFlags.of(options));
    out.flush();
  }

  /**
   * Writes the script.
   *
   * @param nulls whether rules in files end with NUL
   * @param protocol the session's version
   * @param side this side's role, for messages
   * @throws RsyncException with {@link ExitCode#SYNTAX} for a rule that no script can hold, with
   *     {@link ExitCode#FILE_IO} when it cannot be written
   */
  public void writeScript(FilterParser rules, boolean nulls, int protocol, Role side) {
    role = side;
    List<byte[]> lines = RuleText.of(rules);
    for (byte[] line : lines) {
      for (byte b : line) {
        if (b == '\n') {
          throw new RsyncException(
              ExitCode.SYNTAX,
              "cannot write a filter rule containing a newline to the batch replay script");
        }
      }
    }
    byte[] content = text.text(lines, nulls, protocol);
    try (script) {
      script.write(content, 0, content.length);
    } catch (PosixException e) {
      throw new RsyncException(
          ExitCode.FILE_IO,
          "rsync: ["
              + role.text()
              + "] Batch file "
              + new String(name, StandardCharsets.ISO_8859_1)
              + ".sh write error: "
              + e.numberedReason(),
          e);
    }
  }

  /** Writes what was agreed upon; data follows. */
  public void begin(Negotiated agreed) {
    out.setProtocol(agreed.protocol());
    out.writeInt(agreed.protocol());
    if (agreed.protocol() >= 30) {
      out.writeVarint(agreed.compatFlags());
    }
    out.writeInt(agreed.seed());
    out.flush();
  }

  @Override
  public void take(byte[] bytes, int offset, int length) {
    try {
      data.write(bytes, offset, length);
    } catch (PosixException e) {
      throw new RsyncException(
          ExitCode.STREAM_IO,
          "rsync: ["
              + role.text()
              + "] safe_write failed to write "
              + length
              + " bytes to batch file: "
              + e.numberedReason(),
          e);
    }
  }

  /**
   * Writes the statistics that a server would have sent: a reader expects them. The connection's
   * own data up to here must have been copied.
   */
  public void statistics(TransferStats stats) {
    stats.write(out);
    out.flush();
  }

  /** What is written here goes to the batch alone, when it is flushed. */
  public WireOutput output() {
    return out;
  }

  @Override
  public void close() {
    try (data) {
      script.close();
    }
  }

  private final class ToFile implements Transport {
    @Override
    public int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException {
      throw new IOException("a batch that is written");
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      take(buffer, offset, length);
    }

    @Override
    public void shutdownOutput() {
      // The file is closed with the batch.
    }

    @Override
    public void close() {
      // The file is closed with the batch.
    }
  }
}
