package io.rehydrate.http;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.refresh.Admissions;
import io.rehydrate.refresh.Protections;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.run.Protection;
import io.rehydrate.settings.Settings;
import io.rehydrate.users.Person;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** What the API does with targets. */
public final class TargetOperations {
  private final Settings settings;
  private final Admissions admissions;
  private final TargetContents contents;
  private final Protections protections;

  public TargetOperations(
      Settings settings, Admissions admissions, TargetContents contents, Protections protections) {
    this.settings = settings;
    this.admissions = admissions;
    this.contents = contents;
    this.protections = protections;
  }

  private record ProtectBody(String until, String why) {}

  /** All targets, by name. */
  public String list(Message message) {
    return Reply.ok(message, views());
  }

  /** All targets, by name. */
  public List<TargetView> views() {
    Map<String, Protection> all = protections.all();
    return settings.targets().values().stream()
        .sorted(Comparator.comparing(Settings.Target::name))
        .map(
            target ->
                TargetView.of(target, settings.refresh().inPlace(), admissions, contents, all))
        .toList();
  }

  /**
   * One target.
   *
   * @throws NotFoundException {@code target.unknown}
   */
  public TargetView view(String name) {
    return views().stream()
        .filter(view -> view.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    ErrorCode.TARGET_UNKNOWN,
                    "There is no target of that name",
                    "Choose one of those that are listed"));
  }

  /** Protects a target. The body says until when, and why. */
  public String protect(@Header("id") String name, @Body String body, Message message) {
    ProtectBody asked = Json.read(body, ProtectBody.class);
    protect(name, Caller.of(message), asked.until(), asked.why());
    return Reply.ok(message, view(name));
  }

  /**
   * Protects a target.
   *
   * @throws io.rehydrate.error.NotAllowedException {@code permission.owner}, {@code
   *     target.protected}
   */
  public void protect(String name, Person person, String until, String why) {
    protections.protect(person, name, until, why);
  }

  /** Removes the protection of a target. */
  public String unprotect(@Header("id") String name, Message message) {
    unprotect(name, Caller.of(message));
    return Reply.ok(message, view(name));
  }

  /**
   * Removes the protection of a target.
   *
   * @throws io.rehydrate.error.NotAllowedException {@code permission.owner}
   */
  public void unprotect(String name, Person person) {
    protections.unprotect(person, name);
  }
}
