package io.rehydrate.run;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import java.util.List;

/** How many runs may wait: who asks faster than it is done would fill the journal. */
public final class QueueBound {
  static final int MOST = 100;
  static final int MOST_OF_ONE = 10;

  private QueueBound() {}

  /**
   * To be called before a run is queued.
   *
   * @param lease that the run will need
   * @throws BusyException {@code queue.full}
   */
  public static void require(Journal journal, String lease) {
    require(journal, lease, 0);
  }

  /**
   * @param replaced how many of this lease end as this one is queued
   */
  static void require(Journal journal, String lease, int replaced) {
    List<Run> waiting = journal.in(RunState.QUEUED);
    long same = waiting.stream().filter(run -> run.lease().equals(lease)).count() - replaced;
    if (same >= MOST_OF_ONE) {
      throw full(same + " runs wait for '" + lease + "' already");
    }
    if (waiting.size() - replaced >= MOST) {
      throw full(waiting.size() + " runs wait already");
    }
  }

  private static BusyException full(String what) {
    return new BusyException(
        ErrorCode.QUEUE_FULL,
        what,
        "Wait until some have ended, or cancel some with 'runs cancel ID'");
  }
}
