package io.rehydrate.rehearse;

import io.rehydrate.migrate.Ref;
import java.util.List;
import java.util.regex.Pattern;

/** Chooses refs by name: {@code main}, {@code release/*}, {@code tag:v*}. */
final class RefPatterns {
  private final List<Choice> choices;

  private record Choice(String kind, Pattern name) {
    boolean matches(Ref ref) {
      return (kind.isEmpty() || kind.equals(Rehearsals.kind(ref)))
          && name.matcher(ref.name()).matches();
    }
  }

  RefPatterns(List<String> patterns) {
    this.choices = patterns.stream().map(RefPatterns::choice).toList();
  }

  private static Choice choice(String pattern) {
    String kind = pattern.replaceFirst("^(?:(branch|tag):)?.*", "$1");
    String name = pattern.substring(kind.isEmpty() ? 0 : kind.length() + 1);
    return new Choice(
        kind, Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"), Pattern.DOTALL));
  }

  /** Those that one of the patterns matches, in the order given. */
  List<Ref> choose(List<Ref> refs) {
    return refs.stream().filter(ref -> choices.stream().anyMatch(c -> c.matches(ref))).toList();
  }
}
