package io.rehydrate.planning.review;

import io.rehydrate.scan.DefinitionScan;
import io.rehydrate.schema.Catalog;
import java.util.List;

/** Definitions that carry data, which no mask is for. */
final class DefinitionFindings {
  private DefinitionFindings() {}

  static List<Finding> of(Catalog catalog) {
    return DefinitionScan.of(catalog).stream()
        .map(
            suspect ->
                Finding.warning(
                    "definition.personal",
                    suspect.where(),
                    "its definition may hold "
                        + suspect.kind().words()
                        + ", and comes along as it is: a comment, a DEFAULT, a label, a body",
                    "Change it in the source"))
        .toList();
  }
}
