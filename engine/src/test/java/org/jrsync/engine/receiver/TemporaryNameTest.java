package org.jrsync.engine.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.junit.jupiter.api.Test;

class TemporaryNameTest {
  private static final byte[] PATH = "dir/name".getBytes(US_ASCII);

  private final Set<String> tried = new HashSet<>();

  private String make(byte[] name, int taken, int errno) {
    String text = new String(name, US_ASCII);
    tried.add(text);
    if (tried.size() <= taken) {
      throw new PosixException(errno, "open");
    }
    return text;
  }

  @Test
  void namesThatAreTakenArePassedOver() throws TemporaryName.Failure {
    String made = TemporaryName.beside(PATH, name -> make(name, 5, Errno.EEXIST));
    assertThat(tried).hasSize(6).allMatch(name -> name.matches("dir/\\.name\\.[A-Za-z0-9]{6}"));
    assertThat(tried).contains(made);
  }

  @Test
  void namesElsewhereHaveNoDotBefore() throws TemporaryName.Failure {
    assertThat(TemporaryName.<String>elsewhere(PATH, name -> make(name, 0, 0)))
        .matches("name\\.[A-Za-z0-9]{6}");
  }

  @Test
  void theSearchComesToAnEnd() {
    assertThatThrownBy(
            () -> TemporaryName.beside(PATH, name -> make(name, Integer.MAX_VALUE, Errno.EEXIST)))
        .isInstanceOfSatisfying(
            TemporaryName.Failure.class,
            failure -> {
              assertThat(failure.errno()).isEqualTo(Errno.EEXIST);
              assertThat(tried).contains(new String(failure.name(), US_ASCII));
            });
    assertThat(tried).hasSizeBetween(50, 200);
  }

  @Test
  void anotherFailureEndsItAtOnce() {
    assertThatThrownBy(() -> TemporaryName.beside(PATH, name -> make(name, 1, Errno.EACCES)))
        .isInstanceOfSatisfying(
            TemporaryName.Failure.class,
            failure -> assertThat(failure.errno()).isEqualTo(Errno.EACCES));
    assertThat(tried).hasSize(1);
  }
}
