package io.rehydrate.http;

import io.rehydrate.refresh.Admissions;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.settings.Settings;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.Message;

/** What the API tells of targets. */
public final class TargetOperations {
  private final Settings settings;
  private final Admissions admissions;
  private final TargetContents contents;

  public TargetOperations(Settings settings, Admissions admissions, TargetContents contents) {
    this.settings = settings;
    this.admissions = admissions;
    this.contents = contents;
  }

  /** All targets, by name. */
  public String list(Message message) {
    return Reply.ok(message, views());
  }

  /** All targets, by name. */
  public List<TargetView> views() {
    return settings.targets().values().stream()
        .sorted(Comparator.comparing(Settings.Target::name))
        .map(target -> TargetView.of(target, admissions, contents))
        .toList();
  }
}
