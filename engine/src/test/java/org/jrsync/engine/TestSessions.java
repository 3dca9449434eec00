package org.jrsync.engine;

import java.util.List;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.ConnectionClosedException;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.Role;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.compress.CompressionType;

/** Sessions for tests of what works within one. */
public final class TestSessions {
  private TestSessions() {}

  /** One whose connection lasts. */
  public static Session of(Options options) {
    return of(options, Integer.MAX_VALUE);
  }

  /**
   * One whose connection ends.
   *
   * @param looks how often it is found in good order
   */
  public static Session of(Options options, int looks) {
    Negotiated negotiated =
        new Negotiated(
            32,
            32,
            0,
            ChecksumType.MD5,
            ChecksumType.MD5,
            false,
            false,
            CompressionType.NONE,
            false,
            0,
            true,
            false);
    int[] left = {looks};
    return new Session(
        options,
        negotiated,
        FilterList.EMPTY,
        FilterList.EMPTY,
        path -> new byte[0],
        new IoErrors(),
        new Session.Environment(false, 0, List.of(), 0, NameService.SYSTEM),
        Role.RECEIVER,
        (code, text) -> {},
        (message, path) -> message.name(path),
        role -> {
          if (left[0]-- <= 0) {
            throw new ConnectionClosedException(0, role);
          }
        });
  }
}
