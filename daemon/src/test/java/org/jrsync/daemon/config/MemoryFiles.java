package org.jrsync.daemon.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configuration files in memory. */
public final class MemoryFiles implements ConfigSource {

  private final Map<String, byte[]> files = new HashMap<>();

  public MemoryFiles with(String path, String content) {
    files.put(path, content.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  @Override
  public byte[] read(String path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new ConfigException("unable to open config file \"" + path + "\"");
    }
    return content;
  }

  @Override
  public @Nullable List<String> list(String path) {
    if (files.containsKey(path)) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (String file : files.keySet()) {
      if (file.startsWith(path + "/")) {
        names.add(file.substring(path.length() + 1));
      }
    }
    if (names.isEmpty()) {
      throw new ConfigException("unable to stat config file \"" + path + "\"");
    }
    return names;
  }

  /** Reads a configuration from this text alone. */
  public static DaemonConfig load(String text, String... overrides) {
    return new MemoryFiles().with("conf", text).loadMain(overrides);
  }

  /** Reads the file {@code conf}. */
  public DaemonConfig loadMain(String... overrides) {
    return new ConfigLoader(
            this, "conf", List.of(overrides), name -> name.equals("HOME") ? "/root" : null)
        .load();
  }
}
