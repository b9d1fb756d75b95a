package io.rehydrate.daemon;

import io.rehydrate.night.NightPart;
import java.lang.reflect.Type;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an exchange carries at one point of its way through the routes, as far as it can be known:
 * its variables with their types, its body's type, and what its night has.
 */
final class WalkState {
  private final Map<String, Type> variables = new HashMap<>();
  private final Set<NightPart> parts = EnumSet.noneOf(NightPart.class);
  private Optional<Type> body = Optional.empty();
  private boolean ended;

  WalkState copy() {
    WalkState copy = new WalkState();
    copy.variables.putAll(variables);
    copy.parts.addAll(parts);
    copy.body = body;
    return copy;
  }

  /** What one branch or another may have set counts as set. */
  void merge(WalkState branch) {
    branch.variables.forEach(
        (name, type) ->
            variables.merge(name, type, (mine, other) -> mine.equals(other) ? mine : Object.class));
    parts.addAll(branch.parts);
    if (!body.equals(branch.body)) {
      body = Optional.empty();
    }
  }

  void set(String variable, Type type) {
    variables.put(variable, type);
  }

  /** A step has made what a night carries from then on. */
  void give(NightPart part) {
    parts.add(part);
    if (part.isVariable()) {
      set(part.word(), part.type());
    }
  }

  boolean has(NightPart part) {
    return parts.contains(part) || (part.isHandedOver() && variables.containsKey(part.word()));
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
