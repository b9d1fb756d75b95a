package io.rehydrate.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code migrations.rehearse} and its limit. */
final class RehearseSettings {
  private static final String REFS = "migrations.rehearse";
  private static final String LIMIT = "migrations.rehearse-limit";
  private static final int MOST = 50;
  private static final Duration LONGEST = Duration.ofHours(2);

  /** What git takes for the name of a ref, and the asterisk. */
  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}~^:?\\[\\\\]{1,200}");

  private RehearseSettings() {}

  static Settings.Rehearse read(Reading reading, boolean hasRepository) {
    List<String> refs = reading.list(REFS);
    refs.stream()
        .filter(ref -> !NAME.matcher(withoutKind(ref)).matches())
        .forEach(
            ref ->
                reading
                    .problems()
                    .add(
                        REFS,
                        ref,
                        "is no name of a branch or tag; * stands for any characters, as in"
                            + " release/*"));
    if (!refs.isEmpty() && !hasRepository) {
      reading.problems().add(REFS, "needs migrations.repository");
    }
    Settings.Rehearse limit =
        reading
            .parsed(LIMIT, RehearseSettings::limit)
            .orElse(new Settings.Rehearse(List.of(), MOST, LONGEST));
    return new Settings.Rehearse(refs, limit.most(), limit.longest());
  }

  private static String withoutKind(String ref) {
    return ref.replaceFirst("^(?:branch|tag):", "");
  }

  /** {@code 50, 2h}, or one of both. */
  private static Settings.Rehearse limit(String text) {
    Optional<Integer> most = Optional.empty();
    Optional<Duration> longest = Optional.empty();
    for (String part : text.split(",", -1)) {
      String amount = part.strip();
      if (amount.matches("[1-9]\\d{0,3}") && most.isEmpty()) {
        most = Optional.of(Integer.valueOf(amount));
      } else if (longest.isEmpty()) {
        longest = Optional.of(duration(amount));
      } else {
        throw malformed(null);
      }
    }
    return new Settings.Rehearse(List.of(), most.orElse(MOST), longest.orElse(LONGEST));
  }

  private static Duration duration(String text) {
    try {
      return Amounts.duration(text);
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  private static IllegalArgumentException malformed(Throwable cause) {
    return new IllegalArgumentException(
        "write how many refs and how long in all, as 50, 2h", cause);
  }
}
