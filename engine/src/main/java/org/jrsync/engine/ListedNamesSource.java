package org.jrsync.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.jrsync.engine.options.FilesFrom;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.scan.NameList;
import org.jrsync.engine.scan.NameListReader;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.IdleHook;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.charset.Conversion;
import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;

/** Where a sender has the names of a {@code --files-from} list: a file of its own, or the peer. */
record ListedNamesSource(Session session, WireInput in, WireOutput out, @Nullable NamesFile file) {
  private static final int FRAMES_SINCE = 31;

  /**
   * Does something with the names.
   *
   * @param work gets null where there is no list
   */
  <T> T with(Function<@Nullable NameList, T> work) {
    FilesFrom list = session.options().filesFrom;
    if (list == null) {
      return work.apply(null);
    }
    if (!list.isPeers()) {
      return work.apply(file == null ? () -> null : NameListReader.own(read(file), file.nulls()));
    }
    boolean bare = session.protocol() < FRAMES_SINCE;
    if (bare) {
      // Older peers forward the bare list.
      in.suspendMultiplexing();
    }
    in.setIdleHook(flushBeforeRead());
    T result = work.apply(converted(NameListReader.forwarded(in::readByte)));
    in.setIdleHook(null);
    if (bare) {
      in.resumeMultiplexing();
    }
    return result;
  }

  private NameList converted(NameList names) {
    NameCharset charset = charset(session);
    if (charset == null) {
      return names;
    }
    Conversion fromWire = charset.fromWire();
    return () -> {
      byte[] name = names.next();
      return name == null ? null : fromWire.convertLoosely(name);
    };
  }

  /** The charset of this side if names of lists are converted, else null. */
  static @Nullable NameCharset charset(Session session) {
    Iconv iconv = session.options().iconv;
    return iconv != null && iconv.lists() ? iconv.charset() : null;
  }

  private IdleHook flushBeforeRead() {
    return new IdleHook() {
      @Override
      public void beforeRead() {
        out.flush();
      }
    };
  }

  private NameListReader.Bytes read(NamesFile names) {
    InputStream content = names.content();
    return () -> {
      try {
        return content.read();
      } catch (IOException e) {
        throw failure(e);
      }
    };
  }

  private RsyncException failure(IOException e) {
    String reason = e.getCause() instanceof PosixException p ? p.numberedReason() : e.getMessage();
    return new RsyncException(
        ExitCode.STREAM_IO,
        "rsync: [" + session.role().text() + "] safe_read failed to read 1 bytes: " + reason);
  }
}
