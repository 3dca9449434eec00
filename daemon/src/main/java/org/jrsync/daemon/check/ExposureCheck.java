package org.jrsync.daemon.check;

import static org.jrsync.daemon.config.Problem.Severity.RISK;

import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.posix.Identity;
import org.jrsync.wire.AuthDigest;

/** Looks for what is dangerous where strangers can connect. */
final class ExposureCheck {
  private final DaemonConfig config;
  private final Findings findings;

  ExposureCheck(DaemonConfig config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  /**
   * @param own whom the daemon would be started as
   */
  void daemon(Identity own) {
    if (own.gid() == 0
        && !config.text(Parameter.DAEMON_UID).isEmpty()
        && config.text(Parameter.DAEMON_GID).isEmpty()) {
      findings.daemon(
          RISK,
          config,
          Parameter.DAEMON_UID,
          "\"daemon uid\" without \"daemon gid\": the daemon keeps root's group");
    }
    if (config.number(Parameter.HANDSHAKE_TIMEOUT) == 0) {
      findings.daemon(
          RISK,
          config,
          Parameter.HANDSHAKE_TIMEOUT,
          "\"handshake timeout\" is 0: clients that say nothing stay for ever");
    }
    if (config.number(Parameter.MAX_CONNECTIONS_PER_HOST) == 0) {
      findings.daemon(
          RISK,
          config,
          Parameter.MAX_CONNECTIONS_PER_HOST,
          "no \"max connections per host\": one client may take all places");
    }
  }

  void module(ModuleConfig module, boolean root) {
    if (module.timeout() == 0) {
      findings.module(
          RISK,
          module,
          Parameter.TIMEOUT,
          "no \"timeout\": clients that stop in the middle keep their place");
    }
    if (module.maxConnections() == 0) {
      findings.module(
          RISK,
          module,
          Parameter.MAX_CONNECTIONS,
          "no \"max connections\": it has no limit of its own");
    }
    boolean open =
        module.text(Parameter.AUTH_USERS).isEmpty() && module.text(Parameter.HOSTS_ALLOW).isEmpty();
    if (open && !module.readOnly()) {
      findings.module(
          RISK,
          module,
          Parameter.READ_ONLY,
          "everybody may write: neither \"auth users\" nor \"hosts allow\" is set");
    }
    if (!module.flag(Parameter.STRICT_MODES)) {
      findings.module(
          RISK,
          module,
          Parameter.STRICT_MODES,
          "\"strict modes\" is off: others may read the secrets");
    }
    AuthDigest floor = AuthDigest.forName(module.text(Parameter.AUTH_DIGEST));
    if (!module.text(Parameter.AUTH_USERS).isEmpty()
        && floor != AuthDigest.SHA512
        && floor != AuthDigest.SHA256) {
      findings.module(
          RISK,
          module,
          Parameter.AUTH_DIGEST,
          "old clients may log in by MD5 or MD4: set \"auth digest = sha256\"");
    }
    Boolean munge = module.optionalFlag(Parameter.MUNGE_SYMLINKS);
    if (!module.readOnly()
        && Boolean.FALSE.equals(module.useChroot())
        && Boolean.FALSE.equals(munge)) {
      findings.module(
          RISK,
          module,
          Parameter.MUNGE_SYMLINKS,
          "links are stored as clients send them, for other programs to follow");
    }
    if (module.flag(Parameter.INSECURE_LINKS)) {
      findings.module(
          RISK,
          module,
          Parameter.INSECURE_LINKS,
          "\"insecure links\" is on: whoever can make links in it reaches other files");
    }
    if (root && servesAsRoot(module)) {
      findings.module(RISK, module, Parameter.UID, "it is served as root");
    }
  }

  private static boolean servesAsRoot(ModuleConfig module) {
    String user = module.text(Parameter.UID);
    return user.equals("root") || user.equals("0");
  }
}
