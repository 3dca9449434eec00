package org.jrsync.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jrsync.daemon.ServedModules.Ended;
import org.jrsync.daemon.config.ListenerModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code ignore nonreadable}, {@code insecure links} and {@code devices}: what a module lets its
 * clients reach.
 */
@ParameterizedClass
@EnumSource
class ReachOfModulesTest {

  private static final int NOBODY = 65534;

  @Parameter ListenerModel model = ListenerModel.THREADS;

  @TempDir Path dir;

  @BeforeEach
  void needsTheClient() throws IOException {
    assumeTrue(ServedModules.hasClient(), "no rsync is installed");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A module of a user who can be denied something. */
  private static String as(String name, Object path, String more) {
    String own = ServedModules.root() ? "uid = " + NOBODY + "\ngid = " + NOBODY + "\n" : "";
    return "[" + name + "]\n" + own + "path = " + path + "\n" + more;
  }

  private static Path give(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    if (ServedModules.root()) {
      Files.setAttribute(file, "unix:uid", NOBODY);
    }
    return file;
  }

  private Path halfReadable(String name) throws IOException {
    Path tree = give(Files.createDirectories(dir.resolve(name)), "rwxr-xr-x");
    give(Files.writeString(tree.resolve("open"), "1"), "rw-r--r--");
    give(Files.writeString(tree.resolve("closed"), "2"), "-w-------");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("closed"));
    Path inner = give(Files.createDirectory(tree.resolve("dark")), "-wx------");
    give(Files.writeString(inner.resolve("within"), "3"), "rw-r--r--");
    return tree;
  }

  @Test
  void whatCannotBeReadIsNotSeen() throws Exception {
    Path tree = halfReadable("tree");
    try (ServedModules served =
        new ServedModules(
            model, as("plain", tree, "") + as("quiet", tree, "ignore nonreadable = yes\n"))) {
      assertThat(served.run("-a", served.url("plain/"), dir + "/1/").exitCode()).isEqualTo(23);

      Ended quiet =
          served.run("-r", "--links", "--out-format=%n", served.url("quiet/"), dir + "/2");
      assertThat(quiet).isEqualTo(new Ended(0, "./\nlink\nopen\n"));
      assertThat(dir.resolve("2/closed")).doesNotExist();
      assertThat(dir.resolve("2/dark")).doesNotExist();

      // The link leads to what is hidden; one that is named is answered for.
      assertThat(served.run("-rL", "--out-format=%n", served.url("quiet/"), dir + "/3").output())
          .isEqualTo("./\nopen\n");
      assertThat(served.run("-r", served.url("quiet/closed"), dir + "/4").exitCode()).isEqualTo(23);
    }
  }

  @Test
  void whatCannotBeReadIsNotDeleted() throws Exception {
    Path tree = halfReadable("tree");
    Path empty = Files.createDirectory(dir.resolve("empty"));
    try (ServedModules served =
        new ServedModules(model, as("m", tree, "read only = no\nignore nonreadable = yes\n"))) {
      assertThat(served.run("-r", "--delete", empty + "/", served.url("m/")))
          .isEqualTo(new Ended(0, ""));
      assertThat(tree.resolve("open")).doesNotExist();
      assertThat(tree.resolve("link")).doesNotExist();
      assertThat(tree.resolve("closed")).exists();
      assertThat(tree.resolve("dark")).exists();
    }
  }

  @Test
  void linksLeadOutOfAModuleThatSaysSo() throws Exception {
    Path outside = give(Files.createDirectory(dir.resolve("outside")), "rwxr-xr-x");
    give(Files.writeString(outside.resolve("file"), "text"), "rw-r--r--");
    Path tree = give(Files.createDirectory(dir.resolve("tree")), "rwxr-xr-x");
    Files.createSymbolicLink(tree.resolve("out"), outside);
    Files.createSymbolicLink(tree.resolve("one"), outside.resolve("file"));
    try (ServedModules served =
        new ServedModules(
            model,
            as("safe", tree, "use chroot = no\nmunge symlinks = no\n")
                + as("free", tree, "use chroot = no\nmunge symlinks = no\ninsecure links = yes\n")
                + as(
                    "write",
                    tree,
                    "use chroot = no\nmunge symlinks = no\nread only = no\ninsecure links = yes\n")
                + as("root", tree, "use chroot = yes\ninsecure links = yes\n"))) {
      for (String module : new String[] {"safe", "root"}) {
        served.run("-rL", served.url(module + "/"), dir + "/" + module + "/");
        served.run("-r", served.url(module + "/out/"), dir + "/" + module + "/");
        assertThat(dir.resolve(module + "/out")).doesNotExist();
        assertThat(dir.resolve(module + "/one")).doesNotExist();
        assertThat(dir.resolve(module + "/file")).doesNotExist();
      }
      assertThat(served.run("-rL", served.url("free/"), dir + "/1/")).isEqualTo(new Ended(0, ""));
      assertThat(dir.resolve("1/out/file")).hasContent("text");
      assertThat(dir.resolve("1/one")).hasContent("text");
      assertThat(served.run("-r", served.url("free/out/file"), dir + "/2"))
          .isEqualTo(new Ended(0, ""));
      assertThat(dir.resolve("2")).hasContent("text");

      assertThat(served.run("-r", dir + "/2", served.url("write/out/new")))
          .isEqualTo(new Ended(0, ""));
      assertThat(outside.resolve("new")).hasContent("text");

      // What a client says itself is the module's all the same.
      served.run("-r", served.url("free/../outside/file"), dir + "/3");
      assertThat(dir.resolve("3")).doesNotExist();
      assertThat(served.run("-r", served.url("free" + outside + "/file"), dir + "/4").exitCode())
          .isEqualTo(23);
    }
  }

  @Test
  void linksLeadThroughTheOuterPartOfAChroot() throws Exception {
    Path outer = give(Files.createDirectory(dir.resolve("outer")), "rwxr-xr-x");
    give(Files.writeString(outer.resolve("beside"), "text"), "rw-r--r--");
    give(Files.writeString(dir.resolve("outside"), "secret"), "rw-r--r--");
    Path inner = give(Files.createDirectory(outer.resolve("inner")), "rwxr-xr-x");
    Files.createSymbolicLink(inner.resolve("up"), Path.of("../beside"));
    Files.createSymbolicLink(inner.resolve("far"), Path.of("../../outside"));
    String path = outer + "/./inner";
    String more = "use chroot = yes\nmunge symlinks = no\n";
    try (ServedModules served =
        new ServedModules(
            model, as("safe", path, more) + as("free", path, more + "insecure links = yes\n"))) {
      served.run("-rL", served.url("safe/"), dir + "/1/");
      assertThat(dir.resolve("1/up")).doesNotExist();
      served.run("-rL", served.url("free/"), dir + "/2/");
      assertThat(dir.resolve("2/up")).hasContent("text");
      assertThat(dir.resolve("2/far")).doesNotExist();
    }
  }

  @Test
  void devicesAreMadeUnlessTheModuleForbidsThem() throws Exception {
    assumeTrue(ServedModules.root(), "only root makes devices");
    Path source = Files.createDirectory(dir.resolve("source"));
    Files.writeString(source.resolve("file"), "1");
    Process made = new ProcessBuilder("mknod", source + "/null", "c", "1", "3").inheritIO().start();
    assumeTrue(made.waitFor() == 0, "no devices can be made here");
    Path with = Files.createDirectory(dir.resolve("with"));
    Path without = Files.createDirectory(dir.resolve("without"));
    String writable = "uid = root\ngid = root\nread only = no\n";
    try (ServedModules served =
        new ServedModules(
            model,
            "[with]\npath = "
                + with
                + "\n"
                + writable
                + "[without]\npath = "
                + without
                + "\n"
                + writable
                + "devices = no\n")) {
      assertThat(served.run("-a", source + "/", served.url("with/")).exitCode()).isZero();
      assertThat(Files.getAttribute(with.resolve("null"), "unix:rdev"))
          .isEqualTo(Files.getAttribute(Path.of("/dev/null"), "unix:rdev"));

      Ended refused = served.run("-a", source + "/", served.url("without/"));
      assertThat(refused.exitCode()).isEqualTo(23);
      assertThat(refused.output()).contains("null\" (in without) failed: Operation not permitted");
      assertThat(without.resolve("null")).doesNotExist();
      assertThat(without.resolve("file")).hasContent("1");
    }
  }
}
