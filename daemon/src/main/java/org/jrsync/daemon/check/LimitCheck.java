package org.jrsync.daemon.check;

import static org.jrsync.daemon.config.Problem.Severity.WARNING;

import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ListenerModel;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;

/** Looks for limits that another one makes pointless. */
final class LimitCheck {
  private final DaemonConfig config;
  private final Findings findings;

  LimitCheck(DaemonConfig config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  void check() {
    int sessions = config.number(Parameter.MAX_SESSIONS);
    above(Parameter.MAX_TRANSFERS, sessions);
    above(Parameter.MAX_CONNECTIONS_PER_HOST, sessions);
    if (config.number(Parameter.TRANSFER_WORKER_THREADS) > 0
        && config.listener() != ListenerModel.HYBRID) {
      findings.daemon(
          WARNING,
          config,
          Parameter.TRANSFER_WORKER_THREADS,
          "\"transfer-worker-threads\" counts for \"listener = hybrid\" alone");
    }
    for (ModuleConfig module : config.modules()) {
      check(module, sessions);
    }
  }

  private void above(Parameter limit, int sessions) {
    if (sessions > 0 && config.number(limit) > sessions) {
      findings.daemon(
          WARNING,
          config,
          limit,
          "\"" + limit.label() + "\" is above \"max sessions\", which is " + sessions);
    }
  }

  private void check(ModuleConfig module, int sessions) {
    int connections = module.maxConnections();
    if (sessions > 0 && connections > sessions) {
      findings.module(
          WARNING,
          module,
          Parameter.MAX_CONNECTIONS,
          "\"max connections\" is above \"max sessions\", which is " + sessions);
    }
    if (module.number(Parameter.MAX_QUEUED_CONNECTIONS) > 0 && connections == 0) {
      findings.module(
          WARNING,
          module,
          Parameter.MAX_QUEUED_CONNECTIONS,
          "\"max queued connections\" without \"max connections\": nobody ever waits");
    }
    int handshake = config.number(Parameter.HANDSHAKE_TIMEOUT);
    int timeout = module.timeout();
    if (timeout > 0 && handshake > 0 && timeout < handshake) {
      findings.module(
          WARNING,
          module,
          Parameter.TIMEOUT,
          "\"timeout\" is below \"handshake timeout\", and shortens it to " + timeout + " s");
    }
  }
}
