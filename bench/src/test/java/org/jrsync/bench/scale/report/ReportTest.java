package org.jrsync.bench.scale.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final List<String> ROWS =
      List.of(
          "waypoint,arrival,served_as,model,runs,problem,finished,not_greeted,connect_p99,rate,pss",
          "1,steady,nobody,threads,3,,201,0,1.5,90,40",
          "100,all,nobody,threads,3,,100,0,12.5,150,61",
          "1000,all,nobody,threads,3,,1000,0,99.5,140,200",
          "10000,all,nobody,threads,1,,9950,50,3000,100,1700",
          "10000,all,nobody,upstream-4096,1,too slow,10000,0,9000,200,900",
          "10000,hold,nobody,threads,3,,10000,0,4000,,500");

  @Test
  void tellsEveryRowAndWhatTrips(@TempDir Path folder) throws Exception {
    String page = page(folder);
    assertThat(page)
        .contains("| 100 | nobody | threads | 3 | 100 |")
        .contains("| 10 000 | nobody | upstream-4096 (!) | 1 | 10 000 |")
        .contains("(!) W10000 all as nobody upstream-4096: too slow.")
        .contains("| peak PSS, MiB (all at once) | above 1 536 | **1 700** |  |  | 900 |")
        .contains("| peak PSS, MiB (hold) | above 1 536 | 500 |  |  |  |")
        .contains("| clients not greeted (hold) | above 0 | 0 |  |  |  |")
        .contains("| accept failures, % (all at once) | above 0.1 | **0.50** |  |  | 0 |")
        .contains("| throughput by upstream's (all at once) | below 0.9 | **0.50** |  |  | 1 |")
        .contains("- somaxconn: 4096")
        .contains("| nofile 256 | threads | 236 |");
  }

  @Test
  void drawsWellFormedCharts(@TempDir Path folder) throws Exception {
    page(folder);
    for (String name : List.of("memory", "latency", "throughput")) {
      Path file = folder.resolve("docs/connection-scale/" + name + ".svg");
      var chart = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
      assertThat(chart.getDocumentElement().getTagName()).isEqualTo("svg");
    }
    assertThat(folder.resolve("docs/connection-scale/throughput.svg"))
        .content()
        .contains("upstream-4096")
        .contains("sessions per second")
        .contains("connections")
        .doesNotContain("NaN");
  }

  private static String page(Path folder) throws Exception {
    Path docs = Files.createDirectory(folder.resolve("docs"));
    Files.write(folder.resolve("rows.csv"), ROWS);
    Files.write(folder.resolve("machine.txt"), List.of("somaxconn: 4096"));
    Files.write(
        folder.resolve("limits.csv"), List.of("trial,model,greeted", "nofile 256,threads,236"));
    Report.write(folder, docs);
    return Files.readString(docs.resolve("connection-scale.md"));
  }
}
