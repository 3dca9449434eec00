package org.jrsync.daemon.session;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jrsync.daemon.access.HostAccess;
import org.jrsync.daemon.access.HostLookup;
import org.jrsync.daemon.access.LookupTimeoutException;
import org.jrsync.daemon.auth.Authenticator;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Moment;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.hook.HookException;
import org.jrsync.daemon.hook.ModuleHooks;
import org.jrsync.daemon.metrics.SessionEnd;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.SecludedArguments;
import org.jrsync.posix.AddressText;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.AuthDigest;
import org.jrsync.wire.Greeting;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;

/**
 * Everything between a client and the daemon before files are touched: greeting, module, access,
 * authentication, arguments. It takes no module's identity and may run on any kind of thread.
 */
final class Handshake {

  /** Bytes of the greeting and of the module's line. */
  private static final int FIRST_LINE = 1024;

  /** A client needs to have spoken before it hears that it is refused. */
  private static final int SECONDS_OF_REFUSED = 10;

  private static final String EARLY_INPUT = "#early_input=";
  private static final int MAX_EARLY_INPUT = Protocol.MAX_LINE;

  private final SessionServices services;
  private final HandshakeChannel channel;
  private final Consumer<InetAddress> known;
  private final SessionLog log;
  private final DaemonConfig config;
  private final Supplier<@Nullable TurnedAway> turnedAway;
  private final SessionProgress progress;
  private @Nullable String name;
  private byte[] earlyInput = {};

  /** What parameters and hooks may know of the session, by name. */
  private final Map<String, String> variables = new HashMap<>();

  private InetAddress address;
  private Client client;
  private boolean greeted;

  /**
   * Why a client is refused whatever it asks for.
   *
   * @param end as what the session is counted
   * @param logged the line of the log
   * @param answer what the client is told after {@code @ERROR: }
   * @param atOnce whether it is told before it has said a word, and perhaps does not hear it
   */
  record TurnedAway(SessionEnd end, String logged, String answer, boolean atOnce) {}

  /**
   * @param address the other end's, which is a proxy's where the configuration says so
   * @param known told the client's own address once, as soon as that is certain
   * @param turnedAway asked after that
   */
  Handshake(
      SessionServices services,
      DaemonConfig config,
      HandshakeChannel channel,
      InetAddress address,
      Consumer<InetAddress> known,
      SessionLog log,
      Supplier<@Nullable TurnedAway> turnedAway,
      SessionProgress progress) {
    this.progress = progress;
    this.turnedAway = turnedAway;
    this.services = services;
    this.config = config;
    this.channel = channel;
    this.address = address;
    this.known = known;
    this.client = new Client(address, HostLookup.UNDETERMINED);
    this.log = log;
  }

  /**
   * Says the daemon's part, as the first thing on a new connection, whose buffers take it; nothing
   * where a proxy or TLS has to come first.
   *
   * @return whether it was said
   */
  boolean greet() throws IOException {
    if (!config.proxied()) {
      known.accept(address);
      if (!channel.expectsTls()) {
        sayGreeting();
      }
    }
    return greeted;
  }

  private void sayGreeting() throws IOException {
    channel.write(Greeting.ours(Protocol.NEWEST).line());
    greeted = true;
  }

  /**
   * Finds out who the client is, and shows it the message of the day. Its deadline begins.
   *
   * @return whether it goes on; false for one that may not speak for others, and is told nothing
   */
  boolean welcome() throws IOException {
    channel.allow(config.number(Parameter.HANDSHAKE_TIMEOUT));
    shorten(config.defaults());
    if (leavesAtOnce() || (!greeted && !arrive())) {
      return false;
    }
    boolean named = config.defaults().reverseLookup();
    client = new Client(address, named ? name() : HostLookup.UNDETERMINED);
    log.accept("connect from " + client.shown());
    String motd = config.motdFile();
    if (!motd.isEmpty()) {
      channel.write(services.motd().read(motd));
      channel.write("\n");
    }
    return true;
  }

  /** What has to come before the greeting; false where the client is not to be served. */
  private boolean arrive() throws IOException {
    Arrival arrival = new Arrival(services.lookup(), config, channel, log, progress);
    if (config.proxied()) {
      InetAddress given = arrival.hearProxy(address);
      if (given == null) {
        return false;
      }
      address = given;
      known.accept(given);
      if (leavesAtOnce()) {
        return false;
      }
    }
    if (channel.expectsTls() && !arrival.secure(address)) {
      return false;
    }
    sayGreeting();
    return true;
  }

  /** Whoever will be refused has little time for its first words, or none. */
  private boolean leavesAtOnce() throws IOException {
    TurnedAway refusal = turnedAway.get();
    if (refusal == null) {
      return false;
    }
    if (!refusal.atOnce()) {
      channel.shorten(SECONDS_OF_REFUSED);
      return false;
    }
    log.accept(refusal.logged());
    if (greeted) {
      refuse(refusal.end(), refusal.answer());
    } else {
      progress.endsAs(refusal.end());
    }
    return true;
  }

  /** How long the client may take for its first word, in milliseconds; -1 for ever. */
  long patienceMillis() {
    return channel.patienceMillis();
  }

  /**
   * Goes through with the rest.
   *
   * @return the transfer that the client is owed, or null when it has had what it came for or was
   *     refused
   * @throws RsyncException when the client exceeds a limit
   */
  @Nullable ReadySession run() throws IOException {
    Greeting greeting = clientsGreeting();
    String wanted = greeting == null ? null : line();
    if (greeting == null || wanted == null) {
      return null;
    }
    if (wanted.startsWith(EARLY_INPUT)) {
      wanted = afterEarlyInput(wanted);
      if (wanted == null) {
        return null;
      }
    }
    TurnedAway refusal = turnedAway.get();
    if (refusal != null) {
      log.accept(refusal.logged());
      refuse(refusal.end(), refusal.answer());
      return null;
    }
    if (wanted.isEmpty() || wanted.equals("#list")) {
      log.accept("module-list request from " + client.shown());
      list(greeting.common(Protocol.NEWEST));
      progress.endsAs(SessionEnd.LISTED);
      return null;
    }
    if (wanted.startsWith("#")) {
      refuse(SessionEnd.PROTOCOL, "Unknown command '" + wanted + "'");
      return null;
    }
    ModuleConfig module = config.module(wanted);
    if (module == null) {
      log.accept("unknown module '" + wanted + "' tried from " + client.shown());
      refuse(SessionEnd.UNKNOWN_MODULE, "Unknown module '" + wanted + "'");
      return null;
    }
    return enter(module, greeting, client);
  }

  private @Nullable Greeting clientsGreeting() throws IOException {
    String line = line();
    if (line == null) {
      return null;
    }
    try {
      return Greeting.parse(line.getBytes(StandardCharsets.ISO_8859_1), false);
    } catch (RsyncException e) {
      progress.endsAs(SessionEnd.PROTOCOL);
      log.accept("protocol startup error of " + client.shown());
      channel.write(e.getMessage() + "\n");
      return null;
    }
  }

  /** The next of the first lines; null for a client that has gone, or is to go. */
  private @Nullable String line() throws IOException {
    String line = channel.readLine(FIRST_LINE);
    if (line == null && !channel.ended()) {
      progress.endsAs(SessionEnd.PROTOCOL);
      log.accept(
          "no line of the protocol from "
              + client.shown()
              + ": it has a NUL or more than "
              + (FIRST_LINE - 1)
              + " bytes");
    }
    return line;
  }

  /** Takes the input for a hook that the module may have; null when the client is to go. */
  private @Nullable String afterEarlyInput(String announcement) throws IOException {
    int length = leadingNumber(announcement.substring(EARLY_INPUT.length()));
    if (length <= 0 || length > MAX_EARLY_INPUT) {
      refuse(SessionEnd.PROTOCOL, "invalid early_input length");
      return null;
    }
    byte[] input = channel.readBytes(length);
    if (input == null) {
      return null;
    }
    earlyInput = input;
    return line();
  }

  private static int leadingNumber(String text) {
    int number = 0;
    for (int i = 0; i < text.length() && number <= MAX_EARLY_INPUT; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        break;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private void list(int protocol) throws IOException {
    StringBuilder text = new StringBuilder();
    for (ModuleConfig module : config.modules()) {
      if (module.listed()) {
        text.append(module.name());
        for (int i = module.name().length(); i < 15; i++) {
          text.append(' ');
        }
        text.append('\t').append(module.comment()).append('\n');
      }
    }
    if (protocol >= 25) {
      text.append("@RSYNCD: EXIT\n");
    }
    channel.write(text.toString());
  }

  private @Nullable ReadySession enter(ModuleConfig wanted, Greeting greeting, Client first)
      throws IOException {
    Client client = first;
    if (client.host().equals(HostLookup.UNDETERMINED) && wanted.reverseLookup()) {
      client = client.named(name());
    }
    variables.put("RSYNC_MODULE_NAME", wanted.name());
    // Rules that look for names may find another, which the variable does not get.
    variables.put("RSYNC_HOST_NAME", client.host());
    variables.put("RSYNC_HOST_ADDR", client.addressText());
    ModuleConfig module;
    try {
      module = filled(wanted, Moment.ACCESS);
    } catch (ModuleRefusedException e) {
      log.accept(e.getMessage());
      refuse(SessionEnd.MODULE, e.answer());
      return null;
    }
    HostAccess.Decision access = decide(module, client);
    client = client.named(access.host());
    if (!access.allowed()) {
      log.accept("rsync denied on module " + module.name() + " from " + client.shown());
      refuse(
          SessionEnd.ACCESS,
          module.listed()
              ? "access denied to " + module.name() + " from " + client.shown()
              : "Unknown module '" + module.name() + "'");
      return null;
    }
    if (module.flag(Parameter.TLS_ONLY) && channel.tlsSession() == null) {
      log.accept("module " + module.name() + " is for TLS only: refused " + client.shown());
      refuse(SessionEnd.ACCESS, "module " + module.name() + " is served over TLS only");
      return null;
    }
    log.accept("rsync allowed access on module " + module.name() + " from " + client.shown());
    int protocol = greeting.common(Protocol.NEWEST);
    if (protocol < Protocol.OLDEST) {
      log.accept("protocol " + protocol + " of " + client.shown() + " is too old");
      refuse(
          SessionEnd.PROTOCOL, "protocol " + protocol + " is older than any that is spoken here");
      return null;
    }
    SlotTable.Slot slot = admit(module, client);
    if (slot == null) {
      return null;
    }
    try {
      ReadySession ready = proceed(module, greeting, client, slot);
      if (ready != null) {
        slot = null;
      }
      return ready;
    } finally {
      if (slot != null) {
        slot.close();
      }
    }
  }

  private SlotTable.@Nullable Slot admit(ModuleConfig module, Client client) throws IOException {
    int max = module.maxConnections();
    if (max == 0) {
      return () -> {};
    }
    String lockFile = module.text(Parameter.LOCK_FILE);
    int queue = module.number(Parameter.MAX_QUEUED_CONNECTIONS);
    int seconds = module.number(Parameter.QUEUE_TIMEOUT);
    try {
      channel.suspendDeadline();
      SlotTable.Slot slot =
          services
              .slots()
              .await(
                  lockFile,
                  max,
                  queue,
                  Duration.ofSeconds(seconds),
                  before -> {
                    progress.queued();
                    log.accept(
                        "max connections ("
                            + max
                            + ") reached: "
                            + client.shown()
                            + " waits behind "
                            + before
                            + " (max queued connections "
                            + queue
                            + ")");
                  });
      channel.resume();
      if (slot == null) {
        SlotTable.Use use = services.slots().use(lockFile);
        log.accept(
            "max connections ("
                + max
                + ") reached: refused "
                + client.shown()
                + ", "
                + use.active()
                + " active here, "
                + use.waiting()
                + " waiting");
        refuse(
            SessionEnd.MAX_CONNECTIONS, "max connections (" + max + ") reached -- try again later");
      }
      return slot;
    } catch (PosixException e) {
      log.accept(
          "rsync: [Receiver] failed to open lock file " + lockFile + ": " + e.numberedReason());
      refuse(SessionEnd.MODULE, "failed to open lock file");
      return null;
    } finally {
      progress.goesOn();
    }
  }

  private @Nullable ReadySession proceed(
      ModuleConfig entered, Greeting greeting, Client client, SlotTable.Slot slot)
      throws IOException {
    shorten(entered);
    Authenticator.Granted granted = authenticate(entered, greeting, client);
    if (granted == null) {
      refuse(SessionEnd.AUTHENTICATION, "auth failed on module " + entered.name());
      return null;
    }
    channel.suspendDeadline();
    ModuleRoot root = null;
    try {
      variables.put("RSYNC_USER_NAME", granted.user());
      ModuleConfig granting = filled(entered, Moment.IDENTITY);
      ModuleIdentity identity =
          ModuleIdentity.of(granting, services.accounts(), services.root(), services.ownUser());
      ModulePaths paths = ModulePaths.of(granting, services.root());
      variables.put("RSYNC_MODULE_PATH", paths.whole());
      ModuleConfig module = filled(granting, Moment.TRANSFER);
      log.moveTo(services.logs().lease(module));
      root =
          services
              .transfers()
              .open(
                  module.name(),
                  paths,
                  TimeUnit.SECONDS.toNanos(config.number(Parameter.HANDSHAKE_TIMEOUT)));
      ModuleHooks hooks = hooks(module);
      if (hooks != null && !hooks.early(earlyInput)) {
        log.accept("early exec failed");
        refuse(SessionEnd.MODULE, "early exec failed");
        return null;
      }
      channel.resume();
      channel.write("@RSYNCD: OK\n");
      int protocol = greeting.common(Protocol.NEWEST);
      List<byte[]> arguments = ArgumentReader.read(channel, protocol >= 30, true);
      if (arguments == null) {
        return null;
      }
      List<byte[]> asSent = arguments;
      boolean secluded = SecludedArguments.announcedBy(arguments);
      if (secluded) {
        List<byte[]> second = ArgumentReader.read(channel, true, false);
        if (second == null) {
          return null;
        }
        second = Iconv.received(second, charset(module));
        arguments = SecludedArguments.join(arguments, second);
        asSent = new ArrayList<>(asSent);
        asSent.addAll(second.subList(Math.min(1, second.size()), second.size()));
      }
      channel.suspendDeadline();
      if (hooks != null) {
        hooks.begin(ArgumentReader.request(arguments), asSent);
      }
      Boolean userReadOnly = granted.readOnly();
      ReadySession ready =
          new ReadySession(
              services,
              channel,
              slot,
              new TransferRequest(
                  module,
                  userReadOnly == null ? module.readOnly() : userReadOnly,
                  client,
                  granted.user(),
                  protocol,
                  greeting.protocol(),
                  identity,
                  paths,
                  root,
                  arguments,
                  secluded,
                  hooks,
                  log));
      root = null;
      return ready;
    } catch (ModuleRefusedException e) {
      log.accept(e.getMessage());
      refuse(SessionEnd.MODULE, e.answer());
      return null;
    } catch (HookException e) {
      // As with rsync, the client is not told what the operator's commands are about.
      progress.endsAs(SessionEnd.MODULE);
      log.accept(e.getMessage() + "");
      return null;
    } finally {
      if (root != null) {
        root.close();
      }
    }
  }

  /** The charset of the module's names, null where it has none that is known. */
  private static @Nullable NameCharset charset(ModuleConfig module) {
    String name = module.text(Parameter.CHARSET);
    return name.isEmpty() ? null : Iconv.find(name);
  }

  /** The module's hooks, if it has any; what has to run at the session's end runs from now on. */
  private @Nullable ModuleHooks hooks(ModuleConfig module) {
    if (!ModuleHooks.any(module)) {
      return null;
    }
    ModuleHooks hooks = new ModuleHooks(module, variables, log.session(), services.hooks());
    progress.runs(hooks);
    return hooks;
  }

  private ModuleConfig filled(ModuleConfig module, Moment moment) {
    try {
      return module.at(moment, variables);
    } catch (ConfigException e) {
      throw new ModuleRefusedException(
          "module " + module.name() + ": " + e.getMessage(),
          "daemon security issue -- contact admin");
    }
  }

  private Authenticator.@Nullable Granted authenticate(
      ModuleConfig module, Greeting greeting, Client client) throws IOException {
    if (module.text(Parameter.AUTH_USERS).isEmpty()) {
      return new Authenticator.Granted("", null);
    }
    Authenticator authenticator = services.authenticator();
    AuthDigest digest;
    try {
      digest = AuthDigest.forServer(greeting.digests(), greeting.common(Protocol.NEWEST));
    } catch (RsyncException e) {
      channel.write(e.getMessage() + "\n");
      throw e;
    }
    if (!authenticator.allows(module, digest, client.shown(), log)) {
      return null;
    }
    String challenge = authenticator.challenge(digest);
    channel.write("@RSYNCD: AUTHREQD " + challenge + "\n");
    String answer = channel.readLine(Protocol.MAX_LINE);
    return authenticator.judge(module, digest, challenge, answer, client.shown(), log);
  }

  private String name() {
    String known = name;
    if (known == null) {
      known = look();
      name = known;
    }
    return known;
  }

  private String look() {
    channel.suspendDeadline();
    try {
      String found = services.lookup().nameOf(address);
      if (found.equals(HostLookup.UNKNOWN)) {
        log.accept("name lookup failed for " + AddressText.of(address));
      }
      return found;
    } catch (LookupTimeoutException e) {
      log.accept("name lookup timed out for " + AddressText.of(address));
      return HostLookup.UNKNOWN;
    } finally {
      channel.resume();
    }
  }

  private HostAccess.Decision decide(ModuleConfig module, Client client) {
    channel.suspendDeadline();
    try {
      return new HostAccess(services.lookup(), log).decide(module, address, client.host());
    } finally {
      channel.resume();
    }
  }

  private void refuse(SessionEnd end, String text) throws IOException {
    progress.endsAs(end);
    channel.write("@ERROR: " + text + "\n");
  }

  private void shorten(ModuleConfig module) {
    if (module.timeout() > 0) {
      channel.shorten(module.timeout());
    }
  }
}
