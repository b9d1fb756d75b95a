package io.rehydrate.migrate;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.settings.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the ref that a user named, by exact match with the refs that were fetched: {@code name},
 * {@code branch:name} or {@code tag:name}. Nothing else is a name: no {@code HEAD}, no commit, no
 * {@code refs/heads/...}; what git would take for an option is a name like any other.
 */
final class RefNames {
  private static final int NEWEST = 5;

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
          ErrorCode.REF_AMBIGUOUS,
          "'" + MigrationText.text(name) + "' is a branch and a tag",
          "Ask for branch:" + MigrationText.text(name) + " or for tag:" + MigrationText.text(name));
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
    List<String> names = refs.stream().map(Ref::name).distinct().map(MigrationText::text).toList();
    String nearest =
        NearestName.of(name, names).map(near -> "Did you mean '" + near + "'? ").orElse("");
    return new NotFoundException(
        ErrorCode.REF_UNKNOWN,
        "The migrations repository has no branch and no tag '" + MigrationText.text(name) + "'",
        names.isEmpty()
            ? "It has none at all"
            : nearest
                + "The newest are "
                + names.stream().limit(NEWEST).collect(Collectors.joining(", ")));
  }
}
