package org.jrsync.daemon.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where configuration files come from: the file system with its trust rules, or a test's memory.
 */
public interface ConfigSource {

  /**
   * The bytes of a file.
   *
   * @param path a text of bytes
   * @throws ConfigException when it cannot be read or must not be trusted
   */
  byte[] read(String path);

  /**
   * The names in a directory, in any order, or null when {@code path} is a regular file.
   *
   * @throws ConfigException when there is nothing of either kind
   */
  @Nullable List<String> list(String path);
}
