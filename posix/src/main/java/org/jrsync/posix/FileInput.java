package org.jrsync.posix;

import java.io.IOException;
import java.io.InputStream;

/** The content of a file as a stream, which closes it. */
public final class FileInput extends InputStream {
  private final FileHandle file;

  /**
   * @param file goes over to the stream
   */
  public FileInput(FileHandle file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return file.read(bytes, offset, length);
    } catch (PosixException e) {
      throw DescriptorLease.failure(e.errno(), e.call());
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
