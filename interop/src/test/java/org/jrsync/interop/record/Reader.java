package org.jrsync.interop.record;

import java.util.EnumSet;
import java.util.Set;
import org.jrsync.wire.MessageCode;

/** The four programs that read a stream, each by what it is and what it does. */
enum Reader {
  CLIENT_RECEIVER(false, "pull"),
  CLIENT_SENDER(false, "push"),
  SERVER_SENDER(true, "pull"),
  SERVER_RECEIVER(true, "push");

  private final boolean server;
  private final String plain;

  Reader(boolean server, String plain) {
    this.server = server;
    this.plain = plain;
  }

  /** Whether it reads what a client sends. */
  boolean server() {
    return server;
  }

  /** Whether sessions of this kind have it as their reader. */
  boolean reads(Session session) {
    return session.push() == plain.equals("push");
  }

  /** The kinds of message that real rsyncs send it. */
  Set<MessageCode> recordedKinds() {
    return switch (this) {
      case CLIENT_RECEIVER ->
          EnumSet.of(
              MessageCode.DATA,
              MessageCode.ERROR_XFER,
              MessageCode.ERROR,
              MessageCode.IO_ERROR,
              MessageCode.IO_TIMEOUT,
              MessageCode.NO_SEND,
              MessageCode.ERROR_EXIT);
      case CLIENT_SENDER ->
          EnumSet.of(
              MessageCode.DATA,
              MessageCode.INFO,
              MessageCode.WARNING,
              MessageCode.ERROR,
              MessageCode.DELETED,
              MessageCode.BLOCK_STATS,
              MessageCode.IO_TIMEOUT,
              MessageCode.ERROR_EXIT);
      case SERVER_SENDER -> EnumSet.of(MessageCode.DATA, MessageCode.ERROR_EXIT);
      case SERVER_RECEIVER ->
          EnumSet.of(
              MessageCode.DATA, MessageCode.IO_ERROR, MessageCode.NO_SEND, MessageCode.ERROR_EXIT);
    };
  }

  /** A session of the usual kind. */
  Session session() {
    return Session.titled(plain);
  }

  /** What it reads in a session. */
  byte[] stream(Recording recording) {
    return server ? recording.fromClient() : recording.fromServer();
  }
}
