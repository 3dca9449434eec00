package org.jrsync.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jrsync.wire.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files mean. The expected lists are what rsync 3.5.1 shows for the same files. */
class ConfigLoaderTest {
  private static final String CLOSED_UP = "daemon chroot = /x\ndaemon uid = nobody\n";

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("[a]\npath=/x\ncomment = hello  world   \n", "a|hello  world"),
        Arguments.of("[ a   b ]\npath=/x\ncomment = c1 \\\n   c2\\\nc3\n", "a b|c1    c2c3"),
        Arguments.of("[a\\\nb]\npath=/x\n[c \\\n d]\npath=/y\n", "ab|,c d|"),
        Arguments.of(
            "comm ent = dflt\n[A]\npath=/x\n[b]\nCOMMENT=own\n[a]\ncomment=again\n",
            "A|again,b|own"),
        Arguments.of("[m]\nbadline\npath=/x\ncomment=ok\n", "m|ok"),
        Arguments.of("[m]\npath=/x\nfoo = 1\ncomment=#hash ; semi\n", "m|#hash ; semi"),
        Arguments.of("; c\n# d\n   # e\n[m] trailing junk\npath = /x\n\\ comment = z\n", "m|z"),
        Arguments.of("[m]\nport = 1\npath=/x\ncomment = a\r\n", "m|a"),
        Arguments.of("[m]\npath=/x\n[global]\ncomment = late\n[n]\npath=/x\n", "m|late,n|late"),
        Arguments.of("[m]\npath=/x\ncomment=\n[n]\npath=/x\nlist=maybe\nlist=no\n", "m|"),
        Arguments.of("[m]\nname = zz\npath=/x\n", "zz|"),
        Arguments.of("[m]\npath=/x\ncomment= a \\\n", "m|a "),
        Arguments.of("[m]\npath=/x\ncomment=%HOME% %NOSUCH% %h%\n", "m|/root %NOSUCH% %h%"),
        Arguments.of("[m]\npath=/x\ncomment = x\0y=1\n[n]\npath=/\n", "m|x,n|"),
        Arguments.of("[m]\ncomment=caf\u00c3\u00a9 \u00ff\n", "m|caf\u00c3\u00a9 \u00ff"),
        Arguments.of("[m]\npath=/x\ncomment = eof no newline", "m|eof no newline"),
        Arguments.of("[m]\npath=/x\ncom\\\nment = split name\n", "m|split name"),
        Arguments.of("comment eof", ""));
  }

  @ParameterizedTest
  @MethodSource("files")
  void listsModulesAsUpstreamDoes(String text, String expected) {
    StringBuilder list = new StringBuilder();
    for (ModuleConfig module : MemoryFiles.load(text).modules()) {
      if (module.listed()) {
        list.append(list.isEmpty() ? "" : ",")
            .append(module.name())
            .append('|')
            .append(module.comment());
      }
    }
    assertThat(list.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[m/x]\npath=/x\n",
        "[]\npath=/x\n",
        "[m\npath=/x\n",
        "[m",
        "=x\n[m]\npath=/x\n",
        "&nonsense x\n",
        "&include /nowhere\n"
      })
  void refusesWhatUpstreamRefuses(String text) {
    assertThatThrownBy(() -> MemoryFiles.load(text))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SYNTAX));
  }

  @Test
  void warnsOfWhatItPassesOver() {
    DaemonConfig config =
        MemoryFiles.load(
            "[m]\npath=/x\nfoo = 1\nuse_chroot = no\nport = 7\nbad\nread only = maybe\n");

    assertThat(config.warnings())
        .containsExactly(
            "Unknown Parameter encountered: \"foo\"",
            "IGNORING unknown parameter \"foo\"",
            "Unknown Parameter encountered: \"use_chroot\"",
            "IGNORING unknown parameter \"use_chroot\"",
            "Global parameter port found in module section!",
            "Ignoring badly formed line in config file: bad",
            "Badly formed boolean in configuration file: \"maybe\".");
    assertThat(config.modules().getFirst().readOnly()).isTrue();
  }

  @Test
  void namesFileAndLineOfAnError() {
    assertThatThrownBy(() -> MemoryFiles.load("\n# x\nhosts allow = @net\n[m]\n"))
        .hasMessage(
            "conf line 3: the netgroup @net in \"hosts allow\" is not supported by this version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"early exec", "pre-xfer exec", "post-xfer exec", "name converter"})
  void aDaemonThatIsClosedUpAndSomebodyElseRunsNoPrograms(String hook) {
    String wanted =
        "conf line 4: \""
            + hook
            + "\" together with \"daemon chroot\" (conf line 1) and \"daemon uid\" (conf line 2) is not supported by this version";
    assertThatThrownBy(() -> MemoryFiles.load(CLOSED_UP + "[m]\n" + hook + " = true\n"))
        .hasMessage(wanted);
    // A default for modules that have none, wherever it stands.
    assertThatThrownBy(() -> MemoryFiles.load(CLOSED_UP + "[m]\n[global]\n" + hook + " = true\n"))
        .hasMessageContaining("\"" + hook + "\" together with");
    assertThat(MemoryFiles.load(CLOSED_UP + "[m]\n" + hook + " =\n").modules()).hasSize(1);
    for (String other :
        List.of("daemon chroot = /x\n", "daemon chroot = /x\ndaemon uid = root\n")) {
      assertThat(MemoryFiles.load(other + "[m]\n" + hook + " = x\n").modules()).hasSize(1);
    }
  }

  @Test
  void acceptsDefaultsOfParametersThatAreNotSupported() {
    DaemonConfig config = MemoryFiles.load("[m]\ninsecure links = no\nsyslog facility = daemon\n");

    assertThat(config.modules()).hasSize(1);
  }

  @Test
  void netgroupsAreRefusedByName() {
    assertThatThrownBy(() -> MemoryFiles.load("[m]\nhosts deny = 10.0.0.1, @bad\n"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("@bad");
  }

  @Test
  void everyParameterOfUpstreamIsKnownOnce() {
    assertThat(Parameter.values()).filteredOn(p -> p.state() != Parameter.State.OURS).hasSize(59);
    for (Parameter p : Parameter.values()) {
      assertThat(Parameter.named(p.label().toUpperCase(java.util.Locale.ROOT))).isEqualTo(p);
    }
  }

  @Test
  void inNamesOfOurOwnBlanksHyphensAndUnderscoresAreEqual() {
    for (String name :
        new String[] {"max sessions", "Max-Sessions", "max_sessions", "maxsessions"}) {
      assertThat(MemoryFiles.load(name + " = 7\n").number(Parameter.MAX_SESSIONS)).isEqualTo(7);
    }
    assertThat(Parameter.named("max-connections")).as("a name of rsync's").isNull();
  }

  @Test
  void theListenerIsChosenByEitherDirective() {
    assertThat(MemoryFiles.load("").listener()).isEqualTo(ListenerModel.THREADS);
    assertThat(MemoryFiles.load("use-async-listener = true\n").listener())
        .isEqualTo(ListenerModel.HYBRID);
    assertThat(MemoryFiles.load("listener = Virtual\n").listener())
        .isEqualTo(ListenerModel.VIRTUAL);
    assertThatThrownBy(() -> MemoryFiles.load("listener = fork\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("threads, hybrid and virtual");
    assertThatThrownBy(() -> MemoryFiles.load("listener = threads\nuse async listener = 1\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("contradicts");
    assertThatThrownBy(() -> MemoryFiles.load("[m]\nqueue timeout = -1\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("queue timeout");
  }

  @Test
  void readsNumbersAsLenientlyAsUpstream() {
    DaemonConfig config =
        MemoryFiles.load(
            "[m]\nmax connections = 12abc\ntimeout = -5\nmax verbosity = x\n[n]\ntimeout= 99999999999\n");

    assertThat(config.modules().getFirst().maxConnections()).isEqualTo(12);
    assertThat(config.modules().getFirst().timeout()).isEqualTo(-5);
    assertThat(config.modules().getFirst().number(Parameter.MAX_VERBOSITY)).isZero();
    assertThat(config.modules().get(1).timeout()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void keepsThreeStatesApart() {
    DaemonConfig config =
        MemoryFiles.load(
            "use chroot = yes\n[a]\n[b]\nuse chroot = unset\n[c]\nuse chroot = FALSE\n[d]\nuse chroot = -1\n");

    assertThat(config.modules().get(0).useChroot()).isTrue();
    assertThat(config.modules().get(1).useChroot()).isNull();
    assertThat(config.modules().get(2).useChroot()).isFalse();
    assertThat(config.modules().get(3).useChroot()).isNull();
  }

  @Test
  void overridesCountBetweenTheGlobalSectionAndTheModules() {
    DaemonConfig config =
        MemoryFiles.load(
            "port = 1\ncomment = file\n[a]\n[b]\ncomment = own\n", "port= 2", "comment=override");

    assertThat(config.port()).isEqualTo(2);
    assertThat(config.modules().get(0).comment()).isEqualTo("override");
    assertThat(config.modules().get(1).comment()).isEqualTo("own");
    assertThatThrownBy(() -> MemoryFiles.load("", "nonsense=1"))
        .hasMessage("Unknown parameter \"nonsense\"");
  }

  @Test
  void anIncludedFileKeepsItsDefaultsToItself() {
    DaemonConfig config =
        new MemoryFiles()
            .with("conf", "comment = main\n&include sub\n[z]\n")
            .with("sub", "comment = sub\n[s]\n")
            .loadMain();

    assertThat(config.modules().get(0).comment()).isEqualTo("sub");
    assertThat(config.modules().get(1).comment()).isEqualTo("main");
  }

  @Test
  void aMergedFileIsAsIfItStoodThere() {
    DaemonConfig config =
        new MemoryFiles()
            .with("conf", "comment = main\n&merge = sub\n[z]\n&merge inner\n")
            .with("sub", "comment = sub\n")
            .with("inner", "path = /inner\n")
            .loadMain();

    assertThat(config.modules().getFirst().comment()).isEqualTo("sub");
    assertThat(config.modules().getFirst().path()).isEqualTo("/inner");
  }

  @Test
  void aDirectoryIsReadInTheOrderOfNames() {
    DaemonConfig config =
        new MemoryFiles()
            .with("conf", "comment = main\n&include d\n")
            .with("d/b.conf", "[b]\n")
            .with("d/a.conf", "comment = from a\n[a]\n")
            .with("d/c.inc", "[c]\n")
            .loadMain();

    assertThat(config.modules().stream().map(ModuleConfig::name)).containsExactly("a", "b");
    assertThat(config.modules().get(0).comment()).isEqualTo("from a");
    assertThat(config.modules().get(1).comment()).isEqualTo("main");
  }

  @Test
  void endlessInclusionIsAnError() {
    assertThatThrownBy(() -> MemoryFiles.load("&merge conf\n"))
        .hasMessageContaining("included more than 16 deep");
  }

  @Test
  void pathsLoseTrailingSlashes() {
    DaemonConfig config = MemoryFiles.load("[a]\npath = /x/y///\n[b]\npath = /\n[c]\npath = //\n");

    assertThat(config.modules().get(0).path()).isEqualTo("/x/y");
    assertThat(config.modules().get(1).path()).isEqualTo("/");
    assertThat(config.modules().get(2).path()).isEqualTo("/");
  }

  @Test
  void modulesAreFoundByTheirExactName() {
    DaemonConfig config = MemoryFiles.load("[Data]\npath=/a\n[x]\nname = Data\npath=/b\n");

    assertThat(config.module("data")).isNull();
    assertThat(config.module("Data")).isNotNull().extracting(ModuleConfig::path).isEqualTo("/b");
  }

  private static final Map<String, String> SESSION =
      Map.of(
          "RSYNC_MODULE_NAME", "m",
          "RSYNC_HOST_NAME", "host.example",
          "RSYNC_HOST_ADDR", "192.0.2.7",
          "RSYNC_USER_NAME", "%HOME%",
          "RSYNC_MODULE_PATH", "/srv/m");

  private static ModuleConfig module(String lines) {
    return MemoryFiles.load("[m]\n" + lines).modules().getFirst();
  }

  @Test
  void variablesOfSessionsAreFilledInWhenTextsAreLookedAt() {
    ModuleConfig module =
        module(
            """
            path = %HOME%/%RSYNC_USER_NAME%/
            hosts allow = %RSYNC_HOST_NAME% %RSYNC_USER_NAME%
            temp dir = %RSYNC_MODULE_PATH%/tmp
            comment = %RSYNC_HOST_ADDR%
            max connections = %RSYNC_HOST_ADDR%
            read only = %RSYNC_USER_NAME%
            """);
    assertThat(module.path()).isEqualTo("/root/%RSYNC_USER_NAME%");
    assertThat(module.varies(Parameter.PATH)).isTrue();
    assertThat(module.maxConnections()).isZero();
    assertThat(module.readOnly()).isTrue();

    Map<String, String> first = new HashMap<>(SESSION);
    first.remove("RSYNC_USER_NAME");
    ModuleConfig access = module.at(Moment.ACCESS, first);
    assertThat(access.text(Parameter.HOSTS_ALLOW)).isEqualTo("host.example %RSYNC_USER_NAME%");
    assertThat(access.path()).isEqualTo("/root/%RSYNC_USER_NAME%");

    // What a value holds is not looked at again.
    ModuleConfig last = access.at(Moment.IDENTITY, SESSION).at(Moment.TRANSFER, SESSION);
    assertThat(last.path()).isEqualTo("/root/%HOME%");
    assertThat(last.text(Parameter.HOSTS_ALLOW)).isEqualTo("host.example %RSYNC_USER_NAME%");
    assertThat(last.text(Parameter.TEMP_DIR)).isEqualTo("/srv/m/tmp");
    assertThat(last.comment()).isEqualTo("%RSYNC_HOST_ADDR%");
    assertThat(last.varies(Parameter.COMMENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "/etc"})
  void noClientsValueLeadsAPathElsewhere(String value) {
    Map<String, String> session = new HashMap<>(SESSION);
    session.put("RSYNC_USER_NAME", value);
    ModuleConfig path = module("path = /home/%RSYNC_USER_NAME%");

    assertThatThrownBy(() -> path.at(Moment.IDENTITY, session))
        .hasMessage("\"path\" is not to be made of %RSYNC_USER_NAME%, which is " + value);
    ModuleConfig uid = module("uid = %RSYNC_USER_NAME%");
    assertThat(uid.at(Moment.IDENTITY, session).text(Parameter.UID)).isEqualTo(value);
    ModuleConfig log = module("log file = /var/log/%RSYNC_USER_NAME%");
    assertThatThrownBy(() -> log.at(Moment.TRANSFER, session)).hasMessageContaining("log file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "x +", "x\ty", "!", "*", "a?", "[a", "a]", "\\"})
  void noClientsValueChangesRules(String value) {
    Map<String, String> session = new HashMap<>(SESSION);
    session.put("RSYNC_HOST_NAME", value);
    for (String rules :
        List.of(
            "filter = merge /etc/x/%RSYNC_HOST_NAME%",
            "include = /%RSYNC_HOST_NAME%/", "exclude = secret-%RSYNC_HOST_NAME%")) {
      assertThatThrownBy(() -> module(rules).at(Moment.TRANSFER, session))
          .hasMessageEndingWith(" is not to be made of %RSYNC_HOST_NAME%, which is " + value);
    }
  }

  @Test
  void aPlainNameMayStandInRules() {
    ModuleConfig module = module("filter = merge /etc/x/%RSYNC_USER_NAME%");
    Map<String, String> session = new HashMap<>(SESSION);
    session.put("RSYNC_USER_NAME", "ann.o'neil-2@example.org");
    assertThat(module.at(Moment.TRANSFER, session).text(Parameter.FILTER))
        .isEqualTo("merge /etc/x/ann.o'neil-2@example.org");
  }

  @Test
  void aTextThatGetsTooLongIsOfNoUse() {
    ModuleConfig module = module("path = /%RSYNC_USER_NAME%");
    Map<String, String> session = new HashMap<>(SESSION);
    session.put("RSYNC_USER_NAME", "x".repeat(2048 + 17));
    assertThat(module.at(Moment.IDENTITY, session).path()).hasSize(2048 + 18);
    session.put("RSYNC_USER_NAME", "x".repeat(2048 + 18));
    assertThatThrownBy(() -> module.at(Moment.IDENTITY, session)).hasMessageContaining("too long");
  }
}
