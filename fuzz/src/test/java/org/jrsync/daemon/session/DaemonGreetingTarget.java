package org.jrsync.daemon.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.daemon.access.HostLookup;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.auth.Authenticator;
import org.jrsync.daemon.auth.SecretSource;
import org.jrsync.daemon.config.ConfigLoader;
import org.jrsync.daemon.config.ConfigSource;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.hook.HookProcess;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.fuzz.Choices;
import org.jrsync.fuzz.Recorded;
import org.jrsync.fuzz.Seed;
import org.jrsync.fuzz.Target;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.wire.AuthDigest;
import org.jrsync.wire.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A client's way from its greeting to a transfer: early input, module, challenge and response,
 * arguments of both kinds. A byte 1 in an input is what a client that knows the password answers.
 */
public final class DaemonGreetingTarget implements Target {
  private static final int ANSWER = 1;
  private static final String CHALLENGE = "@RSYNCD: AUTHREQD ";
  private static final int MOST_SAID = 20_000;
  private static final String MODULES =
      """
      [open]
      path = /
      comment = for all
      [closed]
      path = /
      auth users = ann, ben:ro, @team:rw, eve:deny
      secrets file = /secrets
      [strong]
      path = /
      auth users = *
      secrets file = /secrets
      auth digest = sha256
      [far]
      path = /
      hosts deny = *
      [latin]
      path = /
      charset = ISO-8859-1
      [any]
      path = /
      auth users = *
      auth digest = none of ours
      [unkept]
      path = /
      auth users = *
      [read]
      path = /
      auth users = *
      secrets file = /readable
      [foreign]
      path = /
      auth users = *
      secrets file = /foreign
      [secure]
      path = /
      tls only = yes
      [slots]
      path = /
      max connections = 1
      timeout = 3
      [nowhere]
      path = /no/such/folder
      """;

  /** A session of this kind begins with TLS. */
  private static final int TLS = 128;

  /** Modules that let nobody in, or nobody from here. */
  private static final List<String> SHUT =
      List.of("far", "nowhere", "any", "unkept", "read", "foreign");

  private static final SessionObserver OBSERVER = (client, request, result) -> {};

  private final Listener log = new Listener();
  private final List<TransferRequest> requests = new ArrayList<>();
  private final List<SessionServices> services = new ArrayList<>();

  public DaemonGreetingTarget() {
    HookProcess hooks = new HookProcess(new ThreadStarter(), OperatorRoot.SYSTEM);
    for (String globals :
        new String[] {
          "",
          "proxy protocol = yes\nproxy protocol hosts = 127.0.0.1\n",
          "motd file = /motd\nreverse lookup = no\ntimeout = 5\n",
          "proxy protocol = yes\nproxy protocol hosts = 192.0.2.1\n"
        }) {
      services.add(services(config(globals), log, requests, hooks));
    }
  }

  @Override
  public String name() {
    return "daemon-greeting";
  }

  @Override
  public List<String> decoder() {
    return List.of(
        "HandshakeChannel.java",
        "ArgumentReader.java",
        "Greeting.java",
        "Authenticator.java",
        "SecludedArguments.java");
  }

  private static DaemonConfig config(String globals) {
    ConfigSource source =
        new ConfigSource() {
          @Override
          public byte[] read(String path) {
            return Seed.text(globals + MODULES);
          }

          @Override
          public @Nullable List<String> list(String path) {
            return null;
          }
        };
    return new ConfigLoader(source, "conf", List.of(), name -> null).load();
  }

  /** Says the input, and the answer to the last challenge where that is asked for. */
  private static final class Peer implements Transport {
    private final byte[] said;
    private final int step;
    private int at;
    private byte[] answer = {};
    private int answered;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    Peer(byte[] said, int step) {
      this.said = said;
      this.step = step;
    }

    @Override
    public int read(byte[] buffer, int offset, int length, long idleMillis) {
      while (answered == answer.length) {
        if (at == said.length) {
          return -1;
        }
        if (said[at] != ANSWER) {
          return copy(buffer, offset, Math.min(length, step));
        }
        at++;
        answer = answer();
        answered = 0;
      }
      int n = Math.min(length, answer.length - answered);
      System.arraycopy(answer, answered, buffer, offset, n);
      answered += n;
      return n;
    }

    /** Says the next of the input, up to where an answer is to stand. */
    private int copy(byte[] buffer, int offset, int most) {
      int n = 0;
      while (n < most && at < said.length && said[at] != ANSWER) {
        buffer[offset + n++] = said[at++];
      }
      return n;
    }

    private byte[] answer() {
      String text = heard.toString(ISO_8859_1);
      int challenge = text.lastIndexOf(CHALLENGE);
      if (challenge < 0) {
        return new byte[0];
      }
      String asked = text.substring(challenge + CHALLENGE.length()).strip();
      return Seed.text(AuthDigest.SHA512.response(Seed.text("pw"), asked));
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      heard.write(buffer, offset, length);
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {}
  }

  private static final class NoAccounts implements Accounts {
    @Override
    public @Nullable Integer userId(String name) {
      return switch (name) {
        case "nobody" -> 65534;
        case "dan" -> 7;
        default -> null;
      };
    }

    @Override
    public @Nullable Integer groupId(String name) {
      return switch (name) {
        case "nogroup" -> 65534;
        case "team" -> 8;
        default -> null;
      };
    }

    @Override
    public int @Nullable [] groupsOf(int userId) {
      return userId == 7 ? new int[] {8} : null;
    }

    @Override
    public @Nullable String groupName(int groupId) {
      return groupId == 8 ? "team" : null;
    }
  }

  private static final class NoNames implements HostLookup {
    @Override
    public String nameOf(InetAddress address) {
      return UNKNOWN;
    }

    @Override
    public @Nullable List<InetAddress> addressesOf(String name) {
      return null;
    }
  }

  /** What the log is told; that of every session is looked at. */
  private static final class Listener implements LogSink {
    private @Nullable String internal;

    @Override
    public void line(long session, String text) {}

    @Override
    public void internalError(long session, String text) {
      internal = text;
    }
  }

  /** What outlives an execution, as it outlives a session of a daemon. */
  private static SessionServices services(
      DaemonConfig config, Listener log, List<TransferRequest> requests, HookProcess hooks) {
    byte[] secrets = Seed.text("ann:pw\nben:pw\n@team:pw\neve:pw\n");
    SecretSource source =
        path ->
            new SecretSource.Opened(
                path.equals("/readable") ? 0644 : 0600, path.equals("/foreign") ? 7 : 0, secrets);
    Accounts accounts = new NoAccounts();
    return new SessionServices(
        () -> config,
        path -> Seed.text("Hello\n"),
        new NoNames(),
        new Authenticator(accounts, source, true),
        accounts,
        (lockFile, max) -> () -> {},
        module -> log,
        (request, transport, use) -> {
          requests.add(request);
          return new TransferResult(0, 1, 2, 3);
        },
        hooks,
        false,
        0);
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    int kind = choices.number();
    SessionServices service = services.get(kind % services.size());
    Peer peer = new Peer(choices.rest(), 1000);
    requests.clear();
    log.internal = null;
    try (DaemonSession session =
        new DaemonSession(service, OBSERVER, 1, InetAddress.getLoopbackAddress(), peer)) {
      if ((kind & TLS) != 0) {
        session.speakTls(BareTls::new);
      }
      if (session.handshake()) {
        session.transfer(ThreadUse.OWN);
      }
    }
    if (log.internal != null) {
      throw new AssertionError(log.internal);
    }
    if (peer.heard.size() > MOST_SAID) {
      throw new AssertionError(peer.heard.size() + " bytes were said");
    }
    for (TransferRequest request : requests) {
      check(request, peer.heard.toString(ISO_8859_1), (kind & TLS) != 0);
    }
  }

  /**
   * A module with users is entered by those who answered the challenge, and nobody else; one that
   * is for TLS only is not entered without it.
   */
  private static void check(TransferRequest request, String heard, boolean tls) {
    String module = request.module().name();
    if (ArgumentReader.request(request.arguments()).length() > 1024 + 5120) {
      throw new AssertionError("a long request");
    }
    boolean guarded = module.equals("closed") || module.equals("strong");
    if (SHUT.contains(module) || (module.equals("closed") && request.user().equals("eve"))) {
      throw new AssertionError(module + " was entered");
    }
    if (module.equals("secure") && !tls) {
      throw new AssertionError(module + " was entered without TLS");
    }
    if (guarded == request.user().isEmpty() || (guarded && !heard.contains(CHALLENGE))) {
      throw new AssertionError(module + " was entered by " + request.user());
    }
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Recorded side : Recorded.all()) {
      if (!side.server()) {
        String said = new String(side.beginning(), ISO_8859_1);
        seeds.add(Seed.of(0).then(side.beginning()).bytes());
        seeds.add(Seed.of(2).then(said.replaceFirst("\n[a-z]+\n", "\nopen\n")).bytes());
      }
    }
    String greeting = "@RSYNCD: 33.0 sha512 sha256 sha1 md5 md4\n";
    String arguments = "--server\0-logDtpre.iLsfxCIvu\0.\0open/\0a\\ b\0\0";
    for (String rest :
        new String[] {
          "\n",
          "#list\n",
          "#other\n",
          "missing\n",
          "open\n" + arguments,
          "open\n--server\0--sender\0-svre.LsfxCIvu\0.\0open/\0\0rsync\0--delete\0.\0open/x\0\0",
          "open\n--server\0--protect-args\0--no-protect-args\0-e.s\0.\0.\0\0",
          "#early_input=5\nearlyopen\n" + arguments,
          "#early_input=99999\nopen\n",
          "#early_input=x\nopen\n",
          "closed\nann \1\n" + arguments,
          "closed\nben \1\n" + arguments,
          "closed\ndan \1\n" + arguments,
          "closed\neve \1\n" + arguments,
          "closed\nann wrong\n",
          "closed\nnospace\n",
          "strong\nann \1\n" + arguments,
          "far\n" + arguments,
          "latin\n--server\0--secluded-args\0.\0\0rsync\0\u00e9\0\0",
          "nowhere\n" + arguments,
          "slots\n" + arguments,
          "any\nann \1\n" + arguments,
          "unkept\nann \1\n" + arguments,
          "read\nann \1\n" + arguments,
          "foreign\nann \1\n" + arguments,
          "secure\n" + arguments,
          "open\n" + "x\0".repeat(16_100),
          "open\n" + "x".repeat(6000) + "\0\0",
          "x".repeat(2000) + "\n"
        }) {
      seeds.add(Seed.of(0).then(greeting + rest).bytes());
    }
    for (String first :
        new String[] {
          "@RSYNCD: 29\n",
          "@RSYNCD: 28.0\n",
          "@RSYNCD: 27.0\n",
          "@RSYNCD: 30\n",
          "@RSYNCD: 31.14\n",
          "@RSYNCD: 32.0\n",
          "@RSYNCD: -1.0 md4\n",
          "@RSYNCD: +31.99999999999 md5\n",
          "@RSYNCD: 99999999999.0 sha1\n",
          "@RSYNCD: 31.0 none of ours\n",
          "GET / HTTP/1.0\r\n",
          "@RSYNCD:\n"
        }) {
      seeds.add(Seed.of(0).then(first + "closed\nann \1\n--server\n.\nopen/\n\n").bytes());
      seeds.add(Seed.of(0).then(first + "strong\nann \1\n").bytes());
    }
    String inside = greeting + "secure\n" + arguments;
    for (int kind : new int[] {TLS, TLS | 1, TLS | 2}) {
      String proxy = kind == (TLS | 1) ? "PROXY TCP4 192.0.2.7 127.0.0.1 1 1\r\n" : "";
      seeds.add(
          Seed.of(kind)
              .then(proxy)
              .then(BareTls.HELLO, 23, 3, 3, 0, inside.length())
              .then(inside)
              .bytes());
      seeds.add(Seed.of(kind).then(proxy).then("not TLS").bytes());
      seeds.add(Seed.of(kind).then(proxy).bytes());
      seeds.add(Seed.of(kind).then(proxy).then(BareTls.HELLO, 23, 3, 3, 255, 255).bytes());
    }
    seeds.add(Seed.of(1).then("PROXY TCP4 192.0.2.7 127.0.0.1 1 1\r\n" + greeting + "\n").bytes());
    seeds.add(Seed.of(1).then("PROXY nothing\r\n").bytes());
    seeds.add(Seed.of(3).then("PROXY TCP4 192.0.2.7 127.0.0.1 1 1\r\n" + greeting).bytes());
    return seeds;
  }

  /** Jazzer takes some thousand bytes each time that an argument is compared with an option. */
  @Override
  public long allocation(int inputLength) {
    return (16 << 20) + 10_000L * inputLength;
  }
}
