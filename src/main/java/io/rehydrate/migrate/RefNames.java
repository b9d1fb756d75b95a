package io.rehydrate.migrate;

import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the ref that a user named, by exact match with the refs that were fetched: {@code name},
 * {@code branch:name} or {@code tag:name}. Nothing else is a name: no {@code HEAD}, no commit, no
 * {@code refs/heads/...}; what git would take for an option is a name like any other.
 */
final class RefNames {
  private static final int NEAREST = 3;

  private RefNames() {}

  static Ref find(List<Ref> refs, String wanted) {
    Optional<Ref.Kind> kind = kind(wanted);
    String name = kind.isEmpty() ? wanted : wanted.substring(wanted.indexOf(':') + 1);
    List<Ref> found =
        refs.stream()
            .filter(r -> r.name().equals(name))
            .filter(r -> kind.isEmpty() || r.kind() == kind.get())
            .toList();
    if (found.size() > 1) {
      throw new InvalidException(
          "ref.ambiguous",
          "'" + Shown.text(name) + "' is a branch and a tag",
          "Ask for branch:" + Shown.text(name) + " or for tag:" + Shown.text(name));
    }
    if (found.isEmpty()) {
      throw unknown(refs, name);
    }
    return found.get(0);
  }

  private static Optional<Ref.Kind> kind(String wanted) {
    if (wanted.startsWith("branch:")) {
      return Optional.of(Ref.Kind.BRANCH);
    }
    return wanted.startsWith("tag:") ? Optional.of(Ref.Kind.TAG) : Optional.empty();
  }

  private static NotFoundException unknown(List<Ref> refs, String name) {
    String nearest =
        refs.stream()
            .map(Ref::name)
            .distinct()
            .sorted(Comparator.comparingInt(candidate -> distance(candidate, name)))
            .limit(NEAREST)
            .map(Shown::text)
            .collect(Collectors.joining(", "));
    return new NotFoundException(
        "ref.unknown",
        "The migrations repository has no branch and no tag '" + Shown.text(name) + "'",
        nearest.isEmpty() ? "It has none at all" : "The nearest names are " + nearest);
  }

  /** Levenshtein's, on the first hundred characters. */
  private static int distance(String left, String right) {
    String a = left.substring(0, Math.min(left.length(), 100));
    String b = right.substring(0, Math.min(right.length(), 100));
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
