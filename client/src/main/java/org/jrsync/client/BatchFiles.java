package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.OutputStream;
import java.util.Arrays;
import org.jrsync.engine.batch.BatchScript;
import org.jrsync.engine.batch.BatchWriter;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.TrustedPath;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.StreamTransport;

/** Opens the files of batches, which the operator names. */
final class BatchFiles {
  private static final int STANDARD_INPUT = 0;
  private static final int SCRIPT_MODE = 0700;
  private static final int DATA_MODE = 0600;
  private static final int NEW = OpenFlags.CREATE | OpenFlags.TRUNCATE;

  private BatchFiles() {}

  /**
   * Makes or empties the two files of a batch that is to be written.
   *
   * @param reporter told of links that are refused
   * @throws RsyncException with {@link ExitCode#FILE_SELECT} or {@link ExitCode#FILE_IO} where the
   *     script or the batch cannot be made
   */
  static BatchWriter create(ParsedArguments parsed, Reporter reporter) {
    Options options = parsed.options();
    byte[] name = options.batch.file();
    byte[] scriptName = Arrays.copyOf(name, name.length + 3);
    System.arraycopy(".sh".getBytes(ISO_8859_1), 0, scriptName, name.length, 3);
    LinkTrust trust = OperatorLinks.ofFiles(options, reporter);
    FileHandle script = open(scriptName, SCRIPT_MODE, trust, ExitCode.FILE_SELECT);
    FileHandle data;
    try {
      data = open(name, DATA_MODE, trust, ExitCode.FILE_IO);
    } catch (RsyncException e) {
      script.close();
      throw e;
    }
    BatchScript text = new BatchScript(ProgramName.bytes(), parsed.words(), parsed.arguments());
    return new BatchWriter(options, data, script, text);
  }

  private static FileHandle open(byte[] name, int mode, LinkTrust trust, ExitCode code) {
    try {
      return TrustedPath.openWrite(name, NEW, mode, trust);
    } catch (PosixException e) {
      throw failed(name, name.length == 0 ? Errno.EINVAL : e.errno(), code, e);
    }
  }

  /**
   * A connection to nobody, whose input is a batch.
   *
   * @param reporter told of links that are refused
   * @throws RsyncException with {@link ExitCode#FILE_IO} where it cannot be opened or is no file
   *     that can be read from its start to its end
   */
  static ServerConnection read(Options options, Reporter reporter) {
    FdInputStream content = open(options, reporter);
    StreamTransport transport =
        new StreamTransport(
            content,
            OutputStream.nullOutputStream(),
            content::setTimeoutMillis,
            () -> {},
            content::close);
    return ServerConnection.of(transport, ServerEnd.ELSEWHERE);
  }

  private static FdInputStream open(Options options, Reporter reporter) {
    byte[] name = options.batch.file();
    if (name.length == 1 && name[0] == '-') {
      return new FdInputStream(STANDARD_INPUT);
    }
    try (FileHandle file = TrustedPath.openRead(name, OperatorLinks.ofFiles(options, reporter))) {
      FileStat stat = new FileStat();
      file.stat(stat);
      if (!FileMode.isRegular(stat.mode()) && !FileMode.isFifo(stat.mode())) {
        throw new RsyncException(
            ExitCode.FILE_IO,
            "Batch file " + shown(name) + " is neither a regular file nor a FIFO");
      }
      return new FdInputStream(file.release());
    } catch (PosixException e) {
      throw failed(name, name.length == 0 ? Errno.EINVAL : e.errno(), ExitCode.FILE_IO, e);
    }
  }

  private static RsyncException failed(byte[] name, int errno, ExitCode code, PosixException e) {
    return new RsyncException(
        code,
        "rsync: [Receiver] Batch file "
            + shown(name)
            + " open error: "
            + Errno.message(errno)
            + " ("
            + errno
            + ")",
        e);
  }

  /** The whole path in quotation marks. */
  private static String shown(byte[] name) {
    String text = new String(name, ISO_8859_1);
    String directory = text.startsWith("/") ? "" : System.getProperty("user.dir", "") + "/";
    return "\"" + directory + text + "\"";
  }
}
