package io.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calculates the tables of docs/scale.md again, from the rates that the page says were measured.
 */
class ScalePageTest {
  private static final double MEASURED_GB = 5.4;
  private static final List<Double> SIZES = List.of(10.0, 100.0, 1_000.0, 10_000.0);

  /** Stages of statements and client programs, whatever the size. */
  private static final double LARGEST_FIXED = 20;

  private static final Map<String, Double> SECONDS =
      Map.of("s", 1.0, "min", 60.0, "h", 3_600.0, "USD", 1.0);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private List<String> lines;

  @BeforeEach
  void read() throws IOException {
    lines = Files.readAllLines(Path.of("docs/scale.md"));
  }

  private List<String> cells(String start) {
    String row =
        lines.stream().filter(line -> line.startsWith("| " + start)).findFirst().orElseThrow();
    return List.of(row.substring(1).split("\\|")).stream().map(String::strip).skip(1).toList();
  }

  private double rate(String step) {
    return Double.parseDouble(cells(step).get(1));
  }

  private double server(double gb) {
    return gb * (rate("`acquire`") + rate("`dehydrate`") + rate("`dump`") + rate("load, "));
  }

  private double aws(double gb, double minutesToAnswer) {
    return minutesToAnswer * 60 + gb * (rate("whole copy") + rate("`dump`") + rate("load, "));
  }

  private static double dollars(double gb, double seconds) {
    double hours = seconds / 3_600;
    return 0.52 * hours + 0.10 * gb * hours / 730 + io(gb);
  }

  private static double io(double gb) {
    return 2 * gb * 1e9 / 16_384 * 0.20 / 1e6;
  }

  /** A cell is right if rounding and the fixed part explain what it differs by. */
  private void isCalculated(String row, int n, double least, double most) {
    String[] cell = BLANKS.split(cells(row).get(n));
    String number = cell[0].replace(",", "");
    double unit = SECONDS.get(cell[1]);
    double half = (number.contains(".") ? 0.05 : 0.5) * unit * 1.001;
    assertThat(Double.parseDouble(number) * unit)
        .as("%s, %s GB", row, SIZES.get(n))
        .isBetween(least - half, most + half);
  }

  private void isTime(String row, int n, double seconds) {
    isCalculated(row, n, seconds, seconds + LARGEST_FIXED);
  }

  @Test
  void rates_are_seconds_by_the_size_that_was_measured() {
    for (String step : List.of("`acquire`", "`dehydrate`", "whole copy", "`dump`", "load, ")) {
      assertThat(rate(step))
          .as(step)
          .isCloseTo(Double.parseDouble(cells(step).get(0)) / MEASURED_GB, within(0.05));
    }
  }

  @Test
  void times_follow_from_the_rates() {
    for (int n = 0; n < SIZES.size(); n++) {
      double gb = SIZES.get(n);
      isTime("`server`", n, server(gb));
      isTime("`aurora-clone` |", n, aws(gb, 30));
      isTime("`aurora-snapshot`", n, aws(gb, 60));
      isTime("refresh", n, gb * rate("load, "));
    }
  }

  @Test
  void money_follows_from_the_times() {
    for (int n = 0; n < SIZES.size(); n++) {
      double gb = SIZES.get(n);
      double clone = dollars(gb, aws(gb, 30));
      isCalculated("`aurora-clone`: ", n, clone, clone);
      isCalculated("of which I/O", n, io(gb), io(gb));
      double never = 0.52 * 730 + 0.10 * gb;
      isCalculated("the same scratch", n, never, never);
    }
  }
}
