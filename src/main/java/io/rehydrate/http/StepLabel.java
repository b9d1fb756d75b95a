package io.rehydrate.http;

import io.rehydrate.run.RunKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The steps of runs as values of a label, bounded: routes of one's own may have any. */
final class StepLabel {
  static final String OTHER = "other";

  /** Those of the routes as shipped, in their order. */
  private static final Map<RunKind, List<String>> SHIPPED =
      Map.of(
          RunKind.NIGHT,
          List.of(
              "acquire",
              "dehydrate",
              "dump",
              "verify",
              "read-back",
              "publish",
              "prune",
              "rehearse"),
          RunKind.REFRESH,
          List.of("admit", "fetch-ref", "load", "migrate", "exchange"),
          RunKind.REHEARSAL,
          List.of("admit", "rehearse"),
          RunKind.CLONE,
          List.of("admit", "golden", "change", "copy", "start", "migrate", "exchange"));

  private StepLabel() {}

  static List<String> all(RunKind kind) {
    return Stream.concat(SHIPPED.get(kind).stream(), Stream.of(OTHER)).toList();
  }

  static String of(RunKind kind, String step) {
    return SHIPPED.get(kind).contains(step) ? step : OTHER;
  }
}
