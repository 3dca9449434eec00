package org.jrsync.cli.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jrsync.engine.Version;

/**
 * Writes the documents that are made from the option tables into a checkout: {@code docs/generate}
 * runs it. Nothing here runs when jrsync is used.
 */
final class Documents {

  /** The list of options, whose last column follows the tests and not the tables. */
  static final String OPTIONS = "docs/options.md";

  private static final String FRAME = "docs/man/jrsync.txt";

  private Documents() {}

  /**
   * Writes all documents.
   *
   * @param args the checkout's folder
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    for (Map.Entry<String, String> document : of(root).entrySet()) {
      Path file = root.resolve(document.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, document.getValue());
    }
  }

  /** The documents by their path in the checkout. */
  static Map<String, String> of(Path root) throws IOException {
    Map<String, String> documents = new TreeMap<>();
    documents.put(OPTIONS, OptionsDocument.of(TestIndex.of(root)));
    documents.put(
        "docs/man/jrsync.1", ManPage.of(Files.readString(root.resolve(FRAME)), Version.TEXT));
    documents.put("completions/jrsync.bash", BashCompletion.script());
    documents.put("completions/_jrsync", ZshCompletion.script());
    documents.put("completions/jrsync.fish", FishCompletion.script());
    return documents;
  }
}
