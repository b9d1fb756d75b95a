package io.rehydrate.http;

import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.users.Person;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.camel.Body;
import org.apache.camel.Message;

/** Takes requests for nights. */
public final class NightOperations {
  private final BiFunction<Actor, Instant, Run> queue;
  private final Clock clock;

  /**
   * @param queue queues a night with this as-of time
   */
  public NightOperations(BiFunction<Actor, Instant, Run> queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  private record NightBody(Optional<Instant> asOf) {}

  /** Queues a night. The body may say its as-of time; without, it is now. */
  public String request(@Body String body, Message message) {
    String json = Optional.ofNullable(body).filter(b -> !b.isBlank()).orElse("{}");
    Instant asOf = Json.read(json, NightBody.class).asOf().orElseGet(clock::instant);
    return Reply.queued(message, queue(Caller.of(message), asOf));
  }

  /** Queues a night with this as-of time. */
  public Run queue(Person person, Instant asOf) {
    return queue.apply(person.actor(), asOf);
  }
}
