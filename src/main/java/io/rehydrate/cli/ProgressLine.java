package io.rehydrate.cli;

import io.rehydrate.run.ProgressNote;
import java.util.Optional;

/**
 * A line below a run's log on a terminal: how far the run is available, and how long it still
 * takes.
 */
final class ProgressLine {
  private static final int WIDTH = 20;

  private final boolean shown;
  private boolean drawn;

  /**
   * @param shown whether there is a terminal
   */
  ProgressLine(boolean shown) {
    this.shown = shown;
  }

  /** On a terminal alone: a file or a pipe gets the log. */
  static ProgressLine ofThisProcess() {
    return new ProgressLine(System.console() != null);
  }

  synchronized void draw(Optional<ProgressNote> note) {
    if (!shown || (note.isEmpty() && !drawn)) {
      return;
    }
    clear();
    note.ifPresent(n -> Terminal.status(bar(n.percent()) + " " + n.text()));
    drawn = note.isPresent();
  }

  /** Makes room for a line of the log. */
  synchronized void clear() {
    if (drawn) {
      Terminal.status("");
      drawn = false;
    }
  }

  static String bar(int percent) {
    int filled = Math.min(WIDTH, Math.max(0, percent * WIDTH / 100));
    return "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "]";
  }
}
