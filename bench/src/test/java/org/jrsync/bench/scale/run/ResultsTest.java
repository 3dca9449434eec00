package org.jrsync.bench.scale.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final Row ROW = new Row(Model.HYBRID, 100, Arrival.HOLD, ServedAs.DAEMON);

  @Test
  void areReadAsTheyWereWritten(@TempDir Path folder) throws Exception {
    Measured measured = new Measured();
    measured.set(Figure.PSS, 12.5);
    measured.set(Figure.CPU, Double.NaN);
    measured.setRuns(3);
    measured.fail("slow, and\nlate");
    Results results = new Results();
    results.put(ROW, measured);
    results.write(folder);
    Map<Row, Measured> read = Results.read(folder).rows();
    assertThat(read).containsOnlyKeys(ROW);
    Measured same = read.values().iterator().next();
    assertThat(same.get(Figure.PSS)).isEqualTo(12.5);
    assertThat(same.get(Figure.CPU)).isNaN();
    assertThat(same.runs()).isEqualTo(3);
    assertThat(same.problem()).isEqualTo("slow; and late");
    assertThat(folder.resolve("rows.json"))
        .content()
        .contains("\"pss\": 12.500")
        .contains("\"cpu\": null")
        .contains("slow, and\\u000alate");
  }

  @Test
  void mediansAreOfEachFigure() {
    Measured first = new Measured();
    first.set(Figure.RATE, 10);
    first.set(Figure.PSS, 3);
    Measured second = new Measured();
    second.set(Figure.RATE, 30);
    second.set(Figure.PSS, 1);
    Measured third = new Measured();
    third.set(Figure.RATE, 20);
    Measured median = Measured.median(List.of(first, second, third));
    assertThat(median.get(Figure.RATE)).isEqualTo(20);
    assertThat(median.get(Figure.PSS)).isEqualTo(2);
    assertThat(median.runs()).isEqualTo(3);
  }
}
