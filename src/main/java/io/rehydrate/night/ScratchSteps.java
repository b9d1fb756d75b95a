package io.rehydrate.night;

import static io.rehydrate.night.NightPart.PLAN;
import static io.rehydrate.night.NightPart.SCRATCH;

import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.source.PreparedScratch;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ServerSource;
import org.apache.camel.Exchange;

/** What the acquire routes call for the scratch. */
public final class ScratchSteps {
  private final ServerSource source;
  private final PreparedScratch prepared;

  public ScratchSteps(ServerSource source, PreparedScratch prepared) {
    this.source = source;
    this.prepared = prepared;
  }

  /**
   * Copies the source to the server at {@code scratch.url}.
   *
   * @throws RefusedException {@code guard.source}, {@code scratch.space}
   * @throws StageFailedException {@code copy.changed}, {@code copy.deadline}
   */
  @NightStep(needs = PLAN, gives = SCRATCH)
  public Scratch copy(Exchange exchange) {
    Night night = Night.of(exchange);
    return night.give(exchange, SCRATCH, source.copy(night.run(), night.plan()));
  }

  /**
   * Takes the server at {@code scratch.url}, which holds the source's schemas already.
   *
   * @throws RefusedException {@code guard.source}
   * @throws StageFailedException {@code scratch.differs}
   */
  @NightStep(needs = PLAN, gives = SCRATCH)
  public Scratch take(Exchange exchange) {
    Night night = Night.of(exchange);
    return night.give(exchange, SCRATCH, prepared.take(night.run(), night.plan()));
  }
}
