package org.jrsync.cli.manual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jrsync.engine.options.OptionFamily;

/** The help texts: every option that works, with its line. */
public final class HelpText {

  private static final int NAME_WIDTH = 25;

  private static final String CLIENT =
      """

      jrsync copies files and makes one tree equal to another, here or on another
      machine, and sends only what differs. The other side may be any rsync.

      Usage: jrsync [OPTION]... SOURCE... DESTINATION
             jrsync [OPTION]... SOURCE            (lists it)
             jrsync serve [--port N] [--name MODULE] [--writable] DIRECTORY
             jrsync --daemon [OPTION]...
      One of source and destination may be on another machine:
        [USER@]HOST:PATH                          through a remote shell
        [USER@]HOST::MODULE/PATH                  at a daemon
        rsync://[USER@]HOST[:PORT]/MODULE/PATH    at a daemon
      """;

  private static final String CLIENT_END =
      """

      --no-OPTION turns off most options, such as one that -a implies. Any other option of
      rsync is refused by its name. The manual page jrsync(1) says more about each of
      them; jrsync --daemon --help has the options of the daemon.
      """;

  private static final String DAEMON =
      """

      Usage: jrsync --daemon [OPTION]...
      Serves the modules of a configuration file to any rsync.

      """;

  private HelpText() {}

  /**
   * What {@code --help} prints.
   *
   * @param version the text about the program that comes first
   */
  public static String client(String version) {
    StringBuilder text = new StringBuilder(8192).append(version).append(CLIENT);
    Map<String, OptionFamily> families = byName(OptionFamily.ofTransfers());
    String section = "";
    for (OptionText option : OptionTexts.inShortOfTransfers()) {
      OptionFamily family = families.get(option.name());
      if (family == null || !option.listed()) {
        continue;
      }
      if (!option.section().equals(section)) {
        section = option.section();
        text.append('\n').append(section).append('\n');
      }
      lines(text, family, option);
    }
    return text.append(CLIENT_END).toString();
  }

  /**
   * What {@code --daemon --help} prints.
   *
   * @param version the text about the program that comes first
   */
  public static String daemon(String version) {
    StringBuilder text = new StringBuilder(2048).append(version).append(DAEMON);
    Map<String, OptionFamily> families = byName(OptionFamily.ofDaemon());
    for (OptionText option : OptionTexts.inShortOfDaemon()) {
      OptionFamily family = families.get(option.name());
      if (family != null && option.listed()) {
        lines(text, family, option);
      }
    }
    return text.toString();
  }

  /** The options by the name that stands for each. */
  static Map<String, OptionFamily> byName(List<OptionFamily> families) {
    Map<String, OptionFamily> map = new HashMap<>();
    for (OptionFamily family : families) {
      map.put(family.name(), family);
    }
    return map;
  }

  private static void lines(StringBuilder text, OptionFamily family, OptionText option) {
    line(text, family.names(), option.argument(), option.help());
    if (!family.off().isEmpty() && !option.off().isEmpty()) {
      line(text, family.off(), "", option.off());
    }
  }

  private static void line(StringBuilder text, List<String> names, String argument, String help) {
    int start = text.length();
    text.append(names.getFirst());
    if (!argument.isEmpty()) {
      text.append('=').append(argument);
    }
    for (String name : names.subList(1, names.size())) {
      text.append(", ").append(name);
    }
    int blanks = NAME_WIDTH - (text.length() - start);
    text.repeat(' ', Math.max(blanks, 2)).append(help).append('\n');
  }
}
