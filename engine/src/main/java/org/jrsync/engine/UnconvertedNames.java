package org.jrsync.engine;

import org.jrsync.wire.MessageCode;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.flist.ConversionFailures;

/** Tells of received names that cannot be converted; they make the run end with exit code 23. */
record UnconvertedNames(Session session, WireInput in) implements ConversionFailures {

  @Override
  public void name(byte[] name, String reason) {
    session.ioErrors().add(IoErrors.GENERAL);
    boolean sends = session.options().server;
    session
        .message(sends ? MessageCode.ERROR_UTF8 : MessageCode.ERROR)
        .text("[" + in.role().text() + "] cannot convert filename: ")
        .name(name)
        .text(" (" + reason + ")\n")
        .send();
  }

  @Override
  public void link(byte[] path, String reason) {
    session.ioErrors().add(IoErrors.GENERAL);
    session
        .message(MessageCode.ERROR_XFER)
        .text("[" + in.role().text() + "] cannot convert symlink data for: ")
        .full(path)
        .text(" (" + reason + ")\n")
        .send();
  }
}
