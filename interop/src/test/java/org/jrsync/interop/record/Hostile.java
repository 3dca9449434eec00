package org.jrsync.interop.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * A peer's side of a session, written by hand: a good one in which every count, length, index and
 * id occurs that a reader takes from the wire, and of which one can be given another value.
 *
 * @param reader who reads it
 * @param protocol 29 or 33
 * @param incremental whether the file list comes in parts
 * @param compression the name of the one that both know, empty for none
 */
record Hostile(Reader reader, int protocol, boolean incremental, String compression) {
  /** Bits of a server's compatibility flags: all but incremental lists. */
  private static final int FLAGS = 0x1fe;

  private static final int INCREMENTAL = 1;

  /** So many bytes at least are what a receiving side says of the root, and the first request. */
  private static final int REQUESTED = 20;

  /** All that readers can be played. */
  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    for (Reader reader : Reader.values()) {
      all.add(new Hostile(reader, 33, true, ""));
      all.add(new Hostile(reader, 29, false, ""));
    }
    for (Reader reader : List.of(Reader.CLIENT_RECEIVER, Reader.SERVER_RECEIVER)) {
      all.add(new Hostile(reader, 33, false, ""));
      for (String compression : List.of("zstd", "lz4", "zlibx", "zlib")) {
        all.add(new Hostile(reader, 33, false, compression));
      }
    }
    return all;
  }

  /** The recorded session whose options the reader has. */
  Session session() {
    String way = reader.session().title();
    return Session.titled(
        protocol < 30 ? way + " protocol 29" : compression.isEmpty() ? way : way + " -z");
  }

  /** Whether the reader receives files. */
  boolean receives() {
    return reader == Reader.CLIENT_RECEIVER || reader == Reader.SERVER_RECEIVER;
  }

  /** The names of all fields. */
  Set<String> fields() {
    List<Set<String>> fields = new ArrayList<>();
    HandMade.written(out -> fields.add(write(new FieldWriter(out, null, 0), true)));
    return fields.getFirst();
  }

  /** The fields that are worth a test: of compressed sessions those that others have not. */
  List<String> ownFields() {
    boolean packed = !compression.isEmpty();
    return fields().stream()
        .filter(field -> !packed || field.matches("compression list.*|file: (token|packed|last).*"))
        .toList();
  }

  /** The good stream. */
  Script good() {
    return with(null, 0);
  }

  /** The stream with another value in one of its fields. */
  Script with(@Nullable String field, long value) {
    return script(out -> new FieldWriter(out, field, value));
  }

  /** The stream with another name or text in place of one of its own. */
  Script with(String field, byte[] name) {
    return script(out -> new FieldWriter(out, field, name));
  }

  /** A sender that has a file below a link, whose target is this; null for an honest folder. */
  Script planted(@Nullable String target, boolean folder) {
    byte[] list = planted(target, folder, false);
    byte[] all = planted(target, folder, true);
    byte[] rest = Arrays.copyOfRange(all, list.length, all.length);
    return new Script(
        List.of(new Script.Step(0, list), new Script.Step(due(), rest)),
        progress(),
        Script.End.CLOSE);
  }

  private byte[] planted(@Nullable String target, boolean folder, boolean whole) {
    byte[] link = target == null ? new byte[0] : target.getBytes(ISO_8859_1);
    return HandMade.written(out -> {
      FieldWriter fields = new FieldWriter(out, "entry: link target", link);
      out.setProtocol(protocol);
      open(fields);
      out.startMultiplexing();
      new HostileSender(this, fields).planted(target != null, folder, whole);
    });
  }

  private Script script(Function<WireOutput, FieldWriter> writer) {
    byte[] list = HandMade.written(out -> write(writer.apply(out), false));
    byte[] all = HandMade.written(out -> write(writer.apply(out), true));
    byte[] rest = Arrays.copyOfRange(all, list.length, all.length);
    return new Script(
        List.of(new Script.Step(0, list), new Script.Step(due(), rest)),
        progress(),
        Script.End.CLOSE);
  }

  /** How far the reader is when it has asked for the file that a sender then sends. */
  private long due() {
    return receives() ? Progress.inData(REQUESTED) : 0;
  }

  private Progress progress() {
    return new Progress(!reader.server(), protocol, compression.isEmpty() ? 1 : 2);
  }

  private Set<String> write(FieldWriter fields, boolean whole) {
    fields.out().setProtocol(protocol);
    open(fields);
    if (protocol >= 30 || !reader.server()) {
      fields.out().startMultiplexing();
    }
    if (receives()) {
      HostileSender sender = new HostileSender(this, fields);
      sender.list();
      fields.out().flush();
      if (whole) {
        sender.files();
      }
    } else if (whole) {
      new HostileReceiver(this, fields).write();
    }
    return fields.fields();
  }

  private void open(FieldWriter fields) {
    fields.text(
        "@RSYNCD: "
            + fields.pick("greeting: version", protocol)
            + "."
            + fields.pick("greeting: subprotocol", 0)
            + " ");
    fields.padded("greeting: length", "md5");
    fields.text("\n");
    if (reader.server()) {
      request(fields);
    } else {
      answer(fields);
    }
  }

  private void request(FieldWriter fields) {
    fields.padded(
        "module name: length", reader == Reader.SERVER_SENDER ? Ground.SOURCE : Ground.COPY);
    fields.text("\n");
    String end = protocol >= 30 ? "\0" : "\n";
    List<String> arguments = arguments();
    for (int i = 0; i < arguments.size(); i++) {
      if (i == arguments.size() - 2) {
        fields.padded("argument: length", "--log-format=");
        fields.text(end);
        for (long n = fields.pick("arguments: count", 0); n > 0; n--) {
          fields.text("-v" + end);
        }
      }
      boolean path = i == arguments.size() - 1;
      fields.out().write(fields.name(path ? "path" : "", arguments.get(i)));
      fields.text(end);
    }
    fields.text(end);
    lists(fields);
  }

  private void answer(FieldWriter fields) {
    fields.padded("message of the day: length", "hello");
    fields.text("\n@RSYNCD: OK\n");
    if (protocol >= 30) {
      fields.varint("compatibility flags", FLAGS | (incremental ? INCREMENTAL : 0));
    }
    lists(fields);
    fields.fourBytes("seed", 7);
  }

  private void lists(FieldWriter fields) {
    if (protocol >= 30) {
      fields.vstring("checksum list: length", "md5".getBytes(ISO_8859_1));
      if (!compression.isEmpty()) {
        fields.vstring("compression list: length", compression.getBytes(ISO_8859_1));
      }
    }
  }

  /** The arguments of the recorded client. */
  private List<String> arguments() {
    Recording recording = session().recorded();
    String text = new String(recording.fromClient(), ISO_8859_1);
    int start = text.indexOf('\n', text.indexOf('\n') + 1) + 1;
    String end = protocol >= 30 ? "\0" : "\n";
    String arguments = text.substring(start, text.indexOf(end + end, start));
    return List.of((incremental ? arguments : arguments.replace("e.i", "e.")).split(end));
  }

  @Override
  public String toString() {
    return reader
        + (incremental ? ", incremental" : "")
        + ", protocol "
        + protocol
        + (compression.isEmpty() ? "" : ", " + compression);
  }
}
