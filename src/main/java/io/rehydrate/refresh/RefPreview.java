package io.rehydrate.refresh;

import io.rehydrate.migrate.RefComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a refresh would do with the migrations of a ref.
 *
 * @param dump the dump's id
 * @param comparison empty where it is not known
 * @param unknown why it is not known, as a sentence; else empty
 */
public record RefPreview(
    String dump, String ref, String commit, Optional<RefComparison> comparison, String unknown) {

  /** The same in lines for a terminal. */
  public List<String> lines() {
    if (comparison.isEmpty()) {
      return List.of("Which migrations of " + ref + " would run is not known. " + unknown);
    }
    List<String> lines = new ArrayList<>();
    add(lines, comparison.get().pending(), "would run");
    add(lines, comparison.get().missing(), "ran in production and is not on " + ref);
    comparison.get().problems().forEach(problem -> lines.add("would be refused: " + problem));
    return lines.isEmpty() ? List.of("No migration of " + ref + " would run") : lines;
  }

  private static void add(List<String> lines, List<String> migrations, String what) {
    migrations.forEach(migration -> lines.add(what + ": " + migration));
  }
}
