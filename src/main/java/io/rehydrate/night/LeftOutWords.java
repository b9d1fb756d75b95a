package io.rehydrate.night;

import io.rehydrate.dump.Manifest;
import java.util.List;

/** What of a source is not in its dump, in words for the log and the report. */
final class LeftOutWords {
  private LeftOutWords() {}

  static List<String> sentences(Manifest manifest) {
    return manifest.schemas().entrySet().stream()
        .flatMap(
            schema ->
                schema.getValue().leftOut().stream()
                    .map(
                        left ->
                            "Left out: "
                                + left.what()
                                + " "
                                + schema.getKey()
                                + "."
                                + left.name()
                                + " ("
                                + left.why()
                                + ")"))
        .toList();
  }
}
