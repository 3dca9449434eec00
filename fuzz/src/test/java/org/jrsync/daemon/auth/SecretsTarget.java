package org.jrsync.daemon.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.fuzz.Choices;
import org.jrsync.fuzz.Seed;
import org.jrsync.fuzz.Target;
import org.jrsync.wire.AuthDigest;
import org.jspecify.annotations.Nullable;

/**
 * Secrets files and lists of users. An answer is right exactly if a simpler reader of the file
 * finds a line for the user or the group with the secret that it was made of.
 */
public final class SecretsTarget implements Target {
  private static final String CHALLENGE = "challenge";
  private static final int LONGEST = 1023;

  @Override
  public String name() {
    return "secrets";
  }

  @Override
  public List<String> decoder() {
    return List.of("Secrets.java", "UserRules.java");
  }

  private static final class OneGroup implements Accounts {
    @Override
    public @Nullable Integer userId(String name) {
      return name.length() == 3 ? 7 : null;
    }

    @Override
    public @Nullable Integer groupId(String name) {
      return 8;
    }

    @Override
    public int @Nullable [] groupsOf(int userId) {
      return new int[] {8, 9};
    }

    @Override
    public @Nullable String groupName(int groupId) {
      return groupId == 8 ? "team" : null;
    }
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    boolean grouped = (choices.number() & 1) != 0;
    String user = new String(choices.take(choices.below(8)), ISO_8859_1);
    String password = new String(choices.take(choices.below(8)), ISO_8859_1);
    String users = new String(choices.take(choices.below(64)), ISO_8859_1);
    byte[] file = choices.rest();
    UserRules.Match match = new UserRules(users).match(user, new OneGroup());
    if (match != null && match.grant() == UserRules.Grant.DENIED && users.indexOf(':') < 0) {
      throw new AssertionError("denied by no rule");
    }
    String group = grouped ? "team" : null;
    String answer = AuthDigest.MD5.response(Seed.text(password), CHALLENGE);
    String refused = new Secrets(file).refuses(user, group, AuthDigest.MD5, CHALLENGE, answer);
    boolean right = isRight(new String(file, ISO_8859_1), user, group, password);
    if (right != (refused == null)) {
      throw new AssertionError(refused + " where the answer is " + (right ? "right" : "wrong"));
    }
  }

  /** The first line of each name counts. */
  private static boolean isRight(
      String file, String user, @Nullable String group, String password) {
    if (user.startsWith("#")) {
      return false;
    }
    boolean userSeen = false;
    boolean groupSeen = group == null;
    for (String line : lines(file)) {
      boolean ofGroup = line.startsWith("@");
      String name = (ofGroup ? "@" + group : user) + ":";
      if ((ofGroup ? groupSeen : userSeen) || !line.startsWith(name)) {
        continue;
      }
      if (line.substring(name.length()).equals(password)) {
        return true;
      }
      if (ofGroup) {
        groupSeen = true;
      } else {
        userSeen = true;
      }
    }
    return false;
  }

  /** The lines, of which long ones are cut as rsync's buffer cuts them. */
  private static List<String> lines(String file) {
    List<String> lines = new ArrayList<>();
    int at = 0;
    while (at < file.length()) {
      int end = at;
      while (end < file.length()
          && end - at < LONGEST
          && file.charAt(end) != '\n'
          && file.charAt(end) != '\r') {
        end++;
      }
      lines.add(file.substring(at, end));
      boolean ended = end < file.length() && (file.charAt(end) == '\n' || file.charAt(end) == '\r');
      at = ended ? end + 1 : end;
    }
    return lines;
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int grouped = 0; grouped < 2; grouped++) {
      for (String users :
          new String[] {
            "ann", "@team:ro", ",a b:deny, ann:rw", "eve:deny ann", "@team:deny,*", ""
          }) {
        for (String file :
            new String[] {
              "ann:pass\n",
              "# comment\r\nann:pass",
              "ben:x\n@team:pass\n",
              "ann:no\n@team:pass\nann:pass\n",
              "ann:" + "x".repeat(1100) + "ann:pass\n",
              "ann\nannpass\n@:pass\n"
            }) {
          seeds.add(
              Seed.of(grouped, 3)
                  .then("ann")
                  .then(4)
                  .then("pass")
                  .then(users.length())
                  .then(users)
                  .then(file)
                  .bytes());
        }
      }
    }
    seeds.add(Seed.of(0, 2).then("#a").then(1).then("p").then(1).then("*#a:p\n").bytes());
    return seeds;
  }
}
