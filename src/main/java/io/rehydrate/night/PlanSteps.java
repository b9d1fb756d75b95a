package io.rehydrate.night;

import static io.rehydrate.night.NightPart.PLAN;

import io.rehydrate.error.InvalidException;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.settings.ServerLogin;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** What the acquire routes call for the plan. */
public final class PlanSteps {
  private final PlanLoader plans;

  public PlanSteps(PlanLoader plans) {
    this.plans = plans;
  }

  /**
   * Matches the plan against the source.
   *
   * @throws InvalidException {@code plan.invalid}, {@code mask.key}
   */
  @NightStep(gives = PLAN)
  public ResolvedPlan resolve(Exchange exchange) {
    return Night.of(exchange).give(exchange, PLAN, plans.resolve());
  }

  /**
   * Matches the plan against the scratch that a snapshot became.
   *
   * @param scratch the login that leads there
   * @throws InvalidException {@code plan.invalid}, {@code mask.key}
   */
  @NightStep(gives = PLAN)
  public ResolvedPlan resolveOn(@Body ServerLogin scratch, Exchange exchange) {
    return Night.of(exchange).give(exchange, PLAN, plans.resolveOn(scratch));
  }

  /**
   * Checks what can be checked before anything is paid for.
   *
   * @throws InvalidException {@code plan.invalid}, {@code mask.key}
   */
  @NightStep
  public void check(Exchange exchange) {
    plans.check(Night.of(exchange).run());
  }
}
