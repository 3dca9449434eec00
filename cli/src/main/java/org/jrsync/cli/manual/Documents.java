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

  /** The list of parameters, of which the same is true. */
  static final String PARAMETERS = "docs/rsyncd.md";

  private static final String MANUAL = "docs/man/";

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
    TestIndex tests = TestIndex.of(root);
    documents.put(OPTIONS, OptionsDocument.of(tests));
    documents.put(PARAMETERS, ParametersDocument.of(tests));
    page(root, documents, "jrsync", new ManPage.Title("JRSYNC", 1, "User Commands"));
    page(root, documents, "jrsyncd.conf", new ManPage.Title("JRSYNCD.CONF", 5, "File Formats"));
    page(root, documents, "jrsyncd", new ManPage.Title("JRSYNCD", 8, "System Administration"));
    documents.put("completions/jrsync.bash", BashCompletion.script());
    documents.put("completions/_jrsync", ZshCompletion.script());
    documents.put("completions/jrsync.fish", FishCompletion.script());
    return documents;
  }

  private static void page(
      Path root, Map<String, String> documents, String name, ManPage.Title title)
      throws IOException {
    String frame = Files.readString(root.resolve(MANUAL + name + ".txt"));
    documents.put(MANUAL + name + "." + title.section(), ManPage.of(title, frame, Version.TEXT));
  }
}
