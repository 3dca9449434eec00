package org.jrsync.engine;

import org.jrsync.engine.generator.ReceiverEvent;
import org.jrsync.engine.generator.ReceiverEvents;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.sender.SourceRemover;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.MessageListener;
import org.jrsync.wire.charset.Conversion;
import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;

/** What the messages that come between the data do to a side. */
final class PeerMessages implements MessageListener {
  // The message says nothing of permissions.
  private static final int DIRECTORY = 0040000;
  private static final int FILE = 0100000;

  /** Texts of a client that a server passes on: its log is not a client's to fill. */
  private static final int MOST_TEXTS = 100;

  private final Session session;
  private final ItemLog log;
  private final TransferStats stats;
  private final @Nullable ReceiverEvents events;
  private final @Nullable SourceRemover remover;
  private final Runnable timeoutSet;
  private final @Nullable Conversion fromWire;
  private int texts;

  /**
   * @param events the way to the generator on the receiving side, null on the sending side
   * @param remover removes sources on the sending side, null on the receiving side
   * @param timeoutSet told when the peer has set the idle timeout
   */
  PeerMessages(
      Session session,
      ItemLog log,
      TransferStats stats,
      @Nullable ReceiverEvents events,
      @Nullable SourceRemover remover,
      Runnable timeoutSet) {
    this.session = session;
    this.log = log;
    this.stats = stats;
    this.events = events;
    this.remover = remover;
    this.timeoutSet = timeoutSet;
    NameCharset charset = session.charset();
    this.fromWire = charset == null ? null : charset.fromWire();
  }

  @Override
  public void text(MessageCode code, byte[] told) {
    if (tooMany()) {
      return;
    }
    byte[] text = converted(told);
    if (events != null && session.options().server) {
      // What comes in on the receiver's thread goes out on the generator's.
      events.put(new ReceiverEvent.Text(code, text));
    } else {
      session.reporter().report(code, text);
    }
  }

  /** Counts what a client has a server log, and says once when that is enough. */
  private boolean tooMany() {
    if (!session.options().server || ++texts <= MOST_TEXTS) {
      return false;
    }
    if (texts == MOST_TEXTS + 1) {
      session
          .message(MessageCode.LOG)
          .text("more than " + MOST_TEXTS + " messages of the client: the rest is passed over\n")
          .send();
    }
    return true;
  }

  private byte[] converted(byte[] text) {
    Conversion conversion = fromWire;
    return conversion == null ? text : conversion.convertLoosely(text);
  }

  @Override
  public void ioTimeout(int seconds) {
    timeoutSet.run();
  }

  @Override
  public void ioError(int flags) {
    session.ioErrors().add(flags);
  }

  @Override
  public void success(int ndx, long dev, long ino) {
    if (remover != null) {
      remover.succeeded(ndx, dev, ino);
    }
  }

  @Override
  public boolean hearsIdentities() {
    return session.options().localTransfer;
  }

  @Override
  public void noSend(int ndx) {
    if (events != null) {
      events.put(new ReceiverEvent.NoSend(ndx));
    }
  }

  @Override
  public void deleted(byte[] name, boolean directory) {
    if (tooMany()) {
      return; // A real client tells no server of any.
    }
    log.deleted(converted(name), directory ? DIRECTORY : FILE);
  }

  @Override
  public void blockStats(long touchedBlocks) {
    stats.touchedBlocks = touchedBlocks;
  }
}
