package org.jrsync.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.Role;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.compress.CompressionType;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemIntakeTest {
  private static final int REGULAR = 0100644;
  private static final int DIRECTORY = 0040755;

  private final TransferStats stats = new TransferStats();
  private final List<String> shown = new ArrayList<>();
  private final FileEntry entry = new FileEntry();

  private final ItemLog log =
      new ItemLog() {
        @Override
        public void item(Target target, FileEntry e, int flags) {
          shown.add("item");
        }

        @Override
        public void localItem(FileEntry e, int flags, byte[] link) {
          shown.add("local");
        }

        @Override
        public void deleted(byte[] path, int mode) {}

        @Override
        public void fullPath(byte @Nullable [] path) {}

        @Override
        public void transferBegins() {}

        @Override
        public boolean beforeTransfer() {
          return false;
        }

        @Override
        public int itemizeLevel() {
          return 0;
        }

        @Override
        public void untoldItem(FileEntry entry, int flags, byte[] link) {}

        @Override
        public boolean logsItemFlags() {
          return false;
        }

        @Override
        public void lastChecksum(byte[] sum) {}
      };

  /** Takes one item of protocol 29, whose index is a plain number. */
  private boolean take(OptionsBuilder builder, int flags, int mode, int phase) {
    byte[] bytes = {7, 0, 0, 0, (byte) flags, (byte) (flags >> 8)};
    WireInput in =
        new WireInput(
            StreamTransport.of(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream()));
    in.setProtocol(29);
    Negotiated negotiated =
        new Negotiated(
            29,
            29,
            0,
            ChecksumType.MD4_OLD,
            ChecksumType.MD4_OLD,
            false,
            false,
            CompressionType.NONE,
            false,
            0,
            true,
            false);
    Session session =
        new Session(
            builder.build(),
            negotiated,
            FilterList.EMPTY,
            FilterList.EMPTY,
            path -> new byte[0],
            new IoErrors(),
            new Session.Environment(false, 0, List.of(), 0, NameService.SYSTEM),
            Role.RECEIVER,
            (code, text) -> {},
            (message, path) -> {},
            role -> {});
    ItemReader items =
        new ItemReader(
            in,
            stats,
            new ItemReader.NoLists() {
              @Override
              public void file(int ndx) {}

              @Override
              public void deleteStats() {}
            });
    int ndx = items.next();
    entry.mode = mode;
    entry.size = 5;
    return new ItemIntake(session, items, log, stats).takesData(ndx, entry, phase, false);
  }

  @Test
  void dataOfARegularFileIsTakenAndCounted() {
    assertThat(take(new OptionsBuilder(), ItemFlags.TRANSFER | ItemFlags.IS_NEW, REGULAR, 0))
        .isTrue();
    assertThat(stats.transferredFiles).isEqualTo(1);
    assertThat(stats.transferredSize).isEqualTo(5);
    assertThat(stats.created.regular).isEqualTo(1);
    assertThat(shown).isEmpty();
  }

  @Test
  void changeWithoutDataIsOnlyShown() {
    assertThat(take(new OptionsBuilder(), 0, DIRECTORY, 0)).isFalse();
    assertThat(shown).containsExactly("local");
    assertThat(stats.transferredFiles).isZero();
  }

  @Test
  void dryRunShowsAndCountsWithoutData() {
    OptionsBuilder dry = new OptionsBuilder();
    dry.dryRun = true;
    assertThat(take(dry, ItemFlags.TRANSFER, REGULAR, 0)).isFalse();
    assertThat(shown).containsExactly("item");
    assertThat(stats.transferredFiles).isEqualTo(1);
  }

  @Test
  void dataWhereNoneCanBeEndsTheTransfer() {
    OptionsBuilder listing = new OptionsBuilder();
    listing.listOnly = true;
    assertThatThrownBy(() -> take(listing, ItemFlags.TRANSFER, REGULAR, 0))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("received data where a list was asked for [receiver]");
    assertThatThrownBy(() -> take(new OptionsBuilder(), ItemFlags.TRANSFER, DIRECTORY, 0))
        .hasMessage("received request to transfer non-regular file: 7 [receiver]");
    assertThatThrownBy(() -> take(new OptionsBuilder(), ItemFlags.TRANSFER, REGULAR, 2))
        .hasMessage("got transfer request in phase 2 [receiver]");
    assertThat(stats.transferredFiles).isZero();
  }
}
