package org.jrsync.interop.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;

/**
 * Transfers between jrsync and a real rsync in one pairing and direction, with any options.
 *
 * @param push whether the client is the sender
 */
record Exchange(World world, Peers peers, Pairing pairing, boolean push) {

  /** Every pairing with these peers, both ways. */
  static List<Exchange> all(World world, Peers... peers) {
    List<Exchange> all = new ArrayList<>();
    for (Peers each : peers) {
      for (Pairing pairing : Pairing.values()) {
        all.add(new Exchange(world, each, pairing, false));
        all.add(new Exchange(world, each, pairing, true));
      }
    }
    return all;
  }

  String title() {
    return "rsync " + peers.title() + ", " + pairing.title() + ", " + (push ? "push" : "pull");
  }

  /** A name for a folder of this exchange's own. */
  String folderName() {
    return Integer.toHexString(title().hashCode());
  }

  /**
   * The command for one transfer.
   *
   * @param source what to send, a path below {@link World#folder}
   * @param copy where to, a path below {@link World#copy}
   */
  Command command(List<String> options, String source, String copy) {
    Path peer = peers.orSkip().binary();
    Path client = pairing.ourClient() ? Jrsync.binary() : peer;
    Path server = pairing.ourClient() ? peer : Jrsync.binary();
    List<String> words = new ArrayList<>(options);
    String localSource = world.folder(source).toString();
    String localCopy = world.copy(copy).toString();
    if (source.endsWith("/")) {
      localSource += "/";
    }
    if (copy.endsWith("/")) {
      localCopy += "/";
    }
    String before = "host:";
    if (pairing.daemon()) {
      String url = world.daemon(server).url("");
      words.add(push ? localSource : url + "source/" + source);
      words.add(push ? url + "copies/" + copy : localCopy);
    } else {
      words.addAll(List.of("-e", world.shell().toString(), "--rsync-path=" + server));
      words.add(push ? localSource : before + localSource);
      words.add(push ? before + localCopy : localCopy);
    }
    return Command.of(client, words);
  }
}
