package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.fuzz.BytesTransport;
import org.jrsync.fuzz.Choices;
import org.jrsync.fuzz.Recorded;
import org.jrsync.fuzz.Seed;
import org.jrsync.fuzz.Target;
import org.jrsync.wire.AuthDigest;
import org.jrsync.wire.WireInput;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon says to a client, and a proxy before it. The password goes out hashed or not at
 * all.
 */
public final class ClientGreetingTarget implements Target {
  private static final int PROTOCOL = 33;
  private static final String PASSWORD = "the password";

  @Override
  public String name() {
    return "client-greeting";
  }

  @Override
  public List<String> decoder() {
    return List.of("DaemonDialogue.java", "Greeting.java", "HttpProxy.java");
  }

  private static final class Ann implements DaemonDialogue.Credentials {
    @Override
    public byte[] user() {
      return Seed.text("ann");
    }

    @Override
    public byte[] password() {
      return Seed.text(PASSWORD);
    }
  }

  @Override
  public void run(byte[] input) throws IOException {
    Choices choices = new Choices(input);
    int kind = choices.number();
    byte[] heard = choices.rest();
    if ((kind & 1) != 0) {
      proxy(heard, (kind & 2) != 0 ? "user:secret" : null);
      return;
    }
    BytesTransport daemon = new BytesTransport(heard, 1 << (kind >> 2) % 8);
    WireInput in = new WireInput(daemon);
    DaemonDialogue dialogue =
        new DaemonDialogue(in, daemon.output(PROTOCOL), (code, text) -> {}, (kind & 2) == 0);
    try {
      int common = dialogue.greet(PROTOCOL - (kind >> 5));
      if (dialogue.enter(common, Seed.text("module"), new Ann())) {
        dialogue.sendArguments(common, List.of(Seed.text("--server"), Seed.text(".")));
      }
    } finally {
      check(new String(daemon.heard(), ISO_8859_1));
    }
  }

  private static void check(String said) {
    if (said.contains(PASSWORD) || !said.startsWith("@RSYNCD: ")) {
      throw new AssertionError("the client said " + said);
    }
  }

  private static void proxy(byte[] heard, @Nullable String credentials) throws IOException {
    HttpProxy proxy =
        HttpProxy.parse(
            credentials == null && heard.length % 2 == 1
                ? heard
                : Seed.text((credentials == null ? "" : credentials + "@") + "proxy:3128"));
    ByteArrayInputStream in = new ByteArrayInputStream(heard);
    try {
      proxy.open(in, OutputStream.nullOutputStream(), Seed.text("host"), 873);
    } catch (HttpProxy.ProxyException e) {
      if (String.valueOf(e.getMessage()).length() > 2000) {
        throw new AssertionError("a long message", e);
      }
    }
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Recorded side : Recorded.all()) {
      if (side.server()) {
        seeds.add(Seed.of(0x1c).then(side.beginning()).bytes());
      }
    }
    for (String digests :
        new String[] {" sha512", " md5 md4", " sha1 sha256", " md4", " unknown", "", " "}) {
      for (String version :
          new String[] {"33.0", "31.0", "30.0", "30", "29", "28.1", "33.1", "x", "333333333.0"}) {
        seeds.add(
            Seed.of(0x1c)
                .then(
                    "@RSYNCD: " + version + digests + "\nmotd\n@RSYNCD: AUTHREQD c\n@RSYNCD: OK\n")
                .bytes());
      }
    }
    String greeting = "@RSYNCD: 33.0 sha512\n";
    for (String rest :
        new String[] {
          "@RSYNCD: EXIT\n",
          "@ERROR: no\n",
          "line\n\n@RSYNCD: OK\n",
          "@RSYNCD: AUTHREQD\n",
          "x".repeat(6000)
        }) {
      seeds.add(Seed.of(0x1c).then(greeting + rest).bytes());
      seeds.add(Seed.of(0x1e).then(greeting + rest).bytes());
    }
    for (AuthDigest digest : AuthDigest.values()) {
      seeds.add(Seed.of(0).then("@RSYNCD: 33.0 " + digest.wireName() + "\n").bytes());
    }
    for (String answer :
        new String[] {
          "HTTP/1.0 200 OK\r\nVia: x\r\n\r\n",
          "HTTP/1.1  2\n\n",
          "HTTP/1.0 407 no\r\n",
          "SSH-2.0\n",
          "a:b@host:port@",
          "@host",
          "HTTP/1.0 200" + "x".repeat(1100)
        }) {
      seeds.add(Seed.of(1).then(answer).bytes());
      seeds.add(Seed.of(3).then(answer).bytes());
      seeds.add(Seed.of(1).then(answer + "\n").bytes());
    }
    return seeds;
  }
}
