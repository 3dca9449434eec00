package org.jrsync.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@code rsyncd.conf} with everything that it includes. Either the whole is valid and
 * yields a {@link DaemonConfig}, or a {@link ConfigException} says where it is not: a daemon that
 * re-reads its configuration keeps the old one then.
 */
public final class ConfigLoader {

  /** Deepest nesting of {@code &include} and {@code &merge}. */
  static final int MAX_DEPTH = 16;

  private final ConfigSource source;
  private final String path;
  private final List<String> overrides;
  private final VariableExpander variables;

  /**
   * @param path the main file, a text of bytes
   * @param overrides {@code name=value} of {@code --dparam}, in order
   * @param environment a variable of the daemon's environment as a text of bytes, or null
   * @throws ConfigException when an override names no parameter
   */
  public ConfigLoader(
      ConfigSource source,
      String path,
      List<String> overrides,
      Function<String, @Nullable String> environment) {
    this.source = source;
    this.path = path;
    this.overrides = List.copyOf(overrides);
    this.variables = new VariableExpander(environment);
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 0) {
        throw new ConfigException("--dparam value is missing an '=': " + override);
      }
      if (Parameter.named(override.substring(0, equals)) == null) {
        throw new ConfigException("Unknown parameter \"" + override.substring(0, equals) + "\"");
      }
    }
  }

  /** The main file's path. */
  public String path() {
    return path;
  }

  /**
   * Reads the files as they are now.
   *
   * @throws ConfigException when they are not a usable configuration
   */
  public DaemonConfig load() {
    ConfigBuilder builder = new ConfigBuilder(overrides, variables);
    readFile(path, builder, 0);
    return builder.build();
  }

  private void readFile(String file, ConfigBuilder builder, int depth) {
    if (depth > MAX_DEPTH) {
      throw new ConfigException(file + ": files are included more than " + MAX_DEPTH + " deep");
    }
    byte[] content = source.read(file);
    Reading reading = new Reading(file, builder, depth);
    String before = builder.enterFile(file);
    try {
      ConfigReader.read(content, reading);
    } catch (ConfigException e) {
      throw reading.inner ? e : e.in(file);
    } finally {
      builder.enterFile(before);
    }
  }

  /** Passes what is read in one file to the builder and follows its directives. */
  private final class Reading implements ConfigReader.Handler {
    private final String file;
    private final ConfigBuilder builder;
    private final int depth;

    /**
     * Whether an error comes from a file included by this one and carries that file's name already.
     */
    private boolean inner;

    Reading(String file, ConfigBuilder builder, int depth) {
      this.file = file;
      this.builder = builder;
      this.depth = depth;
    }

    @Override
    public void section(String name, int line) {
      builder.section(name, line);
    }

    @Override
    public void parameter(String name, String value, int line) {
      builder.parameter(name, value, line);
    }

    @Override
    public void warning(String message, int line) {
      builder.warn(message, line);
    }

    @Override
    public void directive(String name, String value, int line) {
      boolean manageDefaults =
          switch (name.toLowerCase(Locale.ROOT)) {
            case "&include" -> true;
            case "&merge" -> false;
            default -> throw new ConfigException("Unknown directive: " + name + ".", line);
          };
      inner = true;
      follow(value, manageDefaults);
      inner = false;
    }

    private void follow(String target, boolean manageDefaults) {
      List<String> names = source.list(target);
      if (manageDefaults) {
        builder.enterInclude();
      }
      if (names == null) {
        readFile(target, builder, depth + 1);
      } else {
        String suffix = manageDefaults ? ".conf" : ".inc";
        List<String> sorted = new ArrayList<>();
        for (String name : names) {
          if (name.endsWith(suffix)) {
            sorted.add(name);
          }
        }
        sorted.sort(null);
        boolean first = true;
        for (String name : sorted) {
          if (manageDefaults && !first) {
            builder.nextInclude();
          }
          first = false;
          readFile(target.endsWith("/") ? target + name : target + "/" + name, builder, depth + 1);
        }
      }
      if (manageDefaults) {
        builder.leaveInclude();
      }
    }

    @Override
    public String toString() {
      return file;
    }
  }
}
