package io.rehydrate.daemon;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an exchange carries at one point of its way through the routes, as far as it can be known:
 * its variables with their types, and its body's type.
 */
final class WalkState {
  private final Map<String, Type> variables = new HashMap<>();
  private Optional<Type> body = Optional.empty();
  private boolean ended;

  WalkState copy() {
    WalkState copy = new WalkState();
    copy.variables.putAll(variables);
    copy.body = body;
    return copy;
  }

  /** What one branch or another may have set counts as set. */
  void merge(WalkState branch) {
    branch.variables.forEach(
        (name, type) ->
            variables.merge(name, type, (mine, other) -> mine.equals(other) ? mine : Object.class));
    if (!body.equals(branch.body)) {
      body = Optional.empty();
    }
  }

  void set(String variable, Type type) {
    variables.put(variable, type);
  }

  void remove(String variable) {
    variables.remove(variable);
  }

  Map<String, Type> variables() {
    return variables;
  }

  Optional<Type> body() {
    return body;
  }

  void body(Optional<Type> type) {
    body = type;
  }

  /** After a {@code stop} nothing follows. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }
}
