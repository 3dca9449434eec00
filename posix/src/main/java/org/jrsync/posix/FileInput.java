package org.jrsync.posix;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The content of a file as a stream, which closes it. Another thread may close it while a read
 * waits, which then closes the file when it has ended.
 */
public final class FileInput extends InputStream {
  private final FileHandle file;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile boolean closed;

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
    reading.lock();
    try {
      if (closed) {
        throw new IOException("closed");
      }
      return file.read(bytes, offset, length);
    } catch (PosixException e) {
      throw DescriptorLease.failure(e.errno(), e.call());
    } finally {
      reading.unlock();
      if (closed) {
        closeUnused();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    closeUnused();
  }

  /** Closes the file once; the descriptor of one that is being read could become another file's. */
  private void closeUnused() {
    if (reading.tryLock()) {
      try {
        file.close();
      } finally {
        reading.unlock();
      }
    }
  }
}
