package org.jrsync.daemon.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the client's argument list: items ended by NUL from protocol 30 on and by line ends before.
 */
final class ArgumentReader {

  /** Most arguments of one list; a shell's worth of file names fits. */
  static final int MAX_ARGUMENTS = 16_000;

  /** Most bytes of one list, as much as a shell can pass to the client. */
  static final int MAX_BYTES = 2 << 20;

  /** Chars of the request after which no further argument is added to it. */
  private static final int REQUEST_LIMIT = 1024;

  private ArgumentReader() {}

  /**
   * Reads a list up to its empty item.
   *
   * @param unescape whether options, up to the {@code .} argument, carry the escapes that a remote
   *     shell would have removed
   * @return null when the stream ends before the list does
   * @throws ArgumentLimitException for more or longer arguments than any client sends
   */
  static @Nullable List<byte[]> read(HandshakeChannel channel, boolean nul, boolean unescape)
      throws IOException {
    List<byte[]> arguments = new ArrayList<>();
    boolean options = true;
    int bytes = 0;
    while (true) {
      byte[] argument = channel.readItem(nul);
      if (argument == null) {
        return null;
      }
      if (argument.length == 0) {
        return arguments;
      }
      bytes += argument.length;
      if (arguments.size() >= MAX_ARGUMENTS - 2 || bytes > MAX_BYTES) {
        throw new ArgumentLimitException("too many daemon arguments");
      }
      if (options) {
        if (unescape) {
          argument = withoutEscapes(argument);
        }
        options = !(argument.length == 1 && argument[0] == '.');
      }
      arguments.add(argument);
    }
  }

  /**
   * The file arguments as the log shows them: {@code module/path module/other}. Empty without any.
   */
  static String request(List<byte[]> arguments) {
    StringBuilder request = new StringBuilder();
    for (int i = firstFile(arguments);
        i < arguments.size() && request.length() < REQUEST_LIMIT;
        i++) {
      if (!request.isEmpty()) {
        request.append(' ');
      }
      request.append(new String(arguments.get(i), StandardCharsets.ISO_8859_1));
    }
    return request.toString();
  }

  /** The index after the {@code .} argument, where the files begin. */
  static int firstFile(List<byte[]> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      byte[] argument = arguments.get(i);
      if (argument.length == 1 && argument[0] == '.') {
        return i + 1;
      }
    }
    return arguments.size();
  }

  private static byte[] withoutEscapes(byte[] argument) {
    byte[] plain = new byte[argument.length];
    int length = 0;
    for (int i = 0; i < argument.length; i++) {
      if (argument[i] == '\\' && i + 1 < argument.length) {
        i++;
      }
      plain[length++] = argument[i];
    }
    return length == plain.length ? plain : Arrays.copyOf(plain, length);
  }
}
