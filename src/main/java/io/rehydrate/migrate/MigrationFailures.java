package io.rehydrate.migrate;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.mysql.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/** Reports a failure of Flyway's without the statement, which may hold rows' values. */
final class MigrationFailures {
  /** So many migrations are named. */
  private static final int MOST = 8;

  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?<=No value provided for placeholder: )\\S{1,200}?(?=\\.?(?:\\s|$))");

  private static final Pattern SCRIPT = Pattern.compile("[^\\s:'\"]+\\.(?:sql|SQL)\\b");

  private static final Set<org.flywaydb.core.api.ErrorCode> DOUBLED =
      Set.of(
          CoreErrorCode.DUPLICATE_VERSIONED_MIGRATION,
          CoreErrorCode.DUPLICATE_REPEATABLE_MIGRATION);

  private MigrationFailures() {}

  /**
   * @param validation what Flyway says of each migration, asked where its failure is about them
   */
  static MigrationFailedException told(
      FlywayException e, String schema, Supplier<ValidateResult> validation) {
    Optional<FlywaySqlScriptException> script = cause(e, FlywaySqlScriptException.class);
    Optional<SQLException> sql = cause(e, SQLException.class);
    Optional<String> placeholder = placeholder(e);
    if (placeholder.isPresent()) {
      return placeholder(placeholder.get(), e);
    }
    if (script.isPresent()) {
      return new MigrationFailedException(
          ErrorCode.MIGRATIONS_FAILED,
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
    if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
        || text(e).contains("no schema history table")) {
      return noHistory("The dump's schema holds tables, but no history of migrations", e);
    }
    if (DOUBLED.contains(e.getErrorCode())) {
      return new MigrationFailedException(
          ErrorCode.MIGRATIONS_INVALID,
          "Two migrations of the ref have the same version: " + files(e),
          "Give one of them another version on the branch",
          e);
    }
    if (sql.isEmpty()) {
      List<String> misfits = new ArrayList<>();
      Set<Misfit> kinds = misfits(validation, misfits);
      if (!kinds.isEmpty() || cause(e, FlywayValidateException.class).isPresent()) {
        return invalid(misfits, kinds, e);
      }
    }
    return new MigrationFailedException(
        ErrorCode.MIGRATIONS_FAILED,
        "The migrations in "
            + schema
            + " failed: "
            + sql.map(SqlErrors::describe).orElseGet(() -> text(e)),
        sql.isPresent()
            ? "Check the migration account's rights on the schema, and the flyway.* settings"
            : "Check the flyway.* settings and the ref's files",
        e);
  }

  static MigrationFailedException noHistory(String what, Throwable cause) {
    return new MigrationFailedException(
        ErrorCode.MIGRATIONS_NO_HISTORY,
        what,
        "Keep that table in plan.yaml where the source has one, or name it by flyway.table; else set"
            + " flyway.baselineOnMigrate=true and flyway.baselineVersion",
        cause);
  }

  private static MigrationFailedException invalid(
      List<String> misfits, Set<Misfit> kinds, FlywayException e) {
    return new MigrationFailedException(
        ErrorCode.MIGRATIONS_INVALID,
        "The dump's migrations and the chosen ref's do not fit together: "
            + (misfits.isEmpty() ? text(e) : shown(misfits)),
        kinds.isEmpty()
            ? Misfit.OTHER.remedy()
            : kinds.stream().map(Misfit::remedy).collect(Collectors.joining("; ")),
        e);
  }

  private static String shown(List<String> misfits) {
    int more = misfits.size() - MOST;
    return String.join(", ", misfits.subList(0, Math.min(MOST, misfits.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * Adds in words what does not fit together.
   *
   * @return the kinds of them
   */
  static Set<Misfit> misfits(Supplier<ValidateResult> validation, List<String> misfits) {
    Set<Misfit> kinds = EnumSet.noneOf(Misfit.class);
    try {
      for (ValidateOutput one : validation.get().invalidMigrations) {
        Misfit.of(one.errorDetails)
            .ifPresent(
                kind -> {
                  kinds.add(kind);
                  misfits.add(name(one) + " (" + kind.words() + ")");
                });
      }
    } catch (FlywayException e) {
      // the cause of the failed migrations is reported instead
      return kinds;
    }
    return kinds;
  }

  private static String name(ValidateOutput one) {
    boolean versioned = one.version != null && !one.version.isEmpty();
    return MigrationText.text(
        (versioned ? "version " + one.version + " " : "") + "'" + one.description + "'");
  }

  private static Optional<String> placeholder(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      Matcher matcher = PLACEHOLDER.matcher(String.valueOf(at.getMessage()));
      if (matcher.find()) {
        return Optional.of(MigrationText.text(matcher.group()));
      }
    }
    return Optional.empty();
  }

  private static MigrationFailedException placeholder(String placeholder, FlywayException e) {
    String name = placeholder.replaceAll("^\\$\\{|}$", "");
    return new MigrationFailedException(
        ErrorCode.MIGRATIONS_FAILED,
        "A migration"
            + script(e).map(f -> " (" + f + ")").orElse("")
            + " holds the placeholder "
            + placeholder
            + ", which has no value",
        "Set flyway.placeholders."
            + name
            + ", or flyway.placeholderReplacement=false where that is plain text",
        e);
  }

  /** The file that a message is about, where Flyway's exception names none. */
  private static Optional<String> script(FlywayException e) {
    return file(e)
        .or(
            () ->
                SCRIPT
                    .matcher(String.valueOf(e.getMessage()))
                    .results()
                    .map(found -> MigrationText.text(found.group()))
                    .findFirst());
  }

  private static String files(FlywayException e) {
    String named =
        SCRIPT
            .matcher(String.valueOf(e.getMessage()))
            .results()
            .map(found -> MigrationText.text(found.group()))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? text(e) : named;
  }

  /** The file at which it happened. */
  static Optional<String> file(FlywayException e) {
    return cause(e, FlywaySqlScriptException.class)
        .flatMap(s -> Optional.ofNullable(s.getResource()))
        .map(resource -> MigrationText.text(resource.getRelativePath()));
  }

  private static String text(FlywayException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return MigrationText.text(SqlErrors.redact(message.replaceAll("\\s+", " ")));
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
