package org.jrsync.bench.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.scan.LocalSources;
import org.jrsync.engine.scan.ScanLog;
import org.jrsync.engine.scan.ScanSettings;
import org.jrsync.engine.scan.SourceFiles;
import org.jrsync.engine.tree.AttributeFaults;
import org.jrsync.posix.Policy;
import org.jrsync.posix.Users;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.ListBudget;

/**
 * A sender's list, made as a transfer makes it: a tree is scanned, and the list is kept and written
 * to a file. No part of a list in parts is given up, as if the receiver had not worked on any yet.
 */
final class SenderList {
  private SenderList() {}

  /**
   * Makes it.
   *
   * @param written gets the bytes that the receiver is sent
   * @return the list
   */
  static SourceFiles make(Path tree, Variant variant, Path written) throws IOException {
    try (OutputStream file = Files.newOutputStream(written)) {
      WireOutput out = new WireOutput(StreamTransport.of(InputStream.nullInputStream(), file));
      out.setProtocol(variant.format().protocol());
      SourceFiles files = new SourceFiles(settings(variant), sources(), out);
      files.sendFirst(List.of((tree + "/").getBytes(StandardCharsets.UTF_8)));
      while (!files.isComplete()) {
        files.sendOne();
      }
      out.flush();
      return files;
    }
  }

  private static ScanSettings settings(Variant variant) {
    return new ScanSettings(
        variant.options(),
        variant.format(),
        Users::userName,
        Users::groupName,
        variant.checksum(),
        false,
        new NoAttributes(),
        IntUnaryOperator.identity(),
        ListBudget.unlimited(),
        new Strict());
  }

  private static LocalSources sources() {
    return new LocalSources(
        System.getProperty("user.dir").getBytes(StandardCharsets.UTF_8),
        base -> FilterScope.plain(FilterList.EMPTY, FilterSide.SENDER, base),
        FilterScope.plain(FilterList.EMPTY, FilterSide.SENDER, new byte[0]),
        view -> view,
        directory -> AttributeFaults.SILENT,
        null,
        Policy.BENEATH);
  }

  /** Whatever goes wrong in the scan ends the bench. */
  private static final class Strict implements ScanLog {
    @Override
    public void report(MessageCode code, byte[] text) {
      if (code == MessageCode.ERROR || code == MessageCode.ERROR_XFER) {
        throw new UncheckedIOException(new IOException(new String(text, StandardCharsets.UTF_8)));
      }
    }

    @Override
    public void addIoError(int bits) {
      throw new IllegalStateException("I/O errors " + bits);
    }

    @Override
    public int ioErrors() {
      return 0;
    }
  }
}
