package io.rehydrate.migrate;

import java.util.Optional;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;

/** Why a migration of the dump's history and the ref's do not fit together, and what helps. */
enum Misfit {
  FAILED(
      "failed in production, and its history says so",
      "Repair the history of the source ('flyway repair' there), and bring a dump of a later night"),
  CHANGED(
      "its file is not the one that ran in production",
      "Put the file back to what ran and make the change in a new migration, choose the ref that"
          + " production runs, or set flyway.validateOnMigrate=false"),
  MISSING(
      "ran in production and is not on the ref",
      "Choose a ref that is not behind the dump, or an older dump, or set"
          + " flyway.ignoreMigrationPatterns=*:missing"),
  OUT_OF_ORDER(
      "is on the ref, did not run in production, and is older than what did",
      "Give it a higher version, or set flyway.outOfOrder=true to run it all the same"),
  RENAMED(
      "has another name or kind than what ran in production",
      "Give the file the name back that it had, and make the change in a new migration"),
  OTHER(
      "is refused by Flyway",
      "Look at the history table in the dump and at the ref's files, or choose another ref");

  private final String words;
  private final String remedy;

  Misfit(String words, String remedy) {
    this.words = words;
    this.remedy = remedy;
  }

  String words() {
    return words;
  }

  String remedy() {
    return remedy;
  }

  /** Empty for what is only waiting to be run. */
  static Optional<Misfit> of(ErrorDetails details) {
    if (!(details.errorCode instanceof CoreErrorCode code)) {
      return Optional.of(OTHER);
    }
    return switch (code) {
      case FAILED_VERSIONED_MIGRATION, FAILED_REPEATABLE_MIGRATION, FAILED_BASELINE_MIGRATION ->
          Optional.of(FAILED);
      case CHECKSUM_MISMATCH -> Optional.of(CHANGED);
      case APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED, APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED ->
          Optional.of(MISSING);
      case RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED, RESOLVED_REPEATABLE_MIGRATION_NOT_APPLIED ->
          Optional.of(OUT_OF_ORDER)
              .filter(m -> String.valueOf(details.errorMessage).contains("outOfOrder"));
      case OUTDATED_REPEATABLE_MIGRATION -> Optional.empty();
      case TYPE_MISMATCH, DESCRIPTION_MISMATCH -> Optional.of(RENAMED);
      default -> Optional.of(OTHER);
    };
  }
}
