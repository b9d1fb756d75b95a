package io.rehydrate.migrate;

import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.server.SqlErrors;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/** Tells a failure of Flyway's without the statement, which may hold rows' values. */
final class MigrationFailures {
  private MigrationFailures() {}

  static MigrationFailedException told(FlywayException e, String schema) {
    Optional<FlywaySqlScriptException> script = cause(e, FlywaySqlScriptException.class);
    Optional<SQLException> sql = cause(e, SQLException.class);
    if (script.isPresent()) {
      return new MigrationFailedException(
          "migrations.failed",
          "The migration "
              + file(e).orElse("?")
              + " failed at the statement in line "
              + script.get().getLineNumber()
              + " ("
              + SqlErrors.describeAny(script.get())
              + ")",
          "Correct it on the branch, or choose another ref",
          e);
    }
    if (cause(e, FlywayValidateException.class).isPresent()) {
      return new MigrationFailedException(
          "migrations.invalid",
          "The dump's migrations and the chosen ref's do not fit together: " + text(e),
          "Choose a ref that is not behind the dump, or set flyway.ignoreMigrationPatterns",
          e);
    }
    if (text(e).contains("no schema history table")) {
      return new MigrationFailedException(
          "migrations.no-history",
          "The dump's schema holds tables, but no history of migrations",
          "Set flyway.baselineOnMigrate=true and flyway.baselineVersion, or flyway.table to its name",
          e);
    }
    return new MigrationFailedException(
        "migrations.failed",
        "The migrations in "
            + schema
            + " failed: "
            + sql.map(SqlErrors::describe).orElseGet(() -> text(e)),
        "Check the migrations account's rights on the schema, and the flyway.* settings",
        e);
  }

  /** The file at which it happened. */
  static Optional<String> file(FlywayException e) {
    return cause(e, FlywaySqlScriptException.class)
        .flatMap(s -> Optional.ofNullable(s.getResource()))
        .map(resource -> Shown.text(resource.getRelativePath()));
  }

  private static String text(FlywayException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Shown.text(SqlErrors.redact(message.replaceAll("\\s+", " ")));
  }

  private static <T> Optional<T> cause(Throwable error, Class<T> type) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }
}
