package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The names of lists in files, and of those that a peer forwards. */
class NameListReaderTest {

  private static List<String> names(NameListReader list) {
    List<String> names = new ArrayList<>();
    for (byte[] name; (name = list.next()) != null; ) {
      names.add(new String(name, ISO_8859_1));
    }
    return names;
  }

  private static NameListReader.Bytes bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1))::read;
  }

  @Test
  void linesOfAnyKindEndNames() {
    assertThat(names(NameListReader.own(bytes("a\nb c\r\n\n\rd\re"), false)))
        .containsExactly("a", "b c", "d", "e");
    assertThat(names(NameListReader.own(bytes(""), false))).isEmpty();
  }

  @Test
  void commentsAreLeftOut() {
    assertThat(names(NameListReader.own(bytes("#a\n;b\n c\nd#\n#end"), false)))
        .containsExactly(" c", "d#");
    assertThat(names(NameListReader.own(bytes("#a\0\0b\nc\0"), true))).containsExactly("b\nc");
  }

  @Test
  void forwardedListsEndAtTheFirstEmptyName() {
    assertThat(names(NameListReader.forwarded(bytes("#a\0b\n\0\0c\0"))))
        .containsExactly("#a", "b\n");
  }

  @Test
  void namesEndAtANulAndAtTheLongestPath() {
    assertThat(names(NameListReader.own(bytes("a\0b\nc\n"), false))).containsExactly("a", "c");
    String whole = "x".repeat(NameListReader.MAX_NAME);
    assertThat(names(NameListReader.own(bytes(whole + "yz\nd"), false)))
        .containsExactly(whole, "d");
  }
}
