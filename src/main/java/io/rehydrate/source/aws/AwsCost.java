package io.rehydrate.source.aws;

import io.rehydrate.run.ActiveRun;
import io.rehydrate.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Variable;

/** The bean that estimates what a night cost at AWS, and what a forgotten scratch would. */
public final class AwsCost {
  private static final double HOURS_OF_A_MONTH = 730;
  private static final double BYTES_OF_A_GIGABYTE = 1024.0 * 1024 * 1024;
  private static final Duration LEAST_BILLED = Duration.ofMinutes(10);

  private final Settings settings;
  private final CallCounter counter;
  private final Clock clock;

  AwsCost(Settings settings, CallCounter counter, Clock clock) {
    this.settings = settings;
    this.counter = counter;
    this.clock = clock;
  }

  /**
   * Writes the estimate into the run's log; a night that made no instance costs nothing to tell.
   */
  public void tell(@Variable("run") ActiveRun run, @Variable("aws") AwsScratch aws) {
    if (aws == null || run.isSuspended()) {
      return;
    }
    run.log().info(counter.calls() + " calls to AWS so far");
    if (aws.instance().instanceCreateTime() != null) {
      run.log().info(estimate(aws));
    }
  }

  /** What the scratch has cost so far, and what it would cost if it were forgotten. */
  String estimate(AwsScratch aws) {
    Instant since = aws.instance().instanceCreateTime();
    return since == null ? "" : estimate(aws, Duration.between(since, clock.instant()));
  }

  private String estimate(AwsScratch aws, Duration up) {
    double hours = Math.max(up.toSeconds(), LEAST_BILLED.toSeconds()) / 3600.0;
    Settings.Prices prices = settings.prices();
    String ofClass = aws.instance().dbInstanceClass();
    boolean serverless = "db.serverless".equals(ofClass);
    double acu = aws.settings().acu().map(Settings.Aws.Acu::most).orElse(1.0);
    Optional<Double> anHour =
        serverless ? prices.acuHour().map(price -> price * acu) : prices.instanceHour();
    double gigabytes = gigabytes(aws);
    Optional<Double> aMonth = prices.storageGbMonth().map(price -> price * gigabytes);
    String text =
        text("%.2f h of the scratch are paid for (%s, %.0f GB)", hours, ofClass, gigabytes);
    if (anHour.isEmpty()) {
      return text + "; set cost.* for an estimate in money";
    }
    double night = anHour.get() * hours + aMonth.map(m -> m * hours / HOURS_OF_A_MONTH).orElse(0.0);
    double forgotten = anHour.get() * HOURS_OF_A_MONTH + aMonth.orElse(0.0);
    return text
        + text(
            ", about %.2f %s%s; forgotten it would cost %.0f %s a month",
            night, prices.currency(), serverless ? " at most" : "", forgotten, prices.currency())
        + prices
            .ioMillion()
            .map(p -> text("; I/O comes on top, at %.2f %s a million", p, prices.currency()))
            .orElse("");
  }

  /** Aurora reports 0 or 1 for what grows by itself; then the server's own estimate counts. */
  private static double gigabytes(AwsScratch aws) {
    Integer told =
        aws.settings().isInstance()
            ? aws.instance().allocatedStorage()
            : aws.cluster().allocatedStorage();
    return Math.max(told == null ? 0 : told, aws.bytes() / BYTES_OF_A_GIGABYTE);
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
