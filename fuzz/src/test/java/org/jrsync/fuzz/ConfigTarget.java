package org.jrsync.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.ConfigLoader;
import org.jrsync.daemon.config.ConfigSource;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code rsyncd.conf}, in up to three files that a NUL parts: includes, variables, every value. */
final class ConfigTarget implements Target {
  @Override
  public String name() {
    return "rsyncd-conf";
  }

  @Override
  public List<String> decoder() {
    return List.of(
        "ConfigReader.java",
        "ConfigLoader.java",
        "ConfigBuilder.java",
        "ValueReader.java",
        "Values.java",
        "VariableExpander.java",
        "ListValue.java",
        "NearestName.java");
  }

  /** The main file, and a folder with two more. */
  private static final class Files implements ConfigSource {
    private static final int MOST_READS = 200;
    private final byte[][] files = new byte[3][];
    private int reads;

    Files(byte[] all) {
      int from = 0;
      for (int i = 0; i < files.length; i++) {
        int end = from;
        while (end < all.length && (all[end] != 0 || i == files.length - 1)) {
          end++;
        }
        files[i] = Arrays.copyOfRange(all, Math.min(from, all.length), end);
        from = Math.min(end + 1, all.length);
      }
    }

    @Override
    public byte[] read(String path) {
      // Files that include each other are an operator's own; they must still end.
      if (++reads > MOST_READS) {
        throw new ConfigException("too many files");
      }
      return switch (path) {
        case "conf" -> files[0];
        case "d/a.conf", "d/b.inc" -> files[1];
        case "d/c.conf" -> files[2];
        default -> throw new ConfigException("unable to open config file \"" + path + "\"");
      };
    }

    @Override
    public @Nullable List<String> list(String path) {
      return path.equals("d") ? List.of("c.conf", "a.conf", "b.inc", "d") : null;
    }
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    int kind = choices.number();
    List<String> overrides = new ArrayList<>();
    if ((kind & 1) != 0) {
      overrides.add(new String(choices.take(choices.below(32)), ISO_8859_1));
    }
    DaemonConfig config =
        new ConfigLoader(
                new Files(choices.rest()),
                "conf",
                overrides,
                name -> name.equals("HOME") ? "/root" : null)
            .load();
    for (ModuleConfig module : config.modules()) {
      for (Parameter p : Parameter.values()) {
        read(module, p);
      }
      if (config.module(module.name()) == null) {
        throw new AssertionError("module " + module.name());
      }
    }
    if (config.wantsNames() && config.modules().isEmpty() && !config.defaults().reverseLookup()) {
      throw new AssertionError("names of nobody");
    }
  }

  private static void read(ModuleConfig module, Parameter p) {
    switch (p.type()) {
      case INTEGER -> module.number(p);
      case BOOLEAN -> module.flag(p);
      case TEXT, PATH, COMMAND -> module.text(p);
      default -> module.name();
    }
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (Parameter p : Parameter.values()) {
      for (String value :
          new String[] {"yes", "7", "/a/ b/", "%HOME%/x %RSYNC_USER_NAME%", "-1", ""}) {
        String line = p.label() + " = " + value + "\n";
        seeds.add(Seed.of(0).then(line + "[m]\npath = /m\n" + line).bytes());
      }
      seeds.add(
          Seed.of(1, 20)
              .then((p.label() + "=  1").concat(" ".repeat(20)).substring(0, 20))
              .then("[m]\n")
              .bytes());
    }
    for (String text :
        new String[] {
          "&include d\n[x]\npath=/\n\0[a]\npath = /a\n\0uid = 0\n[c]\n",
          "&merge d\n\0uid = root\n\0",
          "&include conf\n",
          "&include = d/a.conf\n&other x\n\0use chroot = maybe\n",
          "&merge nothing\n",
          "[global]\nport = 1\n[ a  b ]\nco\\\n  mment = x \\\n y\n; c\n# c\n\\\n[a b]\nuid=5\n",
          "[]\n",
          "[open\n",
          "[x\\\ny]\n",
          "[x",
          "= value\n",
          "name\n",
          "name \\\n more = 1\nname",
          "[a/b]\n",
          "[m]\nport = 5\nhosts allow = @group\nmax conections = 3\nuse_chroot = 0\nusechroot=1\n",
          "proxy protocol = yes\n",
          "path = 5%x\n",
          "syslog facility = auth\nsyslog facility = 12\nsyslog facility = bogus\n",
          "%UNSET% = %\n-x = 3\nlog file = %A%%HOME\npath = %RSYNC_X%\n",
          "when workers are busy = perhaps\ntransfer-worker-threads = 99999\n",
          "auth users = , a b, c\nhosts deny = 1.2.3.4, x\r\n"
        }) {
      seeds.add(Seed.of(0).then(text).bytes());
    }
    return seeds;
  }

  @Override
  public long allocation(int inputLength) {
    return (32 << 20) + 20_000L * inputLength;
  }
}
