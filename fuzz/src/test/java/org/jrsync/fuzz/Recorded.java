package org.jrsync.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * What one side said in a session between two real rsyncs of release 3.5.1: pushes and pulls of a
 * small tree with every kind of file, through a daemon.
 *
 * @param name the session, and the side
 * @param beginning what came before frames
 * @param frames the rest, which is data alone where a client speaks a protocol before 30
 */
public record Recorded(String name, byte[] beginning, byte[] frames) {
  private static final int HEADER = 4;
  private static final int DATA = 7;

  /** Both sides of all sessions. */
  public static List<Recorded> all() throws IOException {
    List<Recorded> sides = new ArrayList<>();
    try (InputStream in = Recorded.class.getResourceAsStream("sessions.hex")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), US_ASCII);
      for (String line : text.lines().toList()) {
        if (!line.startsWith("#")) {
          String[] words = line.split(" ", -1);
          HexFormat hex = HexFormat.of();
          sides.add(new Recorded(words[0], hex.parseHex(words[1]), hex.parseHex(words[2])));
        }
      }
    }
    return sides;
  }

  /** One side of one session. */
  public static Recorded of(String name) throws IOException {
    return all().stream().filter(side -> side.name.equals(name)).findFirst().orElseThrow();
  }

  /** Whether the server said it. */
  public boolean server() {
    return name.endsWith(".server");
  }

  /** Whether there are frames. */
  public boolean hasFrames() {
    return server() || !name.contains("protocol-29");
  }

  /** What the data frames hold. */
  public byte[] data() {
    if (!hasFrames()) {
      return frames;
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int at = 0; at + HEADER <= frames.length; ) {
      int length =
          (frames[at] & 0xff) | (frames[at + 1] & 0xff) << 8 | (frames[at + 2] & 0xff) << 16;
      byte[] content = Arrays.copyOfRange(frames, at + HEADER, at + HEADER + length);
      if (frames[at + HEADER - 1] == DATA) {
        data.writeBytes(content);
      }
      at += HEADER + length;
    }
    return data.toByteArray();
  }
}
