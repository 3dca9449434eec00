package org.jrsync.engine.batch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.options.HostSpec;
import org.jspecify.annotations.Nullable;

/**
 * The shell script that lies beside a batch: it reads the batch with the options that wrote it,
 * into the same destination or one that is given. People run it, so its form is rsync's to the
 * letter.
 *
 * <p>Whatever of a command line or a rule comes in is in single quotes or on a line of the script's
 * here-document, so that the shell makes nothing of it.
 */
public final class BatchScript {
  private static final byte[] END_OF_RULES = bytes("#E#");
  private static final String[] LEFT_OUT = {"--files-from", "--filter", "--include", "--exclude"};
  private static final String[] WRITES = {"--write-batch", "--only-write-batch"};

  private final byte[] program;
  private final List<byte[]> words;
  private final List<byte[]> arguments;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * @param program what the program was called as
   * @param words its arguments
   * @param arguments those of them that are no options, at least one
   */
  public BatchScript(byte[] program, List<byte[]> words, List<byte[]> arguments) {
    this.program = program;
    this.words = words;
    this.arguments = arguments;
  }

  /**
   * The script.
   *
   * @param rules the filter rules, each as it would stand in a file, without line ends
   * @param nulls whether rules in files end with NUL
   * @param protocol the session's version: before 29, there was no {@code --filter}
   */
  byte[] text(List<byte[]> rules, boolean nulls, int protocol) {
    out.reset();
    quote(program);
    if (!rules.isEmpty()) {
      put(protocol >= 29 ? " --filter=" : " --exclude-from=");
      quote(bytes(protocol >= 29 ? "._-" : "-"));
    }
    options();
    put(" ${1:-");
    byte[] last = arguments.getLast();
    HostSpec host = HostSpec.parse(last);
    quote(host == null ? last : host.path());
    put("}");
    if (!rules.isEmpty()) {
      put(" <<'#E#'\n");
      for (byte[] rule : rules) {
        out.writeBytes(rule);
        out.write(nulls ? 0 : '\n');
      }
      put(nulls ? ";\n" : "");
      out.writeBytes(END_OF_RULES);
    }
    put("\n");
    return out.toByteArray();
  }

  private void options() {
    List<byte @Nullable []> kept = withoutArguments();
    for (int i = 0; i < kept.size(); i++) {
      byte[] word = kept.get(i);
      if (word == null) {
        continue;
      }
      if (startsWithAny(word, LEFT_OUT) != null) {
        i += indexOf(word, '=') < 0 ? 1 : 0;
        continue;
      }
      if (Arrays.equals(word, bytes("-f"))) {
        i++;
        continue;
      }
      put(" ");
      String writes = startsWithAny(word, WRITES);
      if (writes == null) {
        quote(word);
        continue;
      }
      put("--read-batch");
      int value = writes.length();
      if (word.length > value && word[value] == '=') {
        put("=");
        quote(Arrays.copyOfRange(word, value + 1, word.length));
      }
    }
  }

  /** The words but for the arguments, which are found from the end as rsync does. */
  private List<byte @Nullable []> withoutArguments() {
    List<byte @Nullable []> kept = new ArrayList<>(words);
    int left = arguments.size() - 1;
    for (int i = kept.size() - 1; i >= 0 && left >= 0; i--) {
      if (Arrays.equals(kept.get(i), arguments.get(left))) {
        kept.set(i, null);
        left--;
      }
    }
    return kept;
  }

  /** The name of a plain option stands for itself, all else in quotes. */
  private void quote(byte[] word) {
    int start = 0;
    int equals = indexOf(word, '=');
    if (word.length > 0 && word[0] == '-' && equals >= 0 && isPlain(word, equals)) {
      start = equals + 1;
      out.write(word, 0, start);
    }
    put("'");
    for (int i = start; i < word.length; i++) {
      if (word[i] == '\'') {
        put("'\\''");
      } else {
        out.write(word[i]);
      }
    }
    put("'");
  }

  private static boolean isPlain(byte[] word, int end) {
    for (int i = 0; i < end; i++) {
      int c = word[i];
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String startsWithAny(byte[] word, String[] heads) {
    for (String head : heads) {
      byte[] start = bytes(head);
      if (word.length >= start.length
          && Arrays.equals(word, 0, start.length, start, 0, start.length)) {
        return head;
      }
    }
    return null;
  }

  private static int indexOf(byte[] word, char wanted) {
    for (int i = 0; i < word.length; i++) {
      if (word[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private void put(String text) {
    out.writeBytes(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
