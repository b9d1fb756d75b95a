package io.rehydrate.console;

import io.rehydrate.http.RefView;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A branch or a tag that a visitor may choose.
 *
 * @param value as a request names it: with its kind where a branch and a tag have one name
 */
public record RefChoice(String value, RefView ref) {

  static List<RefChoice> of(List<RefView> refs) {
    Map<String, Long> names =
        refs.stream()
            .map(RefView::name)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return refs.stream()
        .map(
            ref ->
                new RefChoice(
                    names.get(ref.name()) > 1 ? ref.kind() + ":" + ref.name() : ref.name(), ref))
        .toList();
  }
}
