package org.jrsync.bench.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One client after the other, each of a kind chosen at random: transfers by the real rsync, whose
 * results are compared, and clients that break off, break the rules, or come when there is no room.
 *
 * @param id a number of its own, which names its folders
 * @param rsync the real one
 */
record Traffic(int id, int port, Path rsync, Path served, Path folder, Tally tally) {
  static final String SECRET = "soak:long enough a word\n";

  private static final int SECONDS = 60;
  private static final int REFUSED = 5;
  private static final int NO_ROOM = 4;

  /** Each is as frequent as the others. */
  private enum Kind {
    PULL("pull"),
    UPDATE("update"),
    PUSH("push"),
    SECRET("pull with a password"),
    WRONG_PASSWORD("wrong password"),
    NO_MODULE("no such module"),
    LIMIT("limit hit"),
    KILLED("killed client"),
    GARBAGE("garbage"),
    SILENCE("silence");

    private final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  static List<String> kinds() {
    return Arrays.stream(Kind.values()).map(kind -> kind.title).toList();
  }

  /** Has one client of a kind that chance chooses. */
  void next(Random random) throws InterruptedException {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    try {
      String why = run(kind, random);
      if (why.isEmpty()) {
        tally.right(kind.title);
      } else {
        tally.wrong(kind.title, why);
      }
    } catch (IOException e) {
      tally.wrong(kind.title, e.toString());
    }
  }

  /** Why it went wrong, or nothing. */
  private String run(Kind kind, Random random) throws IOException, InterruptedException {
    return switch (kind) {
      case PULL -> pull(random);
      case UPDATE -> update(random);
      case PUSH -> push(random);
      case SECRET -> secretPull(random);
      case WRONG_PASSWORD -> wrongPassword(random);
      case NO_MODULE -> noModule(random);
      case LIMIT -> limitHit(random);
      case KILLED -> killed(random);
      case GARBAGE -> garbage(random);
      case SILENCE -> silence(random);
    };
  }

  private String url(String path) {
    return "rsync://127.0.0.1:" + port + "/" + path;
  }

  private static String option(Random random) {
    return List.of("-a", "-az", "-ac", "-aH", "-az --zc=zlib", "-a --no-inc-recursive")
        .get(random.nextInt(6));
  }

  /** Ends with the code that the program ended with, or -1 after a minute. */
  private int client(StringBuilder said, String options, String... words)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output" + id);
    Process process = start(output, options, words);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      process.waitFor();
      said.append("still running after a minute: ");
    }
    String text = Files.readString(output, ISO_8859_1).strip();
    said.append(options).append(' ').append(String.join(" ", words)).append(": ").append(text);
    return said.indexOf("still running") == 0 ? -1 : process.exitValue();
  }

  private Process start(Path output, String options, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(rsync.toString()));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("RSYNC_PASSWORD", "long enough a word");
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return builder.start();
  }

  private String expect(int code, String options, String... words)
      throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    int got = client(said, options, words);
    return got == code ? "" : "exit " + got + ", " + said;
  }

  private Path empty(String name) throws IOException {
    Path copy = folder.resolve(name + id);
    SoakTree.remove(copy);
    return Files.createDirectories(copy);
  }

  private String pull(Random random) throws IOException, InterruptedException {
    Path copy = empty("copy");
    String why = expect(0, option(random), url("data/"), copy + "/");
    return why.isEmpty() ? SoakTree.difference(served, copy) : why;
  }

  /** Over an older copy, by its blocks, with what is no longer there deleted. */
  private String update(Random random) throws IOException, InterruptedException {
    Path copy = folder.resolve("copy" + id);
    if (!Files.exists(copy.resolve("large"))) {
      String why = pull(random);
      if (!why.isEmpty()) {
        return why;
      }
    }
    SoakTree.change(copy, random);
    String why = expect(0, option(random) + " --delete", url("data/"), copy + "/");
    return why.isEmpty() ? SoakTree.difference(served, copy) : why;
  }

  private String push(Random random) throws IOException, InterruptedException {
    Path own = folder.resolve("own" + id);
    if (Files.exists(own)) {
      SoakTree.change(own, random);
    } else {
      SoakTree.make(own, random);
    }
    String options = option(random) + " --delete";
    String why = expect(0, options, own + "/", url("push/" + id + "/"));
    if (!why.isEmpty()) {
      return why;
    }
    return SoakTree.difference(own, folder.resolve("pushed/" + id));
  }

  private String secretPull(Random random) throws IOException, InterruptedException {
    Path copy = empty("secret");
    String secret = "rsync://soak@127.0.0.1:" + port + "/secret/";
    String why = expect(0, option(random), secret, copy + "/");
    return why.isEmpty() ? SoakTree.difference(served, copy) : why;
  }

  private String wrongPassword(Random random) throws IOException, InterruptedException {
    Path copy = empty("secret");
    String secret = "rsync://nobody" + random.nextInt(9) + "@127.0.0.1:" + port + "/secret/";
    return expect(REFUSED, "-a", secret, copy + "/");
  }

  private String noModule(Random random) throws IOException, InterruptedException {
    return expect(REFUSED, "-a", url("none" + random.nextInt(9) + "/"), empty("copy") + "/");
  }

  /** More clients at once than the module takes: all get the tree or are told that it is full. */
  private String limitHit(Random random) throws IOException, InterruptedException {
    List<Process> clients = new ArrayList<>();
    List<Path> copies = new ArrayList<>();
    for (int i = 0; i < NO_ROOM; i++) {
      copies.add(empty("limited" + i + "of"));
      clients.add(
          start(
              folder.resolve("limited-output" + i + "of" + id),
              "-a --bwlimit=" + (1_000 + random.nextInt(4_000)),
              url("limited/"),
              copies.get(i) + "/"));
    }
    String why = "";
    int refused = 0;
    for (int i = 0; i < NO_ROOM; i++) {
      Process client = clients.get(i);
      if (!client.waitFor(SECONDS, TimeUnit.SECONDS)) {
        client.destroyForcibly();
        client.waitFor();
        why = "still running after a minute";
      } else if (client.exitValue() == 0) {
        why += SoakTree.difference(served, copies.get(i));
      } else if (client.exitValue() == REFUSED) {
        refused++;
      } else {
        why += "exit " + client.exitValue();
      }
    }
    return why.isEmpty() && refused == 0 ? "nobody was refused" : why;
  }

  private String killed(Random random) throws IOException, InterruptedException {
    Path copy = empty("killed");
    boolean pulls = random.nextBoolean();
    Process client =
        pulls
            ? start(folder.resolve("output" + id), "-a --bwlimit=500", url("data/"), copy + "/")
            : start(
                folder.resolve("output" + id),
                "-a --bwlimit=500",
                served + "/",
                url("push/killed" + id + "/"));
    client.waitFor(100 + random.nextInt(1_500), TimeUnit.MILLISECONDS);
    client.descendants().forEach(ProcessHandle::destroyForcibly);
    client.destroyForcibly();
    client.waitFor();
    return "";
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 5_000);
    socket.setSoTimeout(SECONDS * 1_000);
    return socket;
  }

  /** Greets rightly, names a module, and goes on with bytes that mean nothing. */
  private String garbage(Random random) throws IOException {
    byte[] noise = new byte[1 + random.nextInt(100_000)];
    random.nextBytes(noise);
    Socket connected = connect();
    try (Socket socket = connected) {
      OutputStream out = socket.getOutputStream();
      String start =
          switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "@RSYNCD: 33.0 sha512 sha256 sha1 md5 md4\n";
            case 2 -> "@RSYNCD: 33.0 sha512 sha256 sha1 md5 md4\ndata\n";
            default -> "@RSYNCD: 31.0\ndata\n--server\0--sender\0-logDtpre.iLsfxC\0.\0data/\0\0";
          };
      out.write(start.getBytes(ISO_8859_1));
      out.write(noise);
      socket.shutdownOutput();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (java.net.SocketTimeoutException e) {
      return "the daemon did not hang up";
    } catch (IOException e) {
      return ""; // It has hung up already.
    }
    return "";
  }

  /** Says nothing, or hangs up at once. */
  private String silence(Random random) throws IOException, InterruptedException {
    try (Socket socket = connect()) {
      if (random.nextBoolean()) {
        Thread.sleep(random.nextInt(1_000));
      }
      socket.setSoLinger(random.nextBoolean(), 0);
    }
    return "";
  }
}
