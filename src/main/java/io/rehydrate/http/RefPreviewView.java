package io.rehydrate.http;

import io.rehydrate.migrate.RefComparison;
import io.rehydrate.refresh.RefPreview;
import java.util.List;

/**
 * A preview in an answer.
 *
 * @param known whether the dump says which migrations had run; without it the lists are empty
 */
public record RefPreviewView(
    String dump,
    String ref,
    String commit,
    boolean known,
    List<String> pending,
    List<String> missing,
    List<String> problems) {
  static RefPreviewView of(RefPreview preview) {
    RefComparison found =
        preview.comparison().orElseGet(() -> new RefComparison(List.of(), List.of(), List.of()));
    return new RefPreviewView(
        preview.dump(),
        preview.ref(),
        preview.commit(),
        preview.comparison().isPresent(),
        found.pending(),
        found.missing(),
        found.problems());
  }
}
