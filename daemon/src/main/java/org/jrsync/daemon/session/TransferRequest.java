package org.jrsync.daemon.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.hook.ModuleHooks;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for, after it was let in.
 *
 * @param module the module's configuration, fixed for this session
 * @param readOnly whether this user may not write, by the module or by the user's own rule
 * @param user the name that was proved, or empty
 * @param protocol the agreed protocol version
 * @param clientProtocol the version that the client named in its greeting
 * @param identity who the files are touched as; the thread that runs the transfer takes it
 * @param paths how the module's paths are confined
 * @param root the module's directory, open; it belongs to the session
 * @param arguments options, a {@code .} and the files, as the client sent them
 * @param wholeArguments whether file arguments are names as they stand, not several in one
 * @param hooks the module's, null when it has none
 */
public record TransferRequest(
    ModuleConfig module,
    boolean readOnly,
    Client client,
    String user,
    int protocol,
    int clientProtocol,
    ModuleIdentity identity,
    ModulePaths paths,
    ModuleRoot root,
    List<byte[]> arguments,
    boolean wholeArguments,
    @Nullable ModuleHooks hooks,
    SessionLog log) {

  /**
   * The files as the log shows them, {@code module/path module/other}; empty when there are none.
   */
  public String files() {
    return ArgumentReader.request(arguments);
  }

  /** Whether the client wants files rather than brings them, as far as one can tell unparsed. */
  public boolean wantsFiles() {
    for (byte[] argument : arguments) {
      if (new String(argument, StandardCharsets.ISO_8859_1).equals("--sender")) {
        return true;
      }
    }
    return false;
  }
}
