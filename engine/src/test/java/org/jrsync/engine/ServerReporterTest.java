package org.jrsync.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import org.jrsync.engine.options.MessageRouting;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;
import org.junit.jupiter.api.Test;

/** Messages that come while nothing can be sent. */
class ServerReporterTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final WireOutput out =
      new WireOutput(StreamTransport.of(InputStream.nullInputStream(), sent));
  private final ServerReporter reporter =
      new ServerReporter(out, (code, text) -> {}, false, MessageRouting.Stderr.CLIENT);

  private int sentOf(int messages, int length) {
    out.startMultiplexing();
    reporter.hold();
    byte[] text = new byte[length];
    for (int i = 0; i < messages; i++) {
      reporter.report(MessageCode.INFO, text);
    }
    out.flush();
    assertThat(sent.size()).isZero();
    reporter.release();
    out.flush();
    return sent.size();
  }

  @Test
  void fewAreSentLater() {
    assertThat(sentOf(10, 100)).isEqualTo(10 * 104);
  }

  @Test
  void manyAreNot() {
    assertThat(sentOf(2_000, 1)).isEqualTo(1_000 * 5);
  }

  @Test
  void informationLeavesRoomForErrorsAndTheyForIt() {
    out.startMultiplexing();
    reporter.hold();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 1_500; i++) {
        reporter.report(round == 0 ? MessageCode.INFO : MessageCode.ERROR_XFER, new byte[1]);
      }
    }
    reporter.release();
    out.flush();
    assertThat(sent.size()).isEqualTo(2_000 * 5);
  }

  @Test
  void norAreLongOnesThatFillTheMemory() {
    assertThat(sentOf(900, 4_096)).isEqualTo(64 * 4_100);
  }
}
