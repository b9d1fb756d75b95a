package org.apache.camel.component.aws2.rds;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Message;
import software.amazon.awssdk.services.rds.model.Tag;

/** The headers of a message, as the members of a request want them. */
final class Rds2Headers {
  private final Message message;

  Rds2Headers(Message message) {
    this.message = message;
  }

  /** Hands a header on, where it is there. */
  <T> void give(String header, Class<T> type, Consumer<? super T> member) {
    T value = message.getHeader(header, type);
    if (value != null) {
      member.accept(value);
    }
  }

  void text(String header, Consumer<String> member) {
    give(header, String.class, member);
  }

  void flag(String header, Consumer<Boolean> member) {
    give(header, Boolean.class, member);
  }

  void number(String header, Consumer<Integer> member) {
    give(header, Integer.class, member);
  }

  /** Hands a header on that must be there. */
  void required(String header, Consumer<String> member) {
    String value = message.getHeader(header, String.class);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("The header " + header + " must be specified");
    }
    member.accept(value);
  }

  /** A collection, or its items in one text, separated by commas. */
  void list(String header, Consumer<Collection<String>> member) {
    Object value = message.getHeader(header);
    if (value instanceof Collection<?> items) {
      member.accept(items.stream().map(String::valueOf).toList());
    } else if (value != null) {
      member.accept(List.of(value.toString().split("\\s*,\\s*")));
    }
  }

  void tags(Consumer<Collection<Tag>> member) {
    Map<?, ?> tags = message.getHeader(Rds2Constants.TAGS, Map.class);
    if (tags != null) {
      member.accept(
          tags.entrySet().stream()
              .map(
                  tag ->
                      Tag.builder()
                          .key(String.valueOf(tag.getKey()))
                          .value(String.valueOf(tag.getValue()))
                          .build())
              .toList());
    }
  }
}
