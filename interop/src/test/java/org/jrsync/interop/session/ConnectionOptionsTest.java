package org.jrsync.interop.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client reaches a daemon: sockets, proxies and programs in their place. */
@Timeout(60)
class ConnectionOptionsTest {
  private final Scratch scratch = new Scratch();

  @AfterEach
  void end() {
    scratch.close();
  }

  /** Answers each connection with the same bytes and keeps what it was asked. */
  private static final class Proxy implements AutoCloseable {
    private final ServerSocket socket;
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final AtomicInteger resets = new AtomicInteger();

    Proxy(String answer) throws IOException {
      socket = new ServerSocket(0, 8, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      Thread.ofVirtual()
          .start(() -> {
            while (!socket.isClosed()) {
              try (Socket client = socket.accept()) {
                client.setSoTimeout(5000);
                asked.add(header(client));
                client.getOutputStream().write(answer.getBytes(ISO_8859_1));
                client.shutdownOutput();
                while (client.getInputStream().read() >= 0) {
                  // Until the client has seen all of it.
                }
              } catch (IOException e) {
                resets.incrementAndGet();
              }
            }
          });
    }

    private static String header(Socket client) throws IOException {
      StringBuilder text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0) {
        int b = client.getInputStream().read();
        if (b < 0) {
          break;
        }
        text.append((char) b);
      }
      return text.toString();
    }

    String place() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    String next() throws InterruptedException {
      return String.valueOf(asked.poll(10, TimeUnit.SECONDS));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static final List<String> LIST = List.of("rsync://files.invalid:8873/module/");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 503 Service Unavailable\r\n\r\n",
        "HTTP/1.1    299 Fine\nX: y\n\n",
        "HTTP/1.0 200 OK\r\n\r\n@RSYNCD: 31.0\n@ERROR: no\n",
        "HTTP/1.0 200 OK\r\n\r\nwhat\n",
        "HTTP/1.0 200 OK\r\nno end",
        "HTTP/ 2",
        "SSH-2.0-x\r\n",
        "",
        "\n",
      })
  void answersOfAProxy(String answer) throws Exception {
    try (Proxy proxy = new Proxy(answer)) {
      new SideBySide().env("RSYNC_PROXY", proxy.place()).compare(LIST, scratch.path());
      assertThat(proxy.next()).isEqualTo(proxy.next());
    }
  }

  @Test
  void tooLongAnswers() throws Exception {
    for (int length : new int[] {1021, 1022, 1023, 1024}) {
      String line = "HTTP/1.0 200 " + "x".repeat(length - 13);
      for (String answer : List.of(line + "\n\n", "HTTP/1.0 200\n" + line + "\n\n")) {
        try (Proxy proxy = new Proxy(answer)) {
          new SideBySide().env("RSYNC_PROXY", proxy.place()).compare(LIST, scratch.path());
        }
      }
    }
  }

  @Test
  void requests() throws Exception {
    for (String credentials :
        List.of(
            "", "u:p@", "u:p@w:x@", "a:" + "b".repeat(500) + "@", "a:" + "b".repeat(765) + "@")) {
      for (int length : new int[] {3, 200, 1000}) {
        try (Proxy proxy = new Proxy("HTTP/1.0 403 no\n\n")) {
          String host = "h".repeat(length);
          String said =
              new SideBySide()
                  .env("RSYNC_PROXY", credentials + proxy.place())
                  .compare(List.of("rsync://" + host + "/m/"), scratch.path());
          if (said.contains("403")) {
            assertThat(proxy.next()).isEqualTo(proxy.next()).startsWith("CONNECT " + host + ":873");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "user@localhost:80",
        "localhost:",
        "localhost:http1",
        "127.0.0.1:1",
        "a:b@127.0.0.1:1",
        "",
        "name.invalid:80",
      })
  void specifications(String variable) {
    new SideBySide()
        .env("RSYNC_PROXY", variable)
        .compare(List.of("rsync://127.0.0.1:1/m/", "--debug=connect2"), scratch.path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsync://127.0.0.1:1/m/",
        "-4 rsync://127.0.0.1:1/m/",
        "-6 rsync://127.0.0.1:1/m/",
        "--ipv6 rsync://[::1]:1/m/",
        "-6 --sockopts=SO_KEEPALIVE,NONE,SO_SNDBUF=8192,IPTOS_LOWDELAY=3 rsync://[::1]:1/m/",
        "--sockopts=SO_SNDLOWAT=5,tcp_nodelay rsync://127.0.0.1:1/m/",
        "--sockopts= rsync://127.0.0.1:1/m/",
        "rsync://name.invalid/m/",
        "--address=127.0.0.1 rsync://127.0.0.1:1/m/",
        "--address=192.0.2.1 rsync://127.0.0.1:1/m/",
      })
  void sockets(String line) {
    new SideBySide().compare(List.of(line.split(" ")), scratch.path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsync://a.b-c_d/m/",
        "rsync://-a/m/",
        "rsync://a;b/m/",
        "a%b::m/",
        "~a::m/",
        "a+b::m/"
      })
  void hostsOfAConnectProgram(String url) {
    new SideBySide()
        .env("RSYNC_CONNECT_PROG", "echo '@ERROR: '%H 100%% %x")
        .compare(List.of(url), scratch.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo no", "echo 0"})
  void connectPrograms(String program) {
    new SideBySide().env("RSYNC_CONNECT_PROG", program).compare(List.of("a;b::m/"), scratch.path());
    new SideBySide()
        .env("RSYNC_CONNECT_PROG", program)
        .env("RSYNC_SHELL", "bash")
        .compare(List.of("a;b::m/"), scratch.path());
  }

  /** Stands for ssh and keeps what it is called with. */
  @ParameterizedTest
  @ValueSource(strings = {"-4", "-6", "-4 -6", "-q"})
  void versionsForSsh(String options) throws IOException {
    Path said = scratch.path().resolve("said");
    String script = "#!/bin/sh\necho \"$@\" > " + said + "\n";
    Path other = scratch.script("rsh", script);
    scratch.script("ssh", script);
    for (String shell : List.of("./ssh -x", "./ssh", other.toString())) {
      List<String> words =
          List.of(("-e|" + shell + "|" + options.replace(' ', '|') + "|u@h:x|.").split("\\|"));
      Command.of(SideBySide.theirs(), words).in(scratch.path()).run().expect(12);
      String expected = Files.readString(said);
      Command.of(Jrsync.binary(), words).in(scratch.path()).run().expect(12);
      assertThat(said).hasContent(expected);
    }
  }

  @Test
  void earlyInput() throws IOException {
    // Says its greeting, keeps what it is told, and ends when nothing more comes.
    String daemon = "printf '@RSYNCD: 31.0\\n'; timeout 0.4 cat > said; true";
    Path said = scratch.path().resolve("said");
    scratch.file("short", "first\nsecond");
    scratch.file("empty", "");
    scratch.file("long", "x".repeat(5120));
    scratch.file("longer", "x".repeat(5121));
    for (String name : List.of("short", "empty", "long", "longer", "none")) {
      List<String> words = List.of("--early-input=" + name, "--protocol=31", "h::mod/", ".");
      String line =
          new SideBySide().env("RSYNC_CONNECT_PROG", daemon).compare(words, scratch.path());
      String ours = Files.readString(said);
      Command.of(SideBySide.theirs(), words)
          .env("RSYNC_CONNECT_PROG", daemon)
          .in(scratch.path())
          .run();
      assertThat(ours).as(line).isEqualTo(Files.readString(said));
    }
  }
}
