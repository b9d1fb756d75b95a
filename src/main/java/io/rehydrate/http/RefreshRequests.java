package io.rehydrate.http;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.TargetName;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.util.function.Consumer;

/** Queues refreshes, whichever way they were asked for, once everything that they name exists. */
public final class RefreshRequests {
  private static final int MOST_QUEUED = 200;

  private final Settings settings;
  private final Store store;
  private final Journal journal;
  private final Consumer<String> requireRef;

  /**
   * @param requireRef throws where a ref does not exist, {@code ref.unknown}
   */
  public RefreshRequests(
      Settings settings, Store store, Journal journal, Consumer<String> requireRef) {
    this.settings = settings;
    this.store = store;
    this.journal = journal;
    this.requireRef = requireRef;
  }

  /**
   * @throws NotFoundException {@code target.unknown}, {@code dump.unknown}, {@code dump.none},
   *     {@code ref.unknown}
   * @throws RefusedException {@code dump.held}
   * @throws BusyException {@code queue.full}
   */
  public Run queue(Actor actor, RefreshBody request) {
    requireRoom();
    requireTarget(request.target());
    requireDump(request.dump());
    request.ref().ifPresent(requireRef);
    return journal.queueRefresh(actor, request.target(), request.dump(), request.ref());
  }

  private void requireRoom() {
    if (journal.in(RunState.QUEUED).size() >= MOST_QUEUED) {
      throw new BusyException(
          "queue.full",
          MOST_QUEUED + " runs wait already",
          "Wait until some have ended, or cancel those that nobody needs");
    }
  }

  private void requireTarget(String name) {
    if (settings.targets().keySet().stream().noneMatch(t -> t.value().equals(name))) {
      throw new NotFoundException(
          "target.unknown",
          "There is no target of that name",
          settings.targets().isEmpty()
              ? "None is configured; see target.<name>.url in application.properties"
              : "The targets are "
                  + String.join(
                      ", ", settings.targets().keySet().stream().map(TargetName::value).toList()));
    }
  }

  private void requireDump(String dump) {
    StoredDump found = dump.equals(RefreshBody.LATEST) ? store.latest() : store.get(Ids.dump(dump));
    if (found.held()) {
      throw new RefusedException(
          "dump.held",
          "The dump " + found.id() + " is held: " + found.hold().orElseThrow().why(),
          "Have an operator look at it and release it, or take another");
    }
  }
}
