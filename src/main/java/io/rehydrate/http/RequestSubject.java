package io.rehydrate.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehydrate.audit.AuditReader;
import io.rehydrate.error.InvalidException;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a request is about, as the audit says it: of its body only the fields that say what is
 * wanted.
 *
 * @param object a target, a run, a dump; empty where there is none
 */
record RequestSubject(String action, String object, String asked) {
  private static final String PREFIX = "/api/v1";
  private static final Pattern ONE = Pattern.compile("/(runs|dumps|targets)/([^/]+)/([a-z]{1,20})");
  private static final Pattern CLONE =
      Pattern.compile("/clones(?:/([^/]{1,40})(?:/([a-z]{1,20}))?)?");
  private static final Map<String, String> ACTIONS =
      Map.of(
          "/refreshes",
          "refresh",
          "/nights",
          "night",
          "/rehearsals",
          "rehearsal",
          "/sweep",
          "sweep",
          SignIn.PATH,
          AuditReader.SIGN_IN);
  private static final Set<String> OF_RUNS =
      Set.of("refresh", "rehearsal", "night", "clone", "cancel");
  private static final List<String> FIELDS =
      List.of("target", "name", "dump", "ref", "expires", "override", "asOf", "why", "until");

  static RequestSubject of(RoutingContext context) {
    String path = context.normalizedPath();
    String plain = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path;
    Map<String, String> fields = plain.equals(SignIn.PATH) ? Map.of() : fields(context);
    String asked =
        fields.isEmpty()
            ? context.request().method() + " " + path
            : fields.entrySet().stream()
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", "));
    Matcher clone = CLONE.matcher(plain);
    if (clone.matches()) {
      return new RequestSubject(
          "clone",
          Optional.ofNullable(clone.group(1)).orElse(fields.getOrDefault("name", "")),
          Optional.ofNullable(clone.group(2)).map(o -> o + ", ").orElse("") + asked);
    }
    Matcher one = ONE.matcher(plain);
    return one.matches()
        ? new RequestSubject(one.group(3), one.group(2), asked)
        : new RequestSubject(
            ACTIONS.getOrDefault(plain, "request"), fields.getOrDefault("target", ""), asked);
  }

  /** Whether the journal has an entry of it where it is done. */
  boolean isOfRuns() {
    return OF_RUNS.contains(action);
  }

  private static Map<String, String> fields(RoutingContext context) {
    Map<String, String> fields = new LinkedHashMap<>();
    JsonNode body = body(context);
    for (String name : FIELDS) {
      String value = body.path(name).asText(context.request().formAttributes().get(name));
      if (value != null && !value.isBlank()) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  private static JsonNode body(RoutingContext context) {
    String text = context.body().asString();
    try {
      return text == null || !RequestGuard.isApi(context)
          ? Json.read("{}", JsonNode.class)
          : Json.read(text, JsonNode.class);
    } catch (InvalidException e) {
      return Json.read("{}", JsonNode.class);
    }
  }
}
