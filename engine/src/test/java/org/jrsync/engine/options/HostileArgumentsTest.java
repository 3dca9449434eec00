package org.jrsync.engine.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that a client sends to hurt a daemon, or that others slip into a client's. */
class HostileArgumentsTest {
  private static List<byte[]> words(String... texts) {
    List<byte[]> words = new ArrayList<>();
    for (String text : texts) {
      words.add(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return words;
  }

  private static ParsedArguments ofModule(String... options) {
    List<byte[]> words = words("--server");
    words.addAll(words(options));
    words.addAll(words(".", "m/"));
    return ArgumentParser.parseForModule(words, RefuseOptions.NONE, 33);
  }

  /** The error names the option and the value, and is no longer than both. */
  @ParameterizedTest
  @ValueSource(strings = {"max-size", "min-size", "max-alloc", "bwlimit", "block-size"})
  void sizesOfAnyLengthAreRefusedInALine(String option) {
    for (String size : new String[] {"9".repeat(5000), "9".repeat(400), "1x" + "y".repeat(3000)}) {
      assertThatThrownBy(() -> ofModule("--" + option + "=" + size))
          .isInstanceOfSatisfying(
              RsyncException.class,
              e -> {
                assertThat(e.exitCode()).isEqualTo(ExitCode.SYNTAX);
                assertThat(e.getMessage()).hasSizeLessThan(size.length() + 200);
              });
    }
  }

  /** What a session may hold is the daemon's affair, whatever a client says of single pieces. */
  @Test
  void zeroDoesNotLiftTheLimitOfPieces() {
    MemoryBudget session = MemoryBudget.ofSession(1 << 20);
    session.limitPieces("receiver", ofModule("--max-alloc=0").options().allocationLimit.bytes());
    session.reserve(1 << 19, "half");
    assertThatThrownBy(() -> session.reserve(1 << 20, "more"))
        .isInstanceOf(RsyncException.class)
        .hasMessageContaining("exceeds the limit");
    session.limitPieces("receiver", ofModule("--max-alloc=1M").options().allocationLimit.bytes());
    assertThatThrownBy(() -> session.reserve(1 << 20, "a piece"))
        .hasMessageContaining("exceeded --max-alloc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-oProxyCommand=x:/f", "user@-oProxyCommand=x:/f"})
  void aHostThatLooksLikeAnOptionIsRefused(String source) {
    ParsedArguments parsed = ArgumentParser.parse(words("-a", "--", source, "d"), name -> null);
    assertThatThrownBy(() -> SourceArguments.of(parsed))
        .hasMessageContaining("hostnames may not start with '-'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--daemon", "--copy-as=root", "--insecure-links"})
  void whatIsTheOperatorsAloneIsRefused(String option) {
    assertThatThrownBy(() -> ofModule(option))
        .isInstanceOfSatisfying(
            RsyncException.class,
            e -> assertThat(e.exitCode()).isIn(ExitCode.SYNTAX, ExitCode.UNSUPPORTED));
  }
}
