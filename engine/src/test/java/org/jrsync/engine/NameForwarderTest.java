package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sender gets of a list of names. */
@Timeout(20)
class NameForwarderTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final List<String> told = new ArrayList<>();

  private String sent() {
    return sent.toString(ISO_8859_1).replace('\0', '|');
  }

  private void forward(InputStream list, @Nullable NameCharset charset) {
    forward(list, charset, name -> told.add(new String(name, ISO_8859_1)));
  }

  private void forward(InputStream list, @Nullable NameCharset charset, Consumer<byte[]> listener) {
    WireOutput out = new WireOutput(StreamTransport.of(InputStream.nullInputStream(), sent));
    NameForwarder forwarder =
        new NameForwarder(new NamesFile(list, false, listener), out, 33, null, charset);
    forwarder.start(SideSetup.Companions.PLATFORM_THREADS);
    forwarder.await();
    out.flush();
  }

  private static InputStream list(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  @Test
  void emptyNamesAreLeftOut() {
    forward(list("\n\na\r\n\nb/c\n"), null);
    assertThat(sent()).isEqualTo("a|b/c||");
    assertThat(told).containsExactly("a", "b/c");
  }

  @Test
  void theLastNameNeedsNoEnd() {
    forward(list("a\nb"), null);
    assertThat(sent()).isEqualTo("a|b||");
  }

  @Test
  void namesAreCutWhereSendersCutThem() {
    String most = "x".repeat(4095);
    for (NameCharset charset : new @Nullable NameCharset[] {null, NameCharset.named("LATIN1")}) {
      sent.reset();
      told.clear();
      forward(list("x".repeat(4095) + "\n" + "x".repeat(4096) + "\na\n" + most + "yz"), charset);
      assertThat(sent()).isEqualTo(most + "|" + most + "|a|" + most + "||");
      assertThat(told).containsExactly(most, most, "a", most);
    }
  }

  @Test
  void aFailureEndsTheListAndIsTold() {
    for (Throwable thrown :
        new Throwable[] {new OutOfMemoryError("heap"), new IllegalStateException("bug")}) {
      sent.reset();
      assertThatThrownBy(() -> forward(list("a\nb\n"), null, name -> fail(thrown)))
          .satisfiesAnyOf(
              e -> assertThat(e).isSameAs(thrown),
              e ->
                  assertThat(e)
                      .isInstanceOfSatisfying(
                          RsyncException.class,
                          r -> assertThat(r.exitCode()).isEqualTo(ExitCode.MALLOC)));
      assertThat(sent()).isEqualTo("|");
    }
  }

  @Test
  void aFailureWithinANameEndsTheNameToo() {
    InputStream list =
        new InputStream() {
          private boolean begun;

          @Override
          public int read() {
            return -1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            if (begun) {
              throw new OutOfMemoryError("heap");
            }
            begun = true;
            into[offset] = 'a';
            return 1;
          }
        };
    assertThatThrownBy(() -> forward(list, null))
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC));
    assertThat(sent()).isEqualTo("a||");
  }

  private static void fail(Throwable thrown) {
    if (thrown instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) thrown;
  }
}
