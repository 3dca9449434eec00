package org.jrsync.bench;

import org.jrsync.wire.MessageCode;
import org.jrsync.wire.MessageListener;

/** For streams in which messages would be a mistake. */
final class DataOnly implements MessageListener {
  @Override
  public void text(MessageCode code, byte[] text) {
    throw new IllegalStateException("a text in a data stream");
  }

  @Override
  public void ioError(int flags) {
    throw new IllegalStateException("an I/O error in a data stream");
  }
}
