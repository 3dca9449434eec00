package org.jrsync.interop.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel says of one thread: its name, and who it is.
 *
 * @param name of at most 15 bytes
 * @param uids real, effective, saved and file-system user
 * @param gids the same of groups
 * @param groups supplementary groups
 * @param capabilities the effective set, in hexadecimal
 */
record ThreadIdentity(String name, String uids, String gids, String groups, String capabilities) {

  /** All threads of a process; those that end meanwhile are left out. */
  static List<ThreadIdentity> ofProcess(long pid) {
    List<ThreadIdentity> threads = new ArrayList<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks) {
        try {
          threads.add(of(task));
        } catch (NoSuchFileException e) {
          // It has ended.
        } catch (IOException e) {
          // The kernel's word for one that ends while its status is read.
          if (!String.valueOf(e.getMessage()).contains("No such process")) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return threads;
  }

  /** The process as it was started, which its first thread stays. */
  static ThreadIdentity ofFirst(long pid) {
    try {
      return of(Path.of("/proc", Long.toString(pid), "task", Long.toString(pid)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ThreadIdentity of(Path task) throws IOException {
    String status = Files.readString(task.resolve("status"), StandardCharsets.ISO_8859_1);
    return new ThreadIdentity(
        field(status, "Name"),
        field(status, "Uid"),
        field(status, "Gid"),
        field(status, "Groups"),
        field(status, "CapEff"));
  }

  private static String field(String status, String label) {
    int at = status.indexOf(label + ":\t");
    int end = status.indexOf('\n', at);
    if (at < 0 || end < 0) {
      throw new IllegalStateException(label + " is missing in " + status);
    }
    return status.substring(at + label.length() + 2, end).trim();
  }

  /** Whom files are touched as. */
  String fileSystemUser() {
    return uids.substring(uids.lastIndexOf('\t') + 1);
  }

  /** Whether both are the same user with the same groups and powers. */
  boolean isSameAs(ThreadIdentity other) {
    return new ThreadIdentity("", uids, gids, groups, capabilities)
        .equals(new ThreadIdentity("", other.uids, other.gids, other.groups, other.capabilities));
  }

  /** Whether it is this user, with the group of the same number, and nothing besides. */
  boolean isOnly(int id) {
    String four = "\t" + id;
    return uids.equals(four.repeat(4).substring(1))
        && gids.equals(uids)
        && groups.equals(Integer.toString(id))
        && Long.parseUnsignedLong(capabilities, 16) == 0;
  }

  /** Whether it is one of a session's own threads, by its name. */
  boolean isOfSession() {
    return name.startsWith("session ") || name.startsWith("files of ");
  }
}
