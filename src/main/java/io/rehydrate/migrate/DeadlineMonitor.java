package io.rehydrate.migrate;

import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Ends JGit's work when its time is over. */
final class DeadlineMonitor extends EmptyProgressMonitor {
  private final long end;

  DeadlineMonitor(Duration deadline) {
    this.end = System.nanoTime() + deadline.toNanos();
  }

  @Override
  public boolean isCancelled() {
    return System.nanoTime() - end > 0;
  }
}
