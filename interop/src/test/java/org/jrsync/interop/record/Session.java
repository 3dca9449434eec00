package org.jrsync.interop.record;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small session to record and play back.
 *
 * @param title for messages
 * @param push whether the client sends
 * @param module what the client asks for
 * @param options of the client; a fixed checksum seed makes block sums the same each time, and
 *     short blocks make small files do
 * @param event what happens in it
 * @param exitCode the client's
 */
record Session(
    String title, boolean push, String module, List<String> options, Event event, int exitCode) {
  private static final String PROTOCOL = "--protocol=";
  private static final int NEWEST = 33;
  private static final int DELETED_LESS = 25;

  /** What can happen in a session. */
  enum Event {
    NOTHING,
    /** A file of the source vanishes when the list has been sent. */
    FILE_VANISHES,
    /** The client has nowhere to copy to. */
    NO_DESTINATION,
    /** The server makes a new folder to copy to. */
    NEW_FOLDER
  }

  /** The sessions whose streams hold every kind of message that real rsyncs send each other. */
  static List<Session> all() {
    List<Session> sessions = new ArrayList<>();
    for (boolean push : new boolean[] {false, true}) {
      String way = push ? "push" : "pull";
      String module = push ? Ground.COPY : Ground.SOURCE;
      sessions.add(of(way, push, module, 0, "-aH"));
      sessions.add(
          of(
              way + " --delete -v",
              push,
              module,
              push ? 0 : DELETED_LESS,
              "-aHvi",
              "--delete",
              "--max-delete=1"));
      sessions.add(of(way + " --delete-after", push, module, 0, "-aHi", "--delete-after"));
      sessions.add(of(way + " -z", push, module, 0, "-az"));
      sessions.add(of(way + " -c", push, module, 0, "-ac", "--no-inc-recursive"));
      sessions.add(of(way + " protocol 29", push, module, 0, "-aH", "--protocol=29"));
      sessions.add(of(way + " protocol 30", push, module, 0, "-aH", "--protocol=30"));
    }
    sessions.add(of("pull a secret", false, Ground.SECRETS, 23, "-a"));
    sessions.add(with(of("pull to nowhere", false, Ground.SOURCE, 11, "-a"), Event.NO_DESTINATION));
    sessions.add(with(of("push to a new folder", true, Ground.COPY, 0, "-av"), Event.NEW_FOLDER));
    sessions.add(of("push where none may", true, Ground.SOURCE, 1, "-a"));
    sessions.add(with(of("push a ghost", true, Ground.COPY, 24, "-a"), Event.FILE_VANISHES));
    return sessions;
  }

  private static Session of(
      String title, boolean push, String module, int exitCode, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--checksum-seed=7");
    all.add("--block-size=32");
    return new Session(title, push, module, all, Event.NOTHING, exitCode);
  }

  private static Session with(Session session, Event event) {
    return new Session(
        session.title, session.push, session.module, session.options, event, session.exitCode);
  }

  /** The session with a title. */
  static Session titled(String title) {
    return all().stream().filter(session -> session.title.equals(title)).findFirst().orElseThrow();
  }

  /** Those whose streams of one side differ most, for what is done at every byte. */
  static List<Session> few(boolean client) {
    List<String> titles =
        List.of(
            "pull --delete -v",
            "pull -z",
            "pull protocol 29",
            "pull a secret",
            client ? "pull to nowhere" : "push where none may",
            "push --delete -v",
            "push -z",
            "push protocol 29",
            "push a ghost");
    return all().stream().filter(session -> titles.contains(session.title())).toList();
  }

  /** The recording of this session between two rsyncs of the newest release, made once. */
  Recording recorded() {
    return Recorder.of(this);
  }

  /** The byte from which on its streams differ from those of the sessions before it. */
  int firstCut(Recording recording, boolean client) {
    List<String> first = List.of("pull --delete -v", "push --delete -v", "pull protocol 29");
    return first.contains(title) ? 0 : recording.beginning(client);
  }

  /** How many of {@link SampleTree#EXTRA} a whole session leaves. */
  int extraFilesLeft() {
    return options.contains("--max-delete=1") ? 1 : options.contains("--delete-after") ? 0 : 2;
  }

  /** The exit code of its server, which keeps to itself that it deleted less than it should. */
  int serverExitCode() {
    return options.contains("--max-delete=1") ? DELETED_LESS : exitCode;
  }

  /** The version that both sides speak. */
  int protocol() {
    return options.stream()
        .filter(option -> option.startsWith(PROTOCOL))
        .map(option -> Integer.parseInt(option.substring(PROTOCOL.length())))
        .findFirst()
        .orElse(NEWEST);
  }

  /** How many lists of names are negotiated. */
  int names() {
    return options.contains("-az") ? 2 : 1;
  }

  /** The client's source and destination, for a daemon at a port of this machine. */
  List<String> places(int port, Path source, Path copy) {
    String url = "rsync://127.0.0.1:" + port + "/" + module + "/";
    String made = event == Event.NEW_FOLDER ? "new/" : "";
    String missing = event == Event.NO_DESTINATION ? "/no/such/" : "/";
    return push ? List.of(source + "/", url + made) : List.of(url, copy + missing);
  }

  @Override
  public String toString() {
    return title;
  }
}
