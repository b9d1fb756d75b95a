package io.rehydrate.console;

import io.rehydrate.http.DumpOperations;
import io.rehydrate.http.DumpView;
import io.rehydrate.http.NightHealth;
import io.rehydrate.http.RunOperations;
import io.rehydrate.http.RunView;
import io.rehydrate.http.TargetOperations;
import io.rehydrate.night.Nights;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;

/** Whether the newest dump is good, how the nights went, and what the targets hold. */
public final class OverviewPage {
  private static final int RUNS = 50;

  private final Console console;
  private final DumpOperations dumps;
  private final RunOperations runs;
  private final TargetOperations targets;
  private final Nights nights;
  private final NightHealth health;
  private final NightStrip strip;

  OverviewPage(
      Console console,
      DumpOperations dumps,
      RunOperations runs,
      TargetOperations targets,
      Nights nights,
      NightHealth health,
      NightStrip strip) {
    this.console = console;
    this.dumps = dumps;
    this.runs = runs;
    this.targets = targets;
    this.nights = nights;
    this.health = health;
    this.strip = strip;
  }

  /** The page. */
  public String show(Message message) {
    List<DumpView> all = dumps.views();
    Optional<DumpView> good = all.stream().filter(dump -> !dump.held()).findFirst();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("good", good);
    values.put("held", all.stream().findFirst().filter(DumpView::held));
    values.put("problem", health.problem(good.map(DumpView::asOf)));
    values.put("lastNight", nights.newestSince(Instant.EPOCH).map(RunView::of));
    values.put("nextNight", nights.nextScheduled());
    values.put("days", strip.days(all));
    values.put("targets", TargetLine.of(targets.views(), Visitor.of(message)));
    values.put(
        "active", runs.newest(RUNS).stream().filter(run -> run.endedAt().isEmpty()).toList());
    return console.page(message, "overview", "overview", "Overview", values);
  }
}
