package org.jrsync.engine.batch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.engine.options.ArgumentParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;

/** What is told is what rsync 3.5.1 tells. */
class StreamFlagsTest {
  private static final int ARCHIVE = 0x9f;

  private final List<String> told = new ArrayList<>();

  private static Options options(String... words) {
    List<byte[]> all =
        Stream.concat(Stream.of(words), Stream.of("dst"))
            .map(word -> word.getBytes(US_ASCII))
            .toList();
    return ArgumentParser.parse(all, Environment.EMPTY).options();
  }

  private Options match(int flags, int protocol, String... words) {
    return StreamFlags.match(options(words), flags, protocol, told::add);
  }

  @Test
  void optionsHaveTheirBits() {
    assertThat(StreamFlags.of(options("-a", "--write-batch=x"))).isEqualTo(ARCHIVE);
    assertThat(StreamFlags.of(options("-aHAXcz", "--inplace", "--write-batch=x")))
        .isEqualTo(ARCHIVE | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 10 | 1 << 11 | 1 << 12);
    assertThat(StreamFlags.of(options("-d", "--append", "--write-batch=x")))
        .isEqualTo(1 << 7 | 1 << 12 | 1 << 13);
  }

  @Test
  void optionsThatMatchStay() {
    Options given = options("-a", "--read-batch=x");
    Options used = StreamFlags.match(given, ARCHIVE, 33, told::add);
    assertThat(told).isEmpty();
    assertThat(StreamFlags.of(used)).isEqualTo(ARCHIVE);
    assertThat(used.incRecursive).isTrue();
  }

  @Test
  void othersAreChangedAndTold() {
    Options used = match(ARCHIVE | 1 << 5, 33, "-ac", "--no-o", "--read-batch=x");
    assertThat(told)
        .containsExactly(
            "Setting the --owner (-o) option to match the batchfile.",
            "Setting the --hard-links (-H) option to match the batchfile.",
            "Clearing the --checksum (-c) option to match the batchfile.");
    assertThat(used.owner).isTrue();
    assertThat(used.hardLinks).isEqualTo(1);
    assertThat(used.checksumAlways).isFalse();
  }

  /** To rsync, {@code -r} is more than what {@code -a} implies. */
  @Test
  void strongerFormsCountAsOthers() {
    match(ARCHIVE, 33, "-ar", "--read-batch=x");
    assertThat(told).containsExactly("Setting the --recurse (-r) option to match the batchfile.");
  }

  @Test
  void recursionThatOnlyTheBatchAsksForTakesNoListInParts() {
    assertThat(match(ARCHIVE, 33, "-v", "--read-batch=x").incRecursive).isFalse();
  }

  @Test
  void olderBatchesSayNothingOfNewerOptions() {
    assertThat(match(ARCHIVE, 29, "-aAX", "--read-batch=x").attributes.acls()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void namesInAnotherCharsetNeedTheOption() {
    assertThatThrownBy(() -> match(ARCHIVE | 1 << 9, 33, "-a", "--read-batch=x"))
        .isInstanceOf(RsyncException.class)
        .hasMessage("Please specify the --iconv option to use this batch file.")
        .extracting(e -> ((RsyncException) e).exitCode())
        .isEqualTo(ExitCode.SYNTAX);
  }
}
