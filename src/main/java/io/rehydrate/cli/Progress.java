package io.rehydrate.cli;

import java.util.Locale;

/** Lines on standard error, each with the time since the beginning. */
public final class Progress {
  private static final double NANOS = 1e9;

  private final long since = System.nanoTime();

  public void tell(String line) {
    Terminal.message(String.format(Locale.ROOT, "%7.1f s  %s", seconds(), line));
  }

  /** Reports a line of a run's log, whose own time of day is left out. */
  public void tellLogged(String line) {
    tell(line.substring(line.indexOf(' ') + 1));
  }

  public double seconds() {
    return (System.nanoTime() - since) / NANOS;
  }
}
