package org.jrsync.interop.differential;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.Stat;
import org.jrsync.interop.tree.TreeSnapshot;

/** Makes what a run printed and left comparable: without times of its own, speeds and the like. */
final class Traces {

  /** What {@code --stats -vv} tells of the memory of rsync, which is that of the C library. */
  private static final String HEAP =
      "(arena|ordblks|smblks|hblks|hblkhd|allmem|usmblks|fsmblks|uordblks|fordblks|keepcost)";

  private Traces() {}

  static List<String> lines(String text, String server, String client) {
    String same =
        text.replace(server, "PROGRAM")
            .replace(client, "PROGRAM")
            .replaceAll("(?m)^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[\\d+\\] ", "")
            .replaceAll("rsync error: received SIGUSR1 [^\n]*\n", "")
            .replaceAll("rsync: \\[\\w+\\] read error: Connection reset by peer \\(104\\)\n", "")
            .replaceAll("rsync: \\[\\w+\\] write error: Broken pipe \\(32\\)\n", "")
            .replaceAll(
                "(?m)^(rsync\\[\\d+\\] \\([\\w ]+\\) heap statistics:|  " + HEAP + ": .*)\n", "")
            .replaceAll("at [\\w./]+\\(\\d+\\) \\[([\\w ]+)=[\\d.]+\\]", "[$1]")
            .replaceAll("\\.[A-Za-z0-9]{6}\"", ".XXXXXX\"")
            .replaceAll("port \\d+", "port N")
            .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:N")
            .replaceAll("\\((xfr#\\d+, )?(ir|to)-chk=\\d+/\\d+\\)", "(chk)")
            .replaceAll(" +[\\d.]+[kMGT]?B/s +[\\d?]+:[\\d?]+:[\\d?]+", " RATE")
            .replaceAll("File list (generation|transfer) time: .*", "File list $1 time")
            .replaceAll("Total bytes (sent|received): .*", "Total bytes $1")
            .replaceAll("File list size: .*", "File list size")
            .replaceAll("sent [\\d,.]+[KMG]? bytes +received [\\d,.]+[KMG]? bytes.*", "sent")
            .replaceAll("speedup is [\\d,.]+", "speedup")
            .replaceAll("\\(\\d+ bytes received so far\\)", "(N bytes received so far)");
    return Arrays.stream(same.split("[\r\n]+", -1))
        .filter(line -> !line.isBlank())
        .sorted()
        .toList();
  }

  /**
   * All entries below a folder, by path.
   *
   * @param start when the run began, in seconds since 1970: later times count as equal
   */
  static Map<String, String> files(Disk disk, long start) {
    long end = System.currentTimeMillis() / 1000 + 2;
    Map<String, String> all = new TreeMap<>();
    for (Map.Entry<Name, TreeSnapshot.Entry> each : TreeSnapshot.of(disk).entries().entrySet()) {
      String path = each.getKey().toString();
      if (!path.isEmpty() && !path.matches("r?log|batch|batch\\.sh")) {
        all.put(path, shown(each.getValue(), start - 2, end));
      }
    }
    return all;
  }

  private static String shown(TreeSnapshot.Entry entry, long start, long end) {
    Stat stat = entry.stat();
    StringBuilder text = new StringBuilder();
    text.append(Integer.toOctalString(stat.mode())).append(' ');
    text.append(stat.uid()).append(':').append(stat.gid()).append(' ');
    if (stat.seconds() >= start && stat.seconds() <= end) {
      text.append("now");
    } else {
      text.append(stat.seconds()).append('.').append(stat.nanos());
    }
    if (stat.isDevice()) {
      text.append(" device ").append(stat.rdevMajor()).append(',').append(stat.rdevMinor());
    }
    if (!stat.isFolder()) {
      text.append(" size ").append(stat.size());
    }
    if (stat.links() > 1 && !stat.isFolder()) {
      text.append(" linked with ").append(entry.firstLink());
    }
    return text.append(' ').append(entry.content()).toString();
  }
}
