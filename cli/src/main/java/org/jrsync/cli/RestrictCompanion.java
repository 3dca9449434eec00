package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.options.ArgumentParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.TreeViews;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.DirectoryLock;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Terminal;
import org.jrsync.posix.TrustedPath;
import org.jspecify.annotations.Nullable;

/**
 * {@code jrsync restrict}: what sshd runs for a user who may use rsync in one folder and nothing
 * else. It takes what rrsync(1) does, and serves the session itself.
 */
final class RestrictCompanion {
  private static final String MUNGE = "--munge-links";
  private static final int REFUSED = 1;

  private final Console console;
  private final Environment environment;

  RestrictCompanion(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  /** Runs a server to its end. */
  interface Server {
    /**
     * Runs it.
     *
     * @param words the server's arguments
     */
    int run(List<byte[]> words, ParsedArguments parsed, RestrictedPlace place);
  }

  /**
   * Runs to the end.
   *
   * @param words what follows the command's name
   * @return the exit status
   */
  int run(List<byte[]> words, Server server) {
    try {
      RestrictOptions options =
          RestrictOptions.parse(words.stream().map(RestrictCompanion::text).toList());
      if (options.help()) {
        console.print(CompanionHelp.restrict());
        return 0;
      }
      return run(options, server);
    } catch (RefusedException e) {
      String reason = "rrsync error: " + e.getMessage();
      console.error(Printable.of(environment).ofLines(reason));
      if (Terminal.isTerminal(0)) {
        console.error(CompanionHelp.restrict());
      }
      return REFUSED;
    }
  }

  private int run(RestrictOptions options, Server server) {
    FileHandle directory = open(options.directory());
    if (options.noLock()) {
      return run(options, directory, server);
    }
    FileHandle lock = lock(options.directory());
    try {
      return run(options, directory, server);
    } finally {
      lock.close();
    }
  }

  private int run(RestrictOptions options, FileHandle opened, Server server) {
    try (FileHandle directory = opened) {
      String folder = realPath(directory);
      String command = variable("SSH_ORIGINAL_COMMAND");
      if (command.isEmpty()) {
        throw new RefusedException("Not invoked via sshd");
      }
      if (command.equals("true")) {
        // So that a client can see whether there is a connection.
        return 0;
      }
      Policy policy = folder.equals("/") ? Policy.IN_ROOT : Policy.BENEATH;
      try (ConfinedTree confined = ConfinedTree.of(directory, policy);
          Tree plain = new PosixTree(confined.sibling())) {
        ForcedCommand forced =
            ForcedCommand.parse(
                command,
                options,
                folder,
                sender -> new RestrictedPaths(options, folder, plain, sender));
        boolean munge = options.munge() || forced.options().contains(MUNGE);
        List<String> served = served(forced, options, folder);
        RestrictLog.write(host(), served);
        Tree stored = new PosixTree(confined.sibling());
        try (Tree tree = munge ? TreeViews.munged(stored, !forced.sender()) : stored) {
          RestrictedPlace place = new RestrictedPlace(tree, folder, options.writeOnly());
          return serve(served, forced.sender(), place, server);
        }
      }
    }
  }

  private FileHandle open(String directory) {
    try {
      return TrustedPath.openDirectory(directory.getBytes(ISO_8859_1));
    } catch (PosixException e) {
      throw new RefusedException("Restricted directory does not exist!");
    }
  }

  /** One session of a folder at a time; where there are no such locks, any number. */
  private static FileHandle lock(String directory) {
    FileHandle open = TrustedPath.openRead(directory.getBytes(ISO_8859_1));
    try {
      if (!DirectoryLock.tryExclusive(open)) {
        open.close();
        throw new RefusedException(
            "Another instance of rrsync is already accessing this directory.");
      }
    } catch (PosixException e) {
      // It is no part of what keeps the user in.
      return open;
    }
    return open;
  }

  private static String realPath(FileHandle directory) {
    byte[] descriptors = "/proc/self/fd".getBytes(ISO_8859_1);
    byte[] link = Integer.toString(directory.fd()).getBytes(ISO_8859_1);
    try (Tree open = PosixTree.open(descriptors, Policy.OPERATOR)) {
      return text(open.readLink(link));
    }
  }

  /** The words of the server that runs in the command's place. */
  private static List<String> served(ForcedCommand forced, RestrictOptions options, String folder) {
    List<String> words = new ArrayList<>();
    words.add("--server");
    forced.options().stream().filter(word -> !word.equals(MUNGE)).forEach(words::add);
    if (!forced.sender() && !folder.equals("/")) {
      words.add("--drop-D");
    }
    if (options.noOverwrite()) {
      words.add("--ignore-existing");
    }
    words.add("--");
    words.add(".");
    words.addAll(forced.arguments());
    return words;
  }

  private int serve(List<String> served, boolean sender, RestrictedPlace place, Server server) {
    List<byte[]> words = served.stream().map(word -> word.getBytes(ISO_8859_1)).toList();
    ParsedArguments parsed = ArgumentParser.parse(words, environment);
    boolean sound =
        parsed.mode() == ParsedArguments.Mode.SERVER
            && parsed.options().sender == sender
            && !parsed.connection().secludedArgs();
    if (!sound) {
      throw new RefusedException("invalid rsync-command syntax or options");
    }
    return server.run(words, parsed, place);
  }

  private String host() {
    String connection = variable("SSH_CONNECTION").strip();
    String host = connection.isEmpty() ? "unknown" : connection.split(" ", 2)[0];
    return host.startsWith("::ffff:") ? host.substring("::ffff:".length()) : host;
  }

  private String variable(String name) {
    byte @Nullable [] value = environment.get(name);
    return value == null ? "" : text(value);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
