package org.jrsync.wire.flist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.junit.jupiter.api.Test;

/** What a table of ids costs that a peer fills. */
class IdMapTest {
  private static final MemoryBudget UNLIMITED = MemoryBudget.unlimited();

  private static byte[] name(String text) {
    return Entries.name(text);
  }

  @Test
  void anIdAndANameAreLookedUpOnce() {
    List<String> asked = new ArrayList<>();
    IdMap map =
        new IdMap(
            (id, name) -> {
              asked.add(id + " " + name.length);
              return id + name.length;
            },
            true,
            UNLIMITED);
    for (int i = 0; i < 3; i++) {
      assertThat(map.add(5, name("ann"))).isEqualTo(8);
      assertThat(map.map(5)).isEqualTo(8);
      assertThat(map.map(6)).isEqualTo(6);
    }
    assertThat(map.add(5, name("robert"))).isEqualTo(11);
    assertThat(map.map(5)).isEqualTo(11);
    assertThat(asked).containsExactly("5 3", "6 0", "5 6");
  }

  @Test
  void growthIsTakenFromTheBudget() {
    MemoryBudget memory = MemoryBudget.ofSession(10_000);
    IdMap map = new IdMap((id, name) -> id, true, memory);
    for (int i = 0; i < 1_000; i++) {
      map.add(1, name("x".repeat(i % 200)));
    }
    assertThat(memory.held()).isLessThan(400);
    refused(() -> {
      for (int i = 0; i < 1_000; i++) {
        map.map(i);
      }
    });
  }

  @Test
  void soAreIdsOfAccessControlLists() {
    IdMap map = new IdMap((id, name) -> id, false, MemoryBudget.ofSession(10_000));
    FileListFormat format = FileListFormat.protocol(33).acls(true).incremental(true).build();
    byte[] bytes =
        Entries.output(
            33,
            out -> {
              out.writeByte(1 << 4);
              out.writeVarint(1_000);
              for (int i = 0; i < 1_000; i++) {
                out.writeVarint(i + 1);
                out.writeVarint(7 << 2 | 1);
                out.writeByte(3);
                out.write(name("ann"));
              }
            });
    WireInput in = Entries.input(bytes, 33);
    refused(() -> AclCodec.read(in, new AclCodec.Ids(format, IdMap.identity(), map), null));
  }

  @Test
  void anIdentityKeepsNothing() {
    IdMap map = IdMap.identity();
    boolean same = true;
    for (int id = 0; id <= IdMap.MAX_IDS; id++) {
      same &= map.add(id, name("x")) == id && map.map(id) == id && !map.isSkipped(id);
    }
    assertThat(same).isTrue();
  }

  private static void refused(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC))
        .hasMessageStartingWith("names of owners and groups");
  }
}
