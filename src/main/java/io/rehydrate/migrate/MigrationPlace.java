package io.rehydrate.migrate;

import java.util.Optional;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/**
 * Where migrations failed.
 *
 * @param file relative to the migrations folder
 * @param line of the statement, from 1
 */
public record MigrationPlace(String file, int line) {

  /** Of a failure of {@link Migrator}; empty where it was at no statement. */
  public static Optional<MigrationPlace> of(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof FlywaySqlScriptException script && script.getResource() != null) {
        return Optional.of(
            new MigrationPlace(
                MigrationText.text(script.getResource().getRelativePath()),
                script.getLineNumber()));
      }
    }
    return Optional.empty();
  }
}
