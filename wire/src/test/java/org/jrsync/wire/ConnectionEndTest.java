package org.jrsync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/** The end of a connection as one learns of it who neither reads nor writes. */
class ConnectionEndTest {

  private static void assertOver(Transport transport, boolean over) {
    assertThat(transport.isClosed()).isEqualTo(over);
    WireInput in = new WireInput(transport);
    if (over) {
      assertThatThrownBy(() -> in.checkOpen(Role.GENERATOR))
          .isInstanceOf(ConnectionClosedException.class)
          .hasMessageContaining("connection unexpectedly closed")
          .hasMessageContaining("[generator]");
    } else {
      in.checkOpen(Role.GENERATOR);
    }
  }

  @Test
  void bothEndsOfAPipeKnowOfEither() {
    for (boolean own : new boolean[] {true, false}) {
      MemoryPipe.Pair pipe = MemoryPipe.pair();
      assertOver(pipe.first(), false);
      assertOver(pipe.second(), false);
      (own ? pipe.first() : pipe.second()).close();
      assertOver(pipe.first(), true);
      assertOver(pipe.second(), true);
    }
  }

  @Test
  void thatNothingMoreWillBeWrittenIsNoEnd() {
    MemoryPipe.Pair pipe = MemoryPipe.pair();
    pipe.first().shutdownOutput();
    assertOver(pipe.first(), false);
    assertOver(pipe.second(), false);
  }

  @Test
  void streamsKnowOfTheirOwnEnd() throws IOException {
    StreamTransport transport =
        StreamTransport.of(new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream());
    assertOver(transport, false);
    transport.close();
    assertOver(transport, true);
  }
}
