package org.jrsync.daemon.hook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.posix.ProcessArguments;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of one session: {@code early exec}, {@code pre-xfer exec}, {@code post-xfer exec} and
 * {@code name converter}. Each runs at its time, with variables that tell of the session. Source:
 * rsyncd.conf(5).
 */
public final class ModuleHooks implements AutoCloseable {

  /** The exit code that a session counts as having which came to no transfer. */
  public static final int NO_TRANSFER = 255;

  private static final String SWITCHED_OFF = "RSYNC_NO_XFER_EXEC";
  private static final int MOST_ARGUMENT = 5119;

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final HookProcess processes;
  private final String early;
  private final String before;
  private final String after;
  private final String converterCommand;
  private @Nullable String failure;
  private @Nullable NameConverter converter;
  private boolean closed;

  /**
   * Fills the commands in.
   *
   * @param session variables that tell of it, by name
   * @param number the session's
   * @param processes runs the commands
   * @throws HookException when a variable's value is not safe in a command
   */
  public ModuleHooks(
      ModuleConfig module, Map<String, String> session, long number, HookProcess processes) {
    this.processes = processes;
    variables.putAll(session);
    boolean off = ProcessArguments.variable(SWITCHED_OFF) != null;
    early = off ? "" : command(module, Parameter.EARLY_EXEC);
    before = off ? "" : command(module, Parameter.PRE_XFER_EXEC);
    after = off ? "" : command(module, Parameter.POST_XFER_EXEC);
    converterCommand = off ? "" : command(module, Parameter.NAME_CONVERTER);
    variables.put("RSYNC_PID", Long.toString(number));
  }

  /** Whether a module has any. */
  public static boolean any(ModuleConfig module) {
    return !module.text(Parameter.EARLY_EXEC).isEmpty()
        || !module.text(Parameter.PRE_XFER_EXEC).isEmpty()
        || !module.text(Parameter.POST_XFER_EXEC).isEmpty()
        || !module.text(Parameter.NAME_CONVERTER).isEmpty();
  }

  private String command(ModuleConfig module, Parameter parameter) {
    return HookText.expand(module.text(parameter), this::variable);
  }

  private @Nullable String variable(String name) {
    String own = variables.get(name);
    if (own != null) {
      return own;
    }
    byte @Nullable [] value = ProcessArguments.variable(name);
    return value == null ? null : new String(value, ISO_8859_1);
  }

  /**
   * Runs {@code early exec}, before the client's arguments are known.
   *
   * @param input what the client sent for it
   * @return whether it allows to go on
   */
  public boolean early(byte[] input) {
    if (early.isEmpty()) {
      return true;
    }
    Map<String, String> own = new LinkedHashMap<>(variables);
    own.put("RSYNC_REQUEST", "(NONE)");
    return processes.run(early, own, input, false).rawStatus() == 0;
  }

  /**
   * Runs {@code pre-xfer exec} and starts the {@code name converter}.
   *
   * @param request the files that are asked for, empty when there are none
   * @param arguments the client's, in the order in which they came
   */
  public void begin(String request, List<byte[]> arguments) {
    if (before.isEmpty() && converterCommand.isEmpty()) {
      return;
    }
    Map<String, String> own = new LinkedHashMap<>(variables);
    own.put("RSYNC_REQUEST", request.isEmpty() ? "(NONE)" : request);
    own.put("RSYNC_ARG0", "rsyncd");
    boolean files = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = new String(arguments.get(i), ISO_8859_1);
      String argument = files ? inModule(word) : word;
      files |= word.equals(".");
      if (argument.isEmpty()) {
        break;
      }
      own.put(
          "RSYNC_ARG" + (i + 1), argument.substring(0, Math.min(argument.length(), MOST_ARGUMENT)));
    }
    if (!before.isEmpty()) {
      HookProcess.Ended ended = processes.run(before, own, new byte[0], true);
      if (ended.rawStatus() != 0) {
        String output = ended.output();
        failure =
            "pre-xfer exec returned failure ("
                + ended.rawStatus()
                + ")"
                + (output.isEmpty() ? "" : ":")
                + "\n"
                + output;
      }
    }
    if (!converterCommand.isEmpty()) {
      converter = new NameConverter(processes.start(converterCommand, own));
    }
  }

  /** A file's path without the module's name before it. */
  private String inModule(String path) {
    String module = String.valueOf(variables.get("RSYNC_MODULE_NAME"));
    if (!path.startsWith(module)
        || (path.length() > module.length() && path.charAt(module.length()) != '/')) {
      return path;
    }
    String inner = path.substring(Math.min(path.length(), module.length() + 1));
    return inner.isEmpty() ? "." : inner;
  }

  /** Why there is to be no transfer, in lines; empty when there is. */
  public List<String> refusal() {
    return failure == null ? List.of() : failure.lines().toList();
  }

  /** What turns names into ids, null where the system does. */
  public @Nullable NameConverter converter() {
    return converter;
  }

  /** Whether something is to run after the connection has been closed. */
  public boolean runsAfterwards() {
    return !after.isEmpty();
  }

  /**
   * Runs {@code post-xfer exec}, once.
   *
   * @param exitCode how the session ended
   * @param log told when it cannot be run
   */
  public void end(int exitCode, Consumer<String> log) {
    if (closed) {
      return;
    }
    close();
    if (after.isEmpty()) {
      return;
    }
    Map<String, String> own = new LinkedHashMap<>(variables);
    own.put("RSYNC_RAW_STATUS", Integer.toString(exitCode << 8));
    own.put("RSYNC_EXIT_STATUS", Integer.toString(exitCode));
    try {
      HookProcess.Ended _ = processes.run(after, own, new byte[0], false);
    } catch (HookException e) {
      log.accept(e.getMessage() + "");
    }
  }

  /** Ends the name converter. */
  @Override
  public void close() {
    closed = true;
    NameConverter open = converter;
    if (open != null) {
      open.close();
    }
  }
}
