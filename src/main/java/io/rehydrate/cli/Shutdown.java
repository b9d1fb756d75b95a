package io.rehydrate.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * What happens when a signal ends the process, in one order: the runs come to their end while all
 * that they need is still there, the command says what became of them, then everything is closed.
 */
public final class Shutdown {
  /** Longer than Camel takes to stop. */
  private static final long COMMAND_ENDS_SECONDS = 40;

  private volatile CountDownLatch atWork = new CountDownLatch(0);

  private Shutdown(Runnable runs, AutoCloseable everything) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(runs, everything), "shutdown"));
  }

  /** For a command that never ends by itself: closing ends its runs too. */
  public static void with(AutoCloseable everything) {
    of(() -> {}, everything);
  }

  /**
   * For a command with runs in the foreground.
   *
   * @param runs ends them
   * @param everything is closed by the command too; whoever comes second waits and does nothing
   */
  static Shutdown of(Runnable runs, AutoCloseable everything) {
    return new Shutdown(runs, everything);
  }

  /** Does a command's work; a signal waits for its end once the runs are ended. */
  int during(IntSupplier work) {
    CountDownLatch ended = new CountDownLatch(1);
    atWork = ended;
    try {
      return work.getAsInt();
    } finally {
      ended.countDown();
    }
  }

  private void end(Runnable runs, AutoCloseable everything) {
    try {
      runs.run();
      if (!atWork.await(COMMAND_ENDS_SECONDS, TimeUnit.SECONDS)) {
        Terminal.message("rehydrate: the run has not come to its end in time");
      }
      everything.close();
    } catch (Exception e) {
      Terminal.message("rehydrate: stopping was not clean: " + e.getClass().getSimpleName());
    }
  }
}
