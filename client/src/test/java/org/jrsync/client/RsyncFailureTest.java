package org.jrsync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jrsync.engine.options.UsageException;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program gets to know of its own mistakes, and of transfers that fail. */
@Timeout(60)
class RsyncFailureTest {
  private static final int BIG = 32 << 20;

  @TempDir Path folder;

  private Path from() throws IOException {
    Path from = Files.createDirectories(folder.resolve("from"));
    Files.writeString(from.resolve("a"), "alpha");
    Files.write(from.resolve("big"), new byte[BIG]);
    return from;
  }

  private Path to() {
    return folder.resolve("to");
  }

  private List<String> copied() throws IOException {
    try (Stream<Path> files = Files.list(to())) {
      return files.map(p -> p.getFileName().toString()).toList();
    }
  }

  private static TransferListener inTheMiddle(Consumer<Progress> action) {
    return new TransferListener() {
      @Override
      public void progress(Progress now) {
        if (now.fileSize() == BIG && now.fileOffset() < BIG) {
          action.accept(now);
        }
      }
    };
  }

  @Test
  void whatTheListenerThrowsOfTheRulesEndsTheBuild() throws IOException {
    Path from = from();
    TransferListener listener =
        new TransferListener() {
          @Override
          public void message(Message message) {
            throw new IllegalStateException(message.text().substring(0, 27));
          }
        };
    assertThatThrownBy(() ->
            Rsync.builder()
                .archive(true)
                .option("--filter", "- " + "x".repeat(5000))
                .contentsOf(from)
                .destination(to())
                .listener(listener)
                .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("discarding over-long filter");
  }

  /** Whether this process has the file open. */
  private static boolean isOpen(Path file) throws IOException {
    Path real = file.toRealPath();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        try {
          if (Files.readSymbolicLink(each).equals(real)) {
            return true;
          }
        } catch (NoSuchFileException e) {
          // Closed by now.
        }
      }
    }
    return false;
  }

  @Test
  void filesOfTheOptionsAreClosedWhenTheBuildFails() throws IOException {
    Path list = Files.writeString(folder.resolve("list"), "a\n");
    Path log = folder.resolve("log");
    Rsync.Builder builder =
        Rsync.builder()
            .option("--files-from", list.toString())
            .option("--log-file", log.toString())
            .contentsOf(from())
            .destination(to());
    builder.option("--exclude-from", folder.resolve("none").toString());
    assertThatThrownBy(builder::build).isInstanceOf(RsyncException.class);
    assertThat(log).exists();
    assertThat(isOpen(log) || isOpen(list)).isFalse();
  }

  @Test
  void filesOfTheOptionsAreClosedWhenTheListenerEndsTheBuild() throws IOException {
    Path list = Files.writeString(folder.resolve("list"), "a\n");
    TransferListener listener =
        new TransferListener() {
          @Override
          public void message(Message message) {
            throw new IllegalStateException("no");
          }
        };
    Rsync.Builder builder =
        Rsync.builder()
            .option("--files-from", list.toString())
            .option("--filter", "- " + "x".repeat(5000))
            .contentsOf(from())
            .destination(to())
            .listener(listener);
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    assertThat(isOpen(list)).isFalse();
  }

  @Test
  void filesOfTheOptionsAreClosedWhenTheTransferEnds() throws IOException {
    Files.createDirectories(to());
    Path list = Files.writeString(folder.resolve("list"), "a\n");
    Result result =
        Rsync.builder()
            .option("--files-from", list.toString())
            .contentsOf(from())
            .destination(to())
            .build()
            .run();
    assertThat(result.isSuccess()).isTrue();
    assertThat(copied()).containsExactly("a");
    assertThat(isOpen(list)).isFalse();
  }

  private static String failure(String source, String... options) {
    Rsync.Builder builder = Rsync.builder().option("--list-only").source(source);
    for (String option : options) {
      builder.option(option);
    }
    Result result = builder.build().run();
    assertThat(result.exitCode()).isEqualTo(10);
    return result.reason();
  }

  @Test
  void anEmptyNameIsNobodys() {
    String unknown = "Name or service not known";
    assertThat(failure("rsync:///m")).isEqualTo("rsync: getaddrinfo:  873: " + unknown);
    assertThat(failure("::m", "--port=12")).isEqualTo("rsync: getaddrinfo:  12: " + unknown);
    assertThat(failure("127.0.0.1::m", "--port=1", "--address="))
        .isEqualTo("rsync: getaddrinfo : " + unknown);
  }

  @Test
  void aNumberThatIsNoPortIsAnErrorOfTheConnection() {
    String reason = ": Servname not supported for ai_socktype";
    assertThat(failure("127.0.0.1::m", "--port=99999"))
        .isEqualTo("rsync: getaddrinfo: 127.0.0.1 99999" + reason);
    assertThat(failure("rsync://127.0.0.1:99999/m"))
        .isEqualTo("rsync: getaddrinfo: 127.0.0.1 99999" + reason);
    assertThat(failure("127.0.0.1::m", "--port=-3"))
        .isEqualTo("rsync: getaddrinfo: 127.0.0.1 -3" + reason);
  }

  @Test
  void whatAPeerSaysCanBeShownOnATerminal() {
    byte[] said = {'a', 27, '[', '3', '1', 'm', '\n', (byte) 0xc3, (byte) 0xa4, (byte) 0xff};
    String shown = "a\\#033[31m\\#012\u00e4\\#377";
    assertThat(new Message(Message.Kind.ERROR, said).printable()).isEqualTo(shown);
    assertThat(new Message(Message.Kind.ERROR, said)).hasToString("ERROR: " + shown);
    assertThat(new ChangedEntry(">f+++++++++", said).printable()).isEqualTo(shown);
    assertThat(new ChangedEntry(">f+++++++++", said)).hasToString(">f+++++++++ " + shown);
  }

  @Test
  void aForgottenDestinationIsRefused() throws IOException {
    Path from = from();
    assertThatThrownBy(() -> Rsync.builder().archive(true).contentsOf(from).build())
        .isInstanceOf(UsageException.class)
        .hasMessage("no destination is given");
    assertThatThrownBy(() -> Rsync.builder().destination(to()).build())
        .isInstanceOf(UsageException.class)
        .hasMessage("no source is given");
  }

  @Test
  void aListNeedsNoDestination() throws IOException {
    List<String> lines = new ArrayList<>();
    TransferListener listener =
        new TransferListener() {
          @Override
          public void message(Message message) {
            lines.add(message.text());
          }
        };
    Result result =
        Rsync.builder().option("--list-only").contentsOf(from()).listener(listener).build().run();
    assertThat(result.isSuccess()).isTrue();
    assertThat(lines).anySatisfy(line -> assertThat(line).endsWith(" big"));
  }

  @Test
  void anInterruptCancels() throws IOException {
    Thread runner = Thread.currentThread();
    Rsync rsync =
        Rsync.builder()
            .archive(true)
            .option("--bwlimit=20000")
            .contentsOf(from())
            .destination(to())
            .listener(inTheMiddle(now -> runner.interrupt()))
            .build();
    Result result = rsync.run();
    assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
    assertThat(result.exitCode()).isEqualTo(20);
    assertThat(result.isCancelled()).isTrue();
    assertThat(result.reason()).isEqualTo("interrupted");
    assertThat(copied()).isSubsetOf("a");
  }

  @Test
  void whatTheListenerThrowsComesOutOfTheRun() throws IOException {
    IllegalStateException own = new IllegalStateException("the caller's own");
    List<Progress> calls = new ArrayList<>();
    Rsync rsync =
        Rsync.builder()
            .archive(true)
            .contentsOf(from())
            .destination(to())
            .listener(
                inTheMiddle(now -> {
                  calls.add(now);
                  throw own;
                }))
            .build();
    assertThatThrownBy(rsync::run).isSameAs(own);
    assertThat(calls).hasSize(1);
    assertThat(copied()).isSubsetOf("a");
  }

  @Test
  void nullIsToldByTheParametersName() {
    assertThatThrownBy(() -> Rsync.builder().contentsOf(none()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("directory");
    assertThatThrownBy(() -> Rsync.builder().option("--exclude", none()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("value");
  }

  /** As a caller has it whose code is not checked for nulls. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T none() {
    return null;
  }

  @Test
  void theResultHasTheReason() throws IOException {
    Path from = from();
    Result missing =
        Rsync.builder().source(folder.resolve("nowhere")).destination(to()).build().run();
    assertThat(missing.exitCode()).isEqualTo(23);
    assertThat(missing.reason()).contains("nowhere").endsWith("No such file or directory (2)");
    Result shell =
        Rsync.builder()
            .option("--rsh", "sh -c 'exit 3'")
            .source(from)
            .destination("host:to/")
            .build()
            .run();
    assertThat(shell.exitCode()).isEqualTo(12);
    assertThat(shell.reason()).contains("connection unexpectedly closed");
    Result good = Rsync.builder().archive(true).contentsOf(from).destination(to()).build().run();
    assertThat(good.reason()).isEmpty();
  }
}
