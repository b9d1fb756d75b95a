package io.rehydrate.night;

import static io.rehydrate.night.NightPart.DEHYDRATED;
import static io.rehydrate.night.NightPart.DEHYDRATION;
import static io.rehydrate.night.NightPart.PLAN;
import static io.rehydrate.night.NightPart.SCRATCH;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dehydrate.DehydrationRun;
import io.rehydrate.dehydrate.Dehydrator;
import io.rehydrate.dehydrate.RetriedStatement;
import io.rehydrate.dehydrate.compile.Stage;
import io.rehydrate.dehydrate.compile.Task;
import io.rehydrate.error.StageFailedException;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** What the dehydrate route calls, apart from the retry of a statement. */
public final class DehydrateSteps {
  private final Dehydrator dehydrator;

  public DehydrateSteps(Dehydrator dehydrator) {
    this.dehydrator = dehydrator;
  }

  /**
   * Opens the run's sessions on the scratch and makes the helper schema.
   *
   * @throws StageFailedException {@code dehydrate.failed}
   */
  @NightStep(
      needs = {SCRATCH, PLAN},
      gives = DEHYDRATION)
  public DehydrationRun begin(Exchange exchange) {
    Night night = Night.of(exchange);
    return night.give(
        exchange, DEHYDRATION, dehydrator.begin(night.run(), night.scratch(), night.plan()));
  }

  /** Begins to count rows and orphans while the scratch still is what the source was. */
  @NightStep(needs = {SCRATCH, DEHYDRATION})
  public void count(Exchange exchange) {
    Night night = Night.of(exchange);
    dehydrator.count(night.scratch(), night.dehydration());
  }

  /** Whether there is another stage; asked when all of the last one is done. */
  @NightStep(needs = DEHYDRATION)
  public boolean hasNext(Exchange exchange) {
    return Night.of(exchange).dehydration().hasNext();
  }

  /**
   * The next stage; its tasks may run in parallel.
   *
   * @throws StageFailedException {@code core.empty}, {@code run.cancelled}
   */
  @NightStep(needs = DEHYDRATION)
  public Stage next(Exchange exchange) {
    Night night = Night.of(exchange);
    return dehydrator.next(night.run(), night.dehydration());
  }

  /** A task's statements, which run one after the other. */
  @NightStep(needs = DEHYDRATION)
  public List<RetriedStatement> statements(@Body Task task, Exchange exchange) {
    Night night = Night.of(exchange);
    return RetriedStatement.of(night.run(), night.dehydration(), task);
  }

  /**
   * Counts what is left and proves that no reference leads nowhere.
   *
   * @throws StageFailedException {@code dehydrate.orphans}, {@code dehydrate.failed}
   */
  @NightStep(
      needs = {SCRATCH, DEHYDRATION},
      gives = DEHYDRATED)
  public DehydrationResult finish(Exchange exchange) {
    Night night = Night.of(exchange);
    return night.give(
        exchange, DEHYDRATED, dehydrator.finish(night.scratch(), night.dehydration()));
  }
}
