package io.rehydrate.http;

import io.rehydrate.refresh.TargetHolds;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.TargetName;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Message;

/** What the API tells of targets. */
public final class TargetOperations {
  private final Settings settings;
  private final Predicate<TargetName> admitted;
  private final Function<TargetName, Optional<TargetHolds>> holds;

  /**
   * @param admitted whether an operator admitted the server behind a target
   * @param holds what its last refresh brought
   */
  public TargetOperations(
      Settings settings,
      Predicate<TargetName> admitted,
      Function<TargetName, Optional<TargetHolds>> holds) {
    this.settings = settings;
    this.admitted = admitted;
    this.holds = holds;
  }

  /** All targets, by name. */
  public String list(Message message) {
    return Reply.ok(
        message,
        settings.targets().values().stream()
            .sorted(Comparator.comparing(Settings.Target::name))
            .map(
                target ->
                    TargetView.of(target, admitted.test(target.name()), holds.apply(target.name())))
            .toList());
  }
}
