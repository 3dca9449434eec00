package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import org.jrsync.engine.filter.CvsIgnore;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.filter.RuleFiles;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.TrustedPath;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;

/** Turns the filter options of a command line into rules, reading the files that they name. */
public final class Rules {
  private Rules() {}

  /** A parser with the rules of a client's options. */
  public static FilterParser ofClient(
      ParsedArguments parsed, Environment environment, Reporter reporter) {
    LinkTrust trust = parsed.options().linkRules.trust();
    return of(parsed, "client", clientFiles(trust), environment, reporter);
  }

  /** A parser with the rules of a server's options. */
  public static FilterParser ofServer(
      ParsedArguments parsed, Environment environment, Reporter reporter) {
    LinkTrust trust = parsed.options().linkRules.trust();
    return of(parsed, "server", operatorFiles(trust), environment, reporter);
  }

  /**
   * A parser with the rules of the options of a server that is restricted to a folder.
   *
   * @param files reads the folder's files and no others
   */
  public static FilterParser ofServer(
      ParsedArguments parsed, RuleFiles files, Environment environment, Reporter reporter) {
    // The home directory's own rules are none of the folder's.
    Environment homeless = name -> name.equals("HOME") ? new byte[0] : environment.get(name);
    return of(parsed, "server", files, homeless, reporter);
  }

  private static FilterParser of(
      ParsedArguments parsed,
      String who,
      RuleFiles files,
      Environment environment,
      Reporter reporter) {
    FilterParser parser =
        new FilterParser(
            files,
            who,
            text -> reporter.report(MessageCode.ERROR, (text + "\n").getBytes(ISO_8859_1)));
    parser.setCvsIgnore(CvsIgnore.ofHome(environment.get("HOME"), environment.get("CVSIGNORE")));
    add(parser, parsed, reporter);
    parser.setNulSeparated(parsed.options().from0);
    return parser;
  }

  /** Adds the rules of further options. */
  static void add(FilterParser parser, ParsedArguments parsed, Reporter reporter) {
    parser.read(
        parsed.filters(),
        text -> reporter.report(MessageCode.INFO, (text + "\n").getBytes(ISO_8859_1)));
  }

  /** A client's rule files; {@code -} is its standard input. */
  private static RuleFiles clientFiles(LinkTrust trust) {
    RuleFiles named = operatorFiles(trust);
    return path -> path.length == 1 && path[0] == '-' ? System.in.readAllBytes() : named.read(path);
  }

  /**
   * Rule files that the operator named, by a path that only trusted links may lead. To a server,
   * whose standard input is the connection, {@code -} is a name like any other.
   */
  public static RuleFiles operatorFiles() {
    return operatorFiles(LinkTrust.OWNERS);
  }

  private static RuleFiles operatorFiles(LinkTrust trust) {
    return path -> {
      try (FileHandle file = TrustedPath.openRead(path, trust)) {
        return file.readToEnd(RuleFiles.MAX_BYTES);
      } catch (PosixException e) {
        if (e.errno() == Errno.EFBIG) {
          throw new RsyncException(
              ExitCode.MALLOC, "a rule file has more than " + RuleFiles.MAX_BYTES + " bytes", e);
        }
        throw new IOException(e.numberedReason(), e);
      }
    };
  }
}
