package org.jrsync.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RsyncTest {
  @TempDir Path folder;

  private static final class Recorder implements TransferListener {
    final List<Message> messages = new ArrayList<>();
    final List<ChangedEntry> entries = new ArrayList<>();
    final List<Progress> progress = new ArrayList<>();

    @Override
    public void message(Message message) {
      messages.add(message);
    }

    @Override
    public void entry(ChangedEntry entry) {
      entries.add(entry);
    }

    @Override
    public void progress(Progress now) {
      progress.add(now);
    }
  }

  private final Recorder recorder = new Recorder();

  private Path from() throws IOException {
    Path from = Files.createDirectories(folder.resolve("from: here"));
    Files.writeString(from.resolve("a"), "alpha");
    Files.createDirectories(from.resolve("sub"));
    Files.writeString(from.resolve("sub/b"), "beta!!");
    return from;
  }

  @Test
  void copiesAndTellsWhatItDid() throws IOException {
    Path from = from();
    Path to = Files.createDirectories(folder.resolve("to"));
    Files.writeString(to.resolve("old"), "gone soon");
    Result result =
        Rsync.builder()
            .archive(true)
            .delete(true)
            .itemize(true)
            .contentsOf(from)
            .destination(to)
            .listener(recorder)
            .build()
            .run();
    assertThat(result.isSuccess()).isTrue();
    assertThat(result.description()).isEqualTo("success");
    assertThat(to.resolve("a")).hasContent("alpha");
    assertThat(to.resolve("sub/b")).hasContent("beta!!");
    assertThat(to.resolve("old")).doesNotExist();
    Statistics s = result.statistics();
    assertThat(s.entries()).isEqualTo(4);
    assertThat(s.transferredFiles()).isEqualTo(2);
    assertThat(s.transferredSize()).isEqualTo(11);
    assertThat(s.deleted()).isEqualTo(1);
    assertThat(s.bytesSent()).isPositive();
    assertThat(s.bytesReceived()).isPositive();
    assertThat(recorder.entries)
        .extracting(ChangedEntry::toString)
        .contains(">f+++++++++ a", "cd+++++++++ sub/", ">f+++++++++ sub/b", "*deleting   old");
    assertThat(recorder.entries).filteredOn(ChangedEntry::isDeleted).hasSize(1);
    assertThat(recorder.messages).isEmpty();
    Progress last = recorder.progress.getLast();
    assertThat(last.transferredFiles()).isEqualTo(2);
    assertThat(last.transferredSize()).isEqualTo(11);
    assertThat(last.totalSize()).isEqualTo(11);
    assertThat(last.remainingEntries()).isZero();
    assertThat(last.entries()).isEqualTo(4);
    assertThat(last.listComplete()).isTrue();
  }

  @Test
  void aPathWithoutItsContentsKeepsItsName() throws IOException {
    Path to = folder.resolve("to");
    Rsync rsync = Rsync.builder().recursive(true).source(from()).destination(to).build();
    assertThat(rsync.run().isSuccess()).isTrue();
    assertThat(to.resolve("from: here/sub/b")).hasContent("beta!!");
    assertThatThrownBy(rsync::run).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDryRunChangesNothing() throws IOException {
    Path to = folder.resolve("to");
    Rsync.Builder builder = Rsync.builder().archive(true).dryRun(true).itemize(true);
    Result result = builder.contentsOf(from()).destination(to).listener(recorder).build().run();
    assertThat(result.exitCode()).isZero();
    assertThat(recorder.entries).isNotEmpty();
    assertThat(to).doesNotExist();
  }

  @Test
  void aMissingSourceIsTold() throws IOException {
    Result result =
        Rsync.builder()
            .archive(true)
            .source(folder.resolve("nowhere"))
            .contentsOf(from())
            .destination(folder.resolve("to"))
            .listener(recorder)
            .build()
            .run();
    assertThat(result.exitCode()).isEqualTo(23);
    assertThat(result.isCancelled()).isFalse();
    assertThat(recorder.messages)
        .filteredOn(m -> m.kind() == Message.Kind.ERROR)
        .extracting(Message::text)
        .anySatisfy(
            text -> assertThat(text).contains("nowhere").endsWith("No such file or directory (2)"));
    assertThat(folder.resolve("to/a")).hasContent("alpha");
  }

  @Test
  void aCancelledTransferLeavesNoUnfinishedFile() throws IOException {
    Path from = from();
    Files.write(from.resolve("big"), new byte[64 << 20]);
    Path to = folder.resolve("to");
    AtomicReference<Rsync> running = new AtomicReference<>();
    TransferListener canceller =
        new TransferListener() {
          @Override
          public void progress(Progress now) {
            if (now.fileSize() > 1 << 20 && now.fileOffset() < now.fileSize()) {
              Thread other = new Thread(requireNonNull(running.get())::cancel);
              other.start();
              try {
                other.join();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          }

          @Override
          public void message(Message message) {
            recorder.message(message);
          }
        };
    running.set(
        Rsync.builder().archive(true).contentsOf(from).destination(to).listener(canceller).build());
    Result result = requireNonNull(running.get()).run();
    assertThat(result.exitCode()).isEqualTo(20);
    assertThat(result.isCancelled()).isTrue();
    assertThat(recorder.messages).isEmpty();
    try (Stream<Path> files = Files.list(to)) {
      assertThat(files.map(p -> p.getFileName().toString())).isSubsetOf("a", "sub");
    }
  }

  @Test
  void aRefusedConnectionIsAResult() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Result result =
        Rsync.builder()
            .source("rsync://127.0.0.1:" + port + "/module/")
            .destination(folder.resolve("to"))
            .listener(recorder)
            .build()
            .run();
    assertThat(result.exitCode()).isEqualTo(10);
    assertThat(result.statistics()).isEqualTo(Statistics.NONE);
    assertThat(recorder.messages.getFirst().text()).contains("Connection refused (111)");
  }

  @Test
  void nonsenseIsRefusedWhenItIsBuilt() {
    assertThatThrownBy(() -> Rsync.builder().option("exclude=*.o"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rsync.builder().destination("x").build())
        .isInstanceOf(RsyncException.class);
    assertThatThrownBy(
            () -> Rsync.builder().option("--no-such").source("a").destination("b").build())
        .isInstanceOf(RsyncException.class)
        .hasMessageContaining("--no-such");
    assertThatThrownBy(() -> Rsync.builder().option("--help").source("a").build())
        .isInstanceOf(RsyncException.class);
  }

  /** A program may run any number of transfers: none keeps a descriptor, failed ones neither. */
  @Test
  void descriptorsAreGivenBack() throws IOException {
    Path from = from();
    Path to = folder.resolve("to");
    for (Path source : List.of(from, from, folder.resolve("missing"))) {
      Rsync.builder().archive(true).contentsOf(source).destination(to).build().run();
    }
    assertThat(openBelow(folder)).isEmpty();
    assertThat(openAt(Path.of("").toRealPath())).isEmpty();
  }

  private static List<Path> openBelow(Path folder) throws IOException {
    Path real = folder.toRealPath();
    return open().filter(path -> path.startsWith(real)).toList();
  }

  private static List<Path> openAt(Path folder) throws IOException {
    return open().filter(folder::equals).toList();
  }

  /** Where this process's descriptors lead. */
  private static Stream<Path> open() throws IOException {
    List<Path> targets = new ArrayList<>();
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      for (Path link : links.toList()) {
        if (Files.isSymbolicLink(link)) {
          targets.add(Files.readSymbolicLink(link));
        }
      }
    }
    return targets.stream();
  }
}
