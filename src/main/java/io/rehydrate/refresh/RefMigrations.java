package io.rehydrate.refresh;

import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.migrate.CommitSha;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.migrate.Migrated;
import io.rehydrate.migrate.Migrator;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.Settings.MigrationCommand;
import java.time.Duration;
import java.util.Optional;

/** Runs the migrations of a refresh's ref next to the live schema: by Flyway, or by a program. */
final class RefMigrations {
  private final Settings settings;
  private final Optional<GitRepository> repository;
  private final RunningPrograms programs;

  RefMigrations(Settings settings, Optional<GitRepository> repository, RunningPrograms programs) {
    this.settings = settings;
    this.repository = repository;
    this.programs = programs;
  }

  /**
   * Runs what is pending, if the refresh has a ref; hands the dump's objects over to the account
   * that migrates, also where only the after-script will run.
   *
   * @throws io.rehydrate.error.MigrationFailedException the code says why
   */
  void run(ActiveRun run, RefreshWork work) {
    if (work.commit().isEmpty() && !work.hasScript()) {
      return;
    }
    run.requireNotCancelled();
    Migrations migrations = new Migrations(work, settings.deadlines().migration());
    work.changedBy(migrations.handOver());
    if (work.commit().isPresent()) {
      run.log().info(migrated(run, work, migrations));
      run.requireNotCancelled();
      migrations.requireOursUntouched();
    }
  }

  private String migrated(ActiveRun run, RefreshWork work, Migrations migrations) {
    ServerLogin login = work.target().migrationLogin().orElseThrow();
    String schema = work.incoming().first().incoming();
    CommitSha commit = work.commit().orElseThrow();
    Duration deadline = settings.deadlines().migration();
    Optional<MigrationCommand> command = settings.migrations().command();
    if (command.isPresent()) {
      new CommandMigrations(command.get(), repository.orElseThrow(RefPreviews::none), programs)
          .run(run, commit, login.withUrl(login.url().withSchema(schema)), deadline);
      return "migrated by " + command.get().program().getFileName();
    }
    Migrator migrator = new Migrator(migrations.sessions()::require);
    run.onCancel(migrator::stop);
    Migrated migrated =
        migrator.migrate(login, schema, work.migrations(), settings.flyway(), deadline);
    return migrated.applied().isEmpty()
        ? "no migration was pending"
        : "migrated: " + String.join(", ", migrated.applied());
  }
}
