package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.cli.manual.HelpText;
import org.jrsync.client.tls.TlsClient;
import org.jrsync.client.tls.TlsSettings;
import org.jrsync.engine.options.Environment;
import org.jspecify.annotations.Nullable;

/**
 * {@code jrsync ssl}: the client, which reaches daemons over TLS. It takes what rsync-ssl(1) does,
 * but starts no other program: TLS is spoken here.
 */
final class SslCompanion {
  private static final String TYPE = "--type=";
  private static final int SYNTAX = 1;

  private final Console console;
  private final Environment environment;
  private final Program program;

  /**
   * @param program the client, as it is without TLS
   */
  SslCompanion(Console console, Environment environment, Program program) {
    this.console = console;
    this.environment = environment;
    this.program = program;
  }

  /**
   * Runs to the end.
   *
   * @param words what follows the command's name
   * @return the exit status
   */
  int run(List<byte[]> words) {
    if (words.isEmpty()) {
      console.error("Usage: rsync-ssl [--type=SSL_TYPE] RSYNC_ARG [...]\n");
      console.print("The SSL_TYPE can be openssl or stunnel\n");
      return SYNTAX;
    }
    String first = text(words.getFirst());
    if (first.equals("--help") || first.equals("-h")) {
      console.print(CompanionHelp.ssl());
      console.print(HelpText.client(Version.text()));
      return 0;
    }
    List<byte[]> rest = new ArrayList<>();
    byte @Nullable [] type = null;
    boolean namesDaemon = false;
    boolean ended = false;
    for (byte[] word : words) {
      String text = text(word);
      ended |= text.equals("--");
      if (!ended && text.startsWith(TYPE)) {
        type = Arrays.copyOfRange(word, TYPE.length(), word.length);
        continue;
      }
      namesDaemon |= text.contains("rsync://") || text.contains("::");
      rest.add(word);
    }
    if (!namesDaemon) {
      return wantsDaemon(console);
    }
    byte @Nullable [] asked = type;
    return program
        .overTls(() -> TlsClient.of(TlsSettings.of(environment, asked), environment))
        .run(rest);
  }

  /** Says that there is TLS with daemons alone; returns the exit status. */
  static int wantsDaemon(Console console) {
    console.error("You must use rsync-ssl with a daemon-style hostname.\n");
    return SYNTAX;
  }

  private static String text(byte[] word) {
    return new String(word, ISO_8859_1);
  }
}
