package org.jrsync.daemon.auth;

import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.wire.AuthDigest;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a client's answer to a challenge: by the rules of {@code auth users}, then by the
 * secrets file. What went wrong is told to the log alone; the client only hears that it failed.
 */
public final class Authenticator {

  /** Permission bits that {@code strict modes} wants unset. */
  public static final int OTHER_ACCESS = 06;

  private static final int CHALLENGE_BYTES = 64;

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Who the client is.
   *
   * @param user the name it proved
   * @param readOnly what the user's rule says instead of the module, or null when it says nothing
   */
  public record Granted(String user, @Nullable Boolean readOnly) {}

  private final Accounts accounts;
  private final SecretSource secrets;
  private final boolean root;

  /**
   * @param root whether the daemon runs as root, whose secrets only root may own
   */
  public Authenticator(Accounts accounts, SecretSource secrets, boolean root) {
    this.accounts = accounts;
    this.secrets = secrets;
    this.root = root;
  }

  /** A fresh challenge that nobody can foretell. */
  public String challenge(AuthDigest digest) {
    byte[] random = new byte[CHALLENGE_BYTES];
    RANDOM.nextBytes(random);
    return digest.challenge(random);
  }

  /**
   * Whether {@code auth digest} allows a digest; the log gets the reason when not.
   *
   * @param client for the log, {@code host (address)}
   */
  public boolean allows(
      ModuleConfig module, AuthDigest digest, String client, Consumer<String> log) {
    String wanted = module.text(Parameter.AUTH_DIGEST);
    if (wanted.isEmpty()) {
      return true;
    }
    AuthDigest floor = AuthDigest.forName(wanted);
    String failed = "auth failed on module " + module.name() + " from " + client + ": ";
    if (floor == null) {
      log.accept(
          failed
              + "the configured 'auth digest = "
              + wanted
              + "' is not a supported digest on this build");
      return false;
    }
    if (rank(digest) > rank(floor)) {
      log.accept(
          failed
              + "negotiated auth digest "
              + digest.wireName()
              + " is weaker than the required 'auth digest = "
              + wanted
              + "'");
      return false;
    }
    return true;
  }

  /** 0 for the strongest; the two kinds of MD4 are equally weak. */
  private static int rank(AuthDigest digest) {
    return switch (digest) {
      case SHA512 -> 0;
      case SHA256 -> 1;
      case SHA1 -> 2;
      case MD5 -> 3;
      case MD4, MD4_OLD -> 4;
    };
  }

  /**
   * Judges an answer.
   *
   * @param line what the client sent, {@code user digest}, or null when it sent nothing usable
   * @param client for the log, {@code host (address)}
   * @return null when the client may not come in
   */
  public @Nullable Granted judge(
      ModuleConfig module,
      AuthDigest digest,
      String challenge,
      @Nullable String line,
      String client,
      Consumer<String> log) {
    String failed = "auth failed on module " + module.name() + " from " + client;
    int space = line == null ? -1 : line.indexOf(' ');
    if (line == null || space < 0) {
      log.accept(failed + ": invalid challenge response");
      return null;
    }
    String user = line.substring(0, space);
    UserRules.Match match = new UserRules(module.text(Parameter.AUTH_USERS)).match(user, accounts);
    String reason;
    if (match == null) {
      reason = "no matching rule";
    } else if (match.grant() == UserRules.Grant.DENIED) {
      reason = "denied by rule";
    } else {
      reason =
          checkSecret(
              module, user, match.group(), digest, challenge, line.substring(space + 1), log);
    }
    if (match == null || reason != null) {
      log.accept(failed + " for " + user + ": " + reason);
      return null;
    }
    return switch (match.grant()) {
      case READ_ONLY -> new Granted(user, true);
      case READ_WRITE -> new Granted(user, false);
      default -> new Granted(user, null);
    };
  }

  private @Nullable String checkSecret(
      ModuleConfig module,
      String user,
      @Nullable String group,
      AuthDigest digest,
      String challenge,
      String answer,
      Consumer<String> log) {
    String path = module.text(Parameter.SECRETS_FILE);
    SecretSource.Opened file = path.isEmpty() ? null : secrets.open(path);
    if (file == null) {
      return "no secrets file";
    }
    if (module.flag(Parameter.STRICT_MODES)) {
      if ((file.mode() & OTHER_ACCESS) != 0) {
        log.accept("secrets file must not be other-accessible (see strict modes option)");
        return "ignoring secrets file";
      }
      if (root && file.owner() != 0) {
        log.accept("secrets file must be owned by root when running as root (see strict modes)");
        return "ignoring secrets file";
      }
    }
    return new Secrets(file.content()).refuses(user, group, digest, challenge, answer);
  }
}
