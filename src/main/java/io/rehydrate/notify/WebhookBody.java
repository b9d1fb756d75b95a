package io.rehydrate.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** A notification as a JSON document for programs: the sentence, and the run that it is about. */
final class WebhookBody {
  /** The event of a route of one's own that sets none. */
  static final String OTHER = "other";

  private final Function<RunId, Optional<Run>> runs;

  /**
   * @param runs the journal's runs, as they are now
   */
  WebhookBody(Function<RunId, Optional<Run>> runs) {
    this.runs = runs;
  }

  /** The same text for each attempt of one exchange, so that a receiver can drop a repetition. */
  String of(Exchange exchange) {
    String event = Channels.event(exchange);
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", exchange.getExchangeId())
            .put("time", Instant.ofEpochMilli(exchange.getClock().getCreated()).toString())
            .put("event", event.isEmpty() ? OTHER : event)
            .put(
                "text",
                Optional.ofNullable(exchange.getMessage().getBody(String.class)).orElse(""));
    Optional.ofNullable(exchange.getVariable("run", ActiveRun.class))
        .flatMap(active -> runs.apply(active.id()))
        .ifPresent(run -> body.set("run", of(run)));
    return body.toString();
  }

  private static ObjectNode of(Run run) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", run.id().value())
            .put("kind", lower(run.kind()))
            .put("state", lower(run.state()))
            .put("step", run.step());
    run.asOf().ifPresent(asOf -> json.put("asOf", asOf.toString()));
    run.target().ifPresent(target -> json.put("target", target));
    run.dump().ifPresent(dump -> json.put("dump", dump));
    run.ref().ifPresent(ref -> json.put("ref", ref));
    run.startedAt().ifPresent(at -> json.put("startedAt", at.toString()));
    run.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
    run.failure()
        .ifPresent(
            failure ->
                json.putObject("failure")
                    .put("code", failure.code())
                    .put("message", failure.message())
                    .put("hint", failure.hint()));
    return json;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
