package io.rehydrate.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How far a run is available, for whoever waits for it.
 *
 * @param work what its step is at: {@code copy}, {@code dump}
 * @param unit of {@code done} and {@code total}
 * @param total at least {@code done}; perhaps an estimate
 * @param secondsLeft of this work, at the rate so far
 * @param runSecondsLeft of the run, where an earlier good one shows how long steps take
 */
public record ProgressNote(
    String work,
    String unit,
    long done,
    long total,
    double perSecond,
    Optional<Long> secondsLeft,
    Optional<Long> runSecondsLeft) {

  /**
   * @param stepElapsed how long the run has been at its step
   * @param lastSteps seconds of each step of the last good run of this kind, in their order
   */
  static ProgressNote of(
      Progress.Reading reading, String step, Duration stepElapsed, Map<String, Double> lastSteps) {
    Optional<Long> left = reading.left().map(Duration::toSeconds);
    return new ProgressNote(
        reading.work(),
        reading.unit(),
        reading.done(),
        reading.total(),
        reading.perSecond(),
        left,
        runLeft(left, step, stepElapsed, lastSteps));
  }

  private static Optional<Long> runLeft(
      Optional<Long> left, String step, Duration stepElapsed, Map<String, Double> lastSteps) {
    if (!lastSteps.containsKey(step)) {
      return Optional.empty();
    }
    double ofStep = Math.max(left.orElse(0L), lastSteps.get(step) - stepElapsed.toSeconds());
    double later = 0;
    boolean passed = false;
    for (Map.Entry<String, Double> each : lastSteps.entrySet()) {
      later += passed ? each.getValue() : 0;
      passed |= each.getKey().equals(step);
    }
    return Optional.of(Math.round(ofStep + later));
  }

  public int percent() {
    return (int) (100.0 * done / total);
  }

  /** {@code copy 30 % (1,204,000 of 4,000,000 rows), 40,000 rows/s, 1 m 10 s left}. */
  public String text() {
    boolean bytes = unit.equals(Progress.BYTES);
    String amount =
        bytes
            ? Figures.bytes(done) + " of " + Figures.bytes(total)
            : Figures.number(done) + " of " + Figures.number(total) + " " + unit;
    String rate =
        bytes
            ? Figures.bytes(Math.round(perSecond)) + "/s"
            : (perSecond < 10
                    ? String.format(Locale.ROOT, "%.1f", perSecond)
                    : Figures.number(Math.round(perSecond)))
                + " "
                + unit
                + "/s";
    return work
        + " "
        + percent()
        + " % ("
        + amount
        + ")"
        + (done == 0 ? "" : ", " + rate)
        + left(secondsLeft, " left")
        + left(runSecondsLeft, " left of the run");
  }

  private static String left(Optional<Long> seconds, String words) {
    return seconds.map(s -> ", " + Figures.duration(Duration.ofSeconds(s)) + words).orElse("");
  }
}
