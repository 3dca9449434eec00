package org.jrsync.daemon.session;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.daemon.access.HostLookup;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.auth.Authenticator;
import org.jrsync.daemon.auth.SecretSource;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.hook.HookProcess;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.posix.Errno;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of a client at 127.0.0.1, whose name is localhost, with everything around them in
 * memory.
 */
final class SessionFixture {

  final List<String> log = new ArrayList<>();
  final List<TransferRequest> requests = new ArrayList<>();
  final List<String> ended = new ArrayList<>();
  int slotsTaken;
  int lookups;
  TransferRunner runner = (request, transport, use) -> new TransferResult(0, 1, 2, 3);

  private final DaemonConfig config;

  SessionFixture(String config) {
    this.config = MemoryFiles.load(config);
  }

  /** A host with the user nobody and the group nogroup. */
  private static final class OneUser implements Accounts {
    @Override
    public @Nullable Integer userId(String name) {
      return name.equals("nobody") ? 65534 : null;
    }

    @Override
    public @Nullable Integer groupId(String name) {
      return name.equals("nogroup") ? 65533 : null;
    }

    @Override
    public int @Nullable [] groupsOf(int userId) {
      return userId == 65534 ? new int[] {65533, 7} : null;
    }

    @Override
    public @Nullable String groupName(int groupId) {
      return null;
    }
  }

  /** A resolver that knows localhost. */
  private final class OneName implements HostLookup {
    @Override
    public String nameOf(InetAddress address) {
      lookups++;
      return address.isLoopbackAddress() ? "localhost" : UNKNOWN;
    }

    @Override
    public @Nullable List<InetAddress> addressesOf(String name) {
      return null;
    }
  }

  private SlotTable.@Nullable Slot slot(String lockFile, int max) {
    if (lockFile.startsWith("/nonexistent")) {
      throw new PosixException(Errno.ENOENT, "open");
    }
    if (slotsTaken >= max) {
      return null;
    }
    slotsTaken++;
    return () -> slotsTaken--;
  }

  private SessionServices services(boolean root) {
    SecretSource secrets =
        path -> new SecretSource.Opened(0600, 0, "ann:pw\n".getBytes(StandardCharsets.US_ASCII));
    Accounts accounts = new OneUser();
    return new SessionServices(
        () -> config,
        path -> "Hello\nthere\n".getBytes(StandardCharsets.US_ASCII),
        new OneName(),
        new Authenticator(accounts, secrets, root),
        accounts,
        this::slot,
        module -> (writer, text) -> log.add(text),
        (request, transport, use) -> {
          requests.add(request);
          return runner.run(request, transport, use);
        },
        new HookProcess(new ThreadStarter(), OperatorRoot.SYSTEM),
        root,
        0);
  }

  /** Runs a session of a root daemon to its end; returns whether a transfer was reached. */
  boolean run(ScriptedTransport client) {
    return run(client, true);
  }

  boolean run(ScriptedTransport client, boolean root) {
    SessionObserver observer = (peer, request, result) -> ended.add(peer + " " + result);
    try (DaemonSession session =
        new DaemonSession(services(root), observer, 1, InetAddress.getLoopbackAddress(), client)) {
      boolean ready = session.handshake();
      if (ready) {
        session.transfer(ThreadUse.OWN);
      }
      return ready;
    }
  }
}
