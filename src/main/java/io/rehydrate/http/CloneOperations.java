package io.rehydrate.http;

import io.rehydrate.clone.CloneName;
import io.rehydrate.clone.CloneView;
import io.rehydrate.clone.Clones;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.run.Run;
import io.rehydrate.store.OfferedDumps;
import io.rehydrate.users.Person;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** What the API does with clones. */
public final class CloneOperations {
  private final Optional<Clones> clones;

  /**
   * @param clones empty: there are none on this machine
   */
  public CloneOperations(Optional<Clones> clones) {
    this.clones = clones;
  }

  private record CreateBody(
      String name, Optional<String> dump, Optional<String> ref, Optional<String> expires) {}

  private record ExtendBody(String expires) {}

  /** Whether there can be any. */
  public boolean isOn() {
    return clones.isPresent();
  }

  private Clones clones() {
    return clones.orElseThrow(
        () ->
            new InvalidException(
                ErrorCode.CLONE_OFF,
                "There are no clones here: clones.directory is not set",
                "An operator sets clones.directory and clones.server"));
  }

  /** All clones, by name; with the passwords of the person's own. */
  public String list(Message message) {
    return Reply.ok(message, views(Caller.of(message)));
  }

  /** All clones, by name; with the passwords of the person's own. */
  public List<CloneAnswer> views(Person person) {
    return clones.map(Clones::list).orElse(List.of()).stream()
        .map(
            view ->
                CloneAnswer.of(
                    view,
                    isReady(view) && view.owner().equals(person.name())
                        ? Optional.of(clones().password(new CloneName(view.name())))
                        : Optional.empty()))
        .toList();
  }

  private static boolean isReady(CloneView view) {
    return !view.state().equals("making");
  }

  /** Queues the creation of a clone. */
  public String create(@Body String body, Message message) {
    CreateBody asked = Json.read(body, CreateBody.class);
    return Reply.queued(
        message,
        create(Caller.of(message), asked.name(), asked.dump(), asked.ref(), asked.expires()));
  }

  /** Queues the creation of a clone; what is blank was not asked for. */
  public Run create(
      Person person,
      String name,
      Optional<String> dump,
      Optional<String> ref,
      Optional<String> expires) {
    return clones()
        .create(
            person,
            new Clones.Wish(
                new CloneName(name),
                dump.filter(d -> !d.isBlank()).orElse(OfferedDumps.LATEST),
                ref.filter(r -> !r.isBlank()),
                expires.filter(e -> !e.isBlank())));
  }

  /** Queues that a clone gets fresh data. */
  public String reset(@Header("id") String name, Message message) {
    return Reply.queued(message, clones().reset(Caller.of(message), new CloneName(name)));
  }

  /** Queues that a clone's server is stopped. */
  public String stop(@Header("id") String name, Message message) {
    return Reply.queued(message, clones().stop(Caller.of(message), new CloneName(name)));
  }

  /** Queues that a clone's server is started. */
  public String start(@Header("id") String name, Message message) {
    return Reply.queued(message, clones().start(Caller.of(message), new CloneName(name)));
  }

  /** Queues that a clone expires later. The body says when, from now on. */
  public String extend(@Header("id") String name, @Body String body, Message message) {
    ExtendBody asked = Json.read(body, ExtendBody.class);
    return Reply.queued(
        message, clones().extend(Caller.of(message), new CloneName(name), asked.expires()));
  }

  /** Queues that a clone is removed. */
  public String remove(@Header("id") String name, Message message) {
    return Reply.queued(message, clones().remove(Caller.of(message), new CloneName(name)));
  }

  /** Queues what a form of the console asks for. */
  public Run change(Person person, String name, String operation, Optional<String> expires) {
    CloneName clone = new CloneName(name);
    return switch (operation) {
      case "reset" -> clones().reset(person, clone);
      case "stop" -> clones().stop(person, clone);
      case "start" -> clones().start(person, clone);
      case "remove" -> clones().remove(person, clone);
      case "extend" -> clones().extend(person, clone, expires.orElse(""));
      default -> throw Json.invalid("the form names no operation on a clone", null);
    };
  }
}
