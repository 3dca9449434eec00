package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.OptionAliases;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.TrustedPath;
import org.jspecify.annotations.Nullable;

/**
 * Where option names of the user's own are defined: {@code /etc/popt}, the files in {@code
 * /etc/popt.d}, and {@code ~/.popt}. A file that cannot be read counts as one that is not there, as
 * with popt.
 */
final class AliasFiles {
  private static final String SYSTEM = "/etc/popt";
  private static final String DIRECTORY = "/etc/popt.d";

  /** What package managers leave beside the files that count. */
  private static final List<String> LEFTOVERS = List.of(".rpmnew", ".rpmsave");

  /** Most bytes of a file, much more than anybody writes. */
  private static final int MAX_BYTES = 1 << 20;

  private AliasFiles() {}

  /** What all these files define. */
  static OptionAliases read(Environment environment) {
    List<byte[]> files = new ArrayList<>();
    add(files, SYSTEM.getBytes(US_ASCII));
    String @Nullable [] names = new File(DIRECTORY).list();
    if (names != null) {
      Arrays.sort(names);
      for (String name : names) {
        if (!name.startsWith(".") && LEFTOVERS.stream().noneMatch(name::contains)) {
          add(files, (DIRECTORY + "/" + name).getBytes(US_ASCII));
        }
      }
    }
    byte[] home = environment.get("HOME");
    if (home != null) {
      add(files, (new String(home, ISO_8859_1) + "/.popt").getBytes(ISO_8859_1));
    }
    return files.isEmpty() ? OptionAliases.NONE : OptionAliases.of(files);
  }

  private static void add(List<byte[]> files, byte[] path) {
    // The JDK's look costs much less than the first use of a system call of ours.
    String text = new String(path, ISO_8859_1);
    if (US_ASCII.newEncoder().canEncode(text) && !new File(text).exists()) {
      return;
    }
    try (FileHandle file = TrustedPath.openRead(path)) {
      files.add(file.readToEnd(MAX_BYTES));
    } catch (PosixException e) {
      // Not there, or nothing to be read.
      return;
    }
  }
}
