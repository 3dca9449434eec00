package org.jrsync.interop.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.peer.Peer;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeMutator;
import org.jrsync.interop.tree.TreeSnapshot;

/**
 * The four cells of one pairing, peer, direction and protocol. They use one destination in turn, so
 * that the copy that one cell made and checked is the next one's starting point.
 */
final class Chain {
  private static final int NEWEST = 33;

  private final World world;
  private final Peers peers;
  private final Pairing pairing;
  private final boolean push;
  private final int protocol;
  private boolean copyIsExact;

  /**
   * A chain.
   *
   * @param push whether the client is the sender
   * @param protocol to force, or 0 to let the two sides agree
   */
  Chain(World world, Peers peers, Pairing pairing, boolean push, int protocol) {
    this.world = world;
    this.peers = peers;
    this.pairing = pairing;
    this.push = push;
    this.protocol = protocol;
  }

  String title() {
    return "rsync "
        + peers.title()
        + ", "
        + pairing.title()
        + ", "
        + (push ? "push" : "pull")
        + (protocol == 0 ? "" : ", protocol " + protocol);
  }

  /** Runs one cell: prepares the destination, transfers, and compares all there is to compare. */
  void run(Start start) {
    Peer peer = peers.orSkip();
    World.Source source = source();
    Path copy = world.copy(folderName());
    Disk disk = new Disk(copy);
    prepare(start, source, copy, disk);
    copyIsExact = false;
    Result result = transfer(peer, source, copy, start).expectSuccess();
    if (start == Start.NO_CHANGE && (!result.out().isEmpty() || !result.err().isEmpty())) {
      throw new AssertionError("a transfer with nothing to do reports changes: " + result);
    }
    TreeCompare.assertSame(source.snapshot(), TreeSnapshot.of(disk));
    assertNothingToDo(source.path(), copy);
    assertNothingToDo(copy, source.path());
    copyIsExact = true;
    if (start == Start.DELETE) {
      disk.remove(Name.of(""));
    }
  }

  private World.Source source() {
    int version = protocol == 0 ? NEWEST : protocol;
    return push && pairing.daemon() ? world.sourceForDaemon(version) : world.source(version);
  }

  private String folderName() {
    return Integer.toHexString(title().hashCode());
  }

  private void prepare(Start start, World.Source source, Path copy, Disk disk) {
    if (start == Start.FRESH) {
      disk.remove(Name.of(""));
      return;
    }
    if (!copyIsExact) {
      // The cell before this one failed: start from a copy made by the reference.
      Command.of(reference(), "-aH", "--delete", source.path() + "/", copy + "/")
          .run()
          .expectSuccess();
    }
    int changes =
        switch (start) {
          case FRESH, NO_CHANGE -> 1;
          case CHANGED ->
              TreeMutator.change(disk, TreeSnapshot.of(disk), seed(), world.privileged());
          case DELETE ->
              TreeMutator.addExtras(disk, TreeSnapshot.of(disk), seed(), world.privileged());
        };
    if (changes == 0) {
      throw new AssertionError("nothing was changed");
    }
  }

  private long seed() {
    return title().hashCode();
  }

  private Result transfer(Peer peer, World.Source source, Path copy, Start start) {
    Path client = pairing.ourClient() ? Jrsync.binary() : peer.binary();
    Path server = pairing.ourClient() ? peer.binary() : Jrsync.binary();
    List<String> words = new ArrayList<>(List.of("-aHi"));
    if (start == Start.DELETE) {
      words.add("--delete");
    }
    if (protocol != 0) {
      words.add("--protocol=" + protocol);
    }
    String from = source.path() + "/";
    String to = copy + "/";
    if (pairing.daemon()) {
      String url = world.daemon(server).url("");
      from = push ? from : url + "source/" + source.name() + "/";
      to = push ? url + "copies/" + folderName() + "/" : to;
    } else {
      words.addAll(List.of("-e", world.shell().toString(), "--rsync-path=" + server));
      from = push ? from : "host:" + from;
      to = push ? "host:" + to : to;
    }
    words.add(from);
    words.add(to);
    return Command.of(client, words).run();
  }

  /**
   * A dry run with checksums that would delete: it prints every difference that rsync itself sees.
   */
  private static void assertNothingToDo(Path from, Path to) {
    Result result =
        Command.of(reference(), "-niacH", "--delete", from + "/", to + "/").run().expectSuccess();
    if (!result.out().isEmpty()) {
      throw new AssertionError("rsync sees differences: " + result);
    }
  }

  private static Path reference() {
    return Peers.PACKAGED.orSkip().binary();
  }
}
