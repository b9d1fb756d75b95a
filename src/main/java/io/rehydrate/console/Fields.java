package io.rehydrate.console;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;

/** What a form or an address says. */
final class Fields {
  private Fields() {}

  /** A field of a form that was sent; empty where it is missing or blank. */
  static Optional<String> form(Message message, String name) {
    return message.getBody() instanceof Map<?, ?> form
        ? Optional.ofNullable(form.get(name))
            .map(Object::toString)
            .map(String::strip)
            .filter(v -> !v.isEmpty())
        : Optional.empty();
  }

  /** A parameter of the address; empty where it is missing or blank. */
  static Optional<String> query(Message message, String name) {
    return Optional.ofNullable(message.getHeader(name, String.class))
        .map(String::strip)
        .filter(v -> !v.isEmpty());
  }
}
