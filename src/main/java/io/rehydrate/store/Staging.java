package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import io.rehydrate.run.RunId;
import java.nio.file.Path;

/**
 * The hidden folder in which a run puts a dump together.
 *
 * @param folder nobody else may look into it
 */
public record Staging(RunId run, DumpId id, Path folder) {

  static String name(RunId run, DumpId id) {
    return "." + id + "." + run;
  }
}
