package org.jrsync.daemon.session;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Transport;

/** Runs the transfer that a handshake has led to. */
@FunctionalInterface
public interface TransferRunner {

  /**
   * Serves the client to its end on the calling thread. Whatever goes wrong with the transfer
   * itself is told to the client and the log and shows in the result.
   *
   * @param transport the connection, with everything of the handshake read from it
   * @param use what the calling thread is
   */
  TransferResult run(TransferRequest request, Transport transport, ThreadUse use);

  /**
   * Opens a module's directory with the daemon's own identity, whatever thread calls: one that must
   * not wait for a file system lets others do it.
   *
   * @param patience nanoseconds that a caller which lets others do it waits for them, 0 for ever
   * @throws ModuleRefusedException with what the client and the log are told
   */
  default ModuleRoot open(String module, ModulePaths paths, long patience) {
    return ModuleRoot.open(paths);
  }

  /**
   * Tells a client that was let in why it is not served.
   *
   * @param reason a line without its end
   */
  default TransferResult refuse(TransferRequest request, Transport transport, String reason) {
    return new TransferResult(ExitCode.SYNTAX.code(), 0, 0, 0);
  }
}
