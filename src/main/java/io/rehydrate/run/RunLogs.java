package io.rehydrate.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of runs: files of the machine that runs them. */
final class RunLogs {
  private static final Logger LOG = LoggerFactory.getLogger(RunLogs.class);

  private final RunFolders folders;
  private final Journal journal;
  private final Clock clock;

  RunLogs(RunFolders folders, Journal journal, Clock clock) {
    this.folders = folders;
    this.journal = journal;
    this.clock = clock;
  }

  RunLog of(RunId id) {
    return new RunLog(folders.logs(), id, clock);
  }

  /**
   * A piece of a run's log. That of a run of another machine begins with the place where it is;
   * what this machine has to say of the run follows.
   */
  RunLog.Piece read(RunId id, long offset) {
    byte[] head =
        elsewhere(id)
            .map(place -> "The log of this run is " + place + "/" + id + ".log\n")
            .orElse("")
            .getBytes(StandardCharsets.UTF_8);
    if (offset < head.length) {
      return new RunLog.Piece(new String(head, StandardCharsets.UTF_8), head.length);
    }
    RunLog.Piece piece = of(id).read(offset - head.length);
    return new RunLog.Piece(piece.text(), piece.nextOffset() + head.length);
  }

  /** Another machine's folder that has this run's log. */
  Optional<String> elsewhere(RunId id) {
    return journal.place(id).filter(place -> !place.equals(folders.place()));
  }

  void delete(RunId id) {
    try {
      of(id).delete();
    } catch (IOException e) {
      LOG.warn("the log of {} can't be removed: {}", id, e.getClass().getSimpleName());
    }
  }
}
