package io.rehydrate.http;

import io.rehydrate.settings.Settings;
import io.rehydrate.settings.TargetName;
import java.util.Comparator;
import java.util.function.Predicate;
import org.apache.camel.Message;

/** What the API tells of targets. */
public final class TargetOperations {
  private final Settings settings;
  private final Predicate<TargetName> admitted;

  /**
   * @param admitted whether an operator admitted the server behind a target
   */
  public TargetOperations(Settings settings, Predicate<TargetName> admitted) {
    this.settings = settings;
    this.admitted = admitted;
  }

  /** All targets, by name. */
  public String list(Message message) {
    return Reply.ok(
        message,
        settings.targets().values().stream()
            .sorted(Comparator.comparing(Settings.Target::name))
            .map(target -> TargetView.of(target, admitted.test(target.name())))
            .toList());
  }
}
