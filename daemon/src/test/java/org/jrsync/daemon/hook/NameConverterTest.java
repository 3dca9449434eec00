package org.jrsync.daemon.hook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.posix.Spawn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a converter is asked, and what its answers count for. */
class NameConverterTest {
  private final List<String> complaints = new ArrayList<>();

  /** A converter that answers every question with one line. */
  private static NameConverter answering(String script) {
    Spawn spawn = new Spawn(bytes("/bin/sh"), bytes("-c"), bytes(script));
    return new NameConverter(spawn.startPiped());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x", "-1", "0x0", "1 ", "4294967296", "99999999999999999999"})
  void anAnswerThatIsNoNumberIsNobody(String answer) {
    try (NameConverter converter =
        answering("while read -r line; do echo '" + answer + "'; done")) {
      assertThat(converter.userId(bytes("ann"), complaints::add)).isEmpty();
      assertThat(converter.groupId(bytes("team"), complaints::add)).isEmpty();
    }
  }

  @Test
  void aNumberIs() {
    try (NameConverter converter = answering("while read -r line; do echo 7; done")) {
      assertThat(converter.userId(bytes("ann"), complaints::add)).hasValue(7);
    }
  }

  /** A name is one question, whatever is in it: else it could ask, and answer, for others. */
  @ParameterizedTest
  @ValueSource(strings = {"ann\nusr root", "ann\r", "\u007f", "a\u0000b", "\u001b[2J"})
  void namesWithControlCharactersAreNotAsked(String name) {
    try (NameConverter converter = answering("while read -r line; do echo 0; done")) {
      assertThat(converter.userId(bytes(name), complaints::add)).isEmpty();
      assertThat(converter.groupId(bytes(name), complaints::add)).isEmpty();
      assertThat(complaints).hasSize(2).allMatch(line -> line.startsWith("invalid name-converter"));
    }
  }
}
