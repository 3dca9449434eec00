package org.jrsync.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every compression with real rsyncs on the other side, which must get each file right at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompressionTest {
  private static final List<String> WAYS =
      List.of(
          "--zc=zstd",
          "--zc=lz4",
          "--zc=zlibx",
          "--zc=zlib",
          "-zz --zl=9",
          "--zc=zlib --zl=0",
          "--zc=none",
          "-z --protocol=29",
          "-z --skip-compress=mixed");

  /** What the older rsync cannot do: it does not know the option, */
  private static final String THREADS = "--zc=zstd --zl=19 --compress-threads=2";

  /** and it fails as a sender of blocks as large as these, whoever receives. */
  private static final List<String> LARGE_BLOCKS =
      List.of(
          "--zc=zlib -B131072",
          "-z --protocol=29 -B100000",
          "--zc=zlib --protocol=30 -B131072",
          "--zc=zlib --protocol=31 -B131072");

  private final World world = new World();

  @BeforeAll
  void create() throws IOException {
    Random random = new Random(5);
    byte[] noise = new byte[600_000];
    random.nextBytes(noise);
    StringBuilder text = new StringBuilder();
    while (text.length() < 1_500_000) {
      text.append("line ").append(random.nextInt(5000)).append(" of a text\n");
    }
    Path files = Files.createDirectories(world.folder("data"));
    Files.write(files.resolve("noise"), noise);
    Files.writeString(files.resolve("text"), text);
    Files.write(files.resolve("empty"), new byte[0]);
    Files.write(files.resolve("zeros"), new byte[3_000_000]);
    Files.write(files.resolve("mixed"), mixed(noise));
    Files.write(files.resolve("new"), mixed(noise));
    Path old = Files.createDirectories(world.folder("old"));
    Files.write(old.resolve("noise"), Arrays.copyOfRange(noise, 1000, 500_000));
    Files.writeString(old.resolve("text"), text.substring(7, 900_000) + text.substring(1_000_000));
    Files.write(old.resolve("zeros"), new byte[1_000_000]);
    Files.write(old.resolve("mixed"), noise);
  }

  /** Behind each piece that an old copy has, literal data that repeats the end of that piece. */
  private static byte[] mixed(byte[] noise) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at + 131_072 <= noise.length; at += 131_072) {
      out.write(noise, at, 131_072);
      out.write(noise, at + 131_072 - 9_000, 8_000);
      out.write(noise, at + 60_000, 8_000);
    }
    return out.toByteArray();
  }

  @AfterAll
  void end() {
    world.close();
  }

  @TestFactory
  Stream<DynamicTest> everyWay() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Exchange exchange : Exchange.all(world, Peers.NEWEST, Peers.OLDER)) {
      boolean newest = exchange.peers() == Peers.NEWEST;
      List<String> ways = new ArrayList<>(WAYS);
      if (newest) {
        ways.add(THREADS);
      }
      if (newest || exchange.pairing().ourClient() == exchange.push()) {
        ways.addAll(LARGE_BLOCKS);
      }
      for (String way : ways) {
        tests.add(DynamicTest.dynamicTest(exchange.title() + ", " + way, () -> run(exchange, way)));
      }
    }
    return tests.stream();
  }

  private void run(Exchange exchange, String way) throws IOException {
    String name = exchange.folderName() + "-" + Integer.toHexString(way.hashCode());
    Path copy = Files.createDirectories(world.copy(name));
    for (Path old : list(world.folder("old"))) {
      Files.copy(old, copy.resolve(old.getFileName()));
    }
    List<String> options = new ArrayList<>(List.of("-rt", "--no-whole-file"));
    options.addAll(List.of(way.split(" ", -1)));
    Result result = exchange.command(options, "data/", name + "/").run().expectSuccess();
    assertThat(result.out() + result.err()).isEmpty();
    for (Path file : list(world.folder("data"))) {
      assertThat(copy.resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
  }

  /** What their client says was agreed, when ours is the server. */
  @TestFactory
  Stream<DynamicTest> whatIsAgreed() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Peers peers : List.of(Peers.NEWEST, Peers.OLDER)) {
      for (Pairing pairing :
          List.of(Pairing.THEIR_CLIENT_OUR_DAEMON, Pairing.THEIR_CLIENT_OUR_SERVER)) {
        Exchange exchange = new Exchange(world, peers, pairing, false);
        agreed(tests, exchange, "", "-z", "negotiated compress: zstd (level 3)");
        agreed(tests, exchange, "lz4 zstd", "-z", "negotiated compress: lz4 (level 0)");
        agreed(tests, exchange, "zlibx zlib", "-z", "negotiated compress: zlibx (level 6)");
        agreed(tests, exchange, "zlib", "-z --zl=4", "negotiated compress: zlib (level 4)");
      }
    }
    return tests.stream();
  }

  private static void agreed(
      List<DynamicTest> tests, Exchange exchange, String list, String options, String expected) {
    tests.add(
        DynamicTest.dynamicTest(
            exchange.title() + ", " + list + " " + options,
            () -> {
              List<String> words = new ArrayList<>(List.of("-n", "--debug=nstr"));
              words.addAll(List.of(options.split(" ", -1)));
              Result result =
                  exchange
                      .command(words, "data/text", "never")
                      .env("RSYNC_COMPRESS_LIST", list)
                      .run()
                      .expectSuccess();
              assertThat(result.out()).contains("Client " + expected);
            }));
  }

  /** Our client says of the negotiation what theirs does. */
  @TestFactory
  Stream<DynamicTest> whatIsSaid() {
    return Stream.of(
            "-z",
            "-z --protocol=29",
            "-c --cc=md5,sha1",
            "--zc=zlib --zl=0",
            "--zc=none --zl=9",
            "-z --zl=-9",
            "-zz")
        .map(options ->
            DynamicTest.dynamicTest(
                options,
                () -> {
                  List<String> words = new ArrayList<>(List.of("-n", "--debug=nstr2"));
                  words.addAll(List.of(options.split(" ", -1)));
                  String ours = said(Pairing.OUR_CLIENT_THEIR_SERVER, words);
                  assertThat(ours)
                      .isNotEmpty()
                      .isEqualTo(said(Pairing.THEIR_CLIENT_OUR_SERVER, words));
                }));
  }

  private String said(Pairing pairing, List<String> options) {
    return new Exchange(world, Peers.NEWEST, pairing, false)
        .command(options, "data/text", "never")
        .run()
        .expectSuccess()
        .out();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
