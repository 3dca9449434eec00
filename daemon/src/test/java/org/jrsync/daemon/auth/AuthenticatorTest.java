package org.jrsync.daemon.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.wire.AuthDigest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorTest {

  private static final AuthDigest DIGEST = AuthDigest.SHA256;
  private static final String CHALLENGE = "abc";

  private final List<String> log = new ArrayList<>();
  private String secrets =
      "ann:pw-ann\nbob:pw-bob\r\n@staff:pw-staff\nann:later\n#x:y\n\nnocolon\n";
  private int mode = 0100600;
  private int owner;
  private boolean root;

  /** One user, kim, who is in the groups staff, games, and one with a blank in its name. */
  private static final class TestAccounts implements Accounts {
    @Override
    public @Nullable Integer userId(String name) {
      return name.equals("kim") ? 1000 : null;
    }

    @Override
    public @Nullable Integer groupId(String name) {
      return null;
    }

    @Override
    public int @Nullable [] groupsOf(int userId) {
      return userId == 1000 ? new int[] {50, 60, 70} : null;
    }

    @Override
    public @Nullable String groupName(int groupId) {
      return switch (groupId) {
        case 50 -> "staff";
        case 60 -> "games";
        case 70 -> "old hands";
        default -> null;
      };
    }
  }

  private static ModuleConfig module(String users, String more) {
    return MemoryFiles.load("[m]\nauth users = " + users + "\nsecrets file = /s\n" + more)
        .modules()
        .getFirst();
  }

  private Authenticator.@Nullable Granted judge(ModuleConfig module, @Nullable String line) {
    SecretSource source =
        path -> new SecretSource.Opened(mode, owner, secrets.getBytes(StandardCharsets.ISO_8859_1));
    return new Authenticator(new TestAccounts(), source, root)
        .judge(module, DIGEST, CHALLENGE, line, "h (1.2.3.4)", log::add);
  }

  private static String answer(String user, String password) {
    return user + " " + DIGEST.response(password.getBytes(StandardCharsets.ISO_8859_1), CHALLENGE);
  }

  @Test
  void letsInWhoKnowsTheSecret() {
    assertThat(judge(module("ann, bob", ""), answer("ann", "pw-ann")))
        .isEqualTo(new Authenticator.Granted("ann", null));
    assertThat(judge(module("ann bob", ""), answer("bob", "pw-bob")))
        .isEqualTo(new Authenticator.Granted("bob", null));
    assertThat(log).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ann,ann,wrong,password mismatch",
    "ann,ann,later,password mismatch",
    "*,zoe,x,secret not found",
    "bob,ann,pw-ann,no matching rule",
    "ann:deny *,ann,pw-ann,denied by rule",
    "*,#x,y,invalid username",
    "*,nocolon,x,secret not found",
  })
  void tellsTheLogWhyNot(String users, String user, String password, String reason) {
    assertThat(judge(module(users, ""), answer(user, password))).isNull();
    assertThat(log)
        .containsExactly("auth failed on module m from h (1.2.3.4) for " + user + ": " + reason);
  }

  @Test
  void refusesAnAnswerWithoutShape() {
    assertThat(judge(module("ann", ""), "ann")).isNull();
    assertThat(judge(module("ann", ""), null)).isNull();
    assertThat(log)
        .hasSize(2)
        .containsOnly("auth failed on module m from h (1.2.3.4): invalid challenge response");
  }

  @Test
  void rulesOverrideTheModule() {
    assertThat(judge(module("ann:ro bob:RW", ""), answer("ann", "pw-ann")))
        .isEqualTo(new Authenticator.Granted("ann", true));
    assertThat(judge(module("ann:ro bob:RW", ""), answer("bob", "pw-bob")))
        .isEqualTo(new Authenticator.Granted("bob", false));
    assertThat(judge(module("ann:nonsense", ""), answer("ann", "pw-ann")))
        .isEqualTo(new Authenticator.Granted("ann", null));
  }

  @Test
  void aGroupsSecretServesItsMembers() {
    assertThat(judge(module("@st*:ro", ""), answer("kim", "pw-staff")))
        .isEqualTo(new Authenticator.Granted("kim", true));
    assertThat(judge(module("@games", ""), answer("kim", "pw-staff"))).isNull();
    assertThat(judge(module("kim", ""), answer("kim", "pw-staff"))).isNull();
    assertThat(judge(module("@staff", ""), answer("ann", "pw-staff"))).isNull();
  }

  @Test
  void aListBeginningWithACommaMayHaveSpacesInside() {
    secrets = "a user:pw\n";
    // The name on the wire ends at the first blank, so such an entry can only be a pattern or
    // group.
    assertThat(judge(module(", no such , a?user , ann", ""), answer("ann", "x"))).isNull();
    assertThat(log.getLast()).endsWith("secret not found");
  }

  /** Split at blanks, such a rule would be about nobody, and the next one let everybody in. */
  @Test
  void rulesAboutGroupsWithABlankInTheirNameCount() {
    secrets = "kim:pw\n";
    String line = answer("kim", "pw");
    assertThat(judge(module(", @old hands:deny, kim", ""), line)).isNull();
    assertThat(log.getLast()).endsWith("denied by rule");
    secrets = "kim:pw\n@old hands:pw\n";
    assertThat(judge(module(",@old hands:ro,*", ""), line))
        .isEqualTo(new Authenticator.Granted("kim", true));
    assertThat(judge(module(", kim", ""), line)).isEqualTo(new Authenticator.Granted("kim", null));
  }

  @Test
  void strictModesWantAPrivateFile() {
    mode = 0100604;
    assertThat(judge(module("ann", ""), answer("ann", "pw-ann"))).isNull();
    assertThat(log)
        .containsExactly(
            "secrets file must not be other-accessible (see strict modes option)",
            "auth failed on module m from h (1.2.3.4) for ann: ignoring secrets file");
    assertThat(judge(module("ann", "strict modes = no\n"), answer("ann", "pw-ann"))).isNotNull();
  }

  @Test
  void strictModesWantRootsFileForARootDaemon() {
    root = true;
    owner = 1000;
    assertThat(judge(module("ann", ""), answer("ann", "pw-ann"))).isNull();
    assertThat(log.getFirst())
        .isEqualTo("secrets file must be owned by root when running as root (see strict modes)");
    owner = 0;
    assertThat(judge(module("ann", ""), answer("ann", "pw-ann"))).isNotNull();
  }

  @Test
  void enforcesTheWeakestDigestAllowed() {
    Authenticator authenticator = new Authenticator(new TestAccounts(), path -> null, false);
    ModuleConfig module = module("ann", "auth digest = SHA256\n");

    assertThat(authenticator.allows(module, AuthDigest.SHA512, "h", log::add)).isTrue();
    assertThat(authenticator.allows(module, AuthDigest.MD5, "h", log::add)).isFalse();
    assertThat(log)
        .containsExactly(
            "auth failed on module m from h: negotiated auth digest md5 is weaker than the"
                + " required 'auth digest = SHA256'");
    assertThat(
            authenticator.allows(
                module("ann", "auth digest = sha3\n"), AuthDigest.SHA512, "h", log::add))
        .isFalse();
  }

  @Test
  void challengesDifferAndHaveTheDigestsLength() {
    Authenticator authenticator = new Authenticator(new TestAccounts(), path -> null, false);

    assertThat(authenticator.challenge(AuthDigest.MD5)).hasSize(22);
    assertThat(authenticator.challenge(AuthDigest.SHA512)).hasSize(86);
    assertThat(authenticator.challenge(AuthDigest.MD5))
        .isNotEqualTo(authenticator.challenge(AuthDigest.MD5));
  }
}
