package io.rehydrate.refresh;

import io.rehydrate.dump.Attachments;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.migrate.CommitSha;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.migrate.RefComparison;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.store.StoredDump;
import java.util.Optional;

/** Compares the migrations of refs with those that had run when a dump was made. */
public final class RefPreviews {
  private static final String PROGRAM = "A program runs the migrations (migrations.command).";
  private static final String OLD = "The dump was made by an earlier version.";

  private final Settings settings;
  private final Optional<GitRepository> repository;

  public RefPreviews(Settings settings, Optional<GitRepository> repository) {
    this.settings = settings;
    this.repository = repository;
  }

  /** Of a refresh of this target. */
  public RefPreview of(StoredDump dump, Target target, String ref) {
    return of(dump, SchemaSwapNames.all(target).get(0).source(), ref);
  }

  /** Of the dump's first schema, where migrations run unless a target says otherwise. */
  public RefPreview of(StoredDump dump, String ref) {
    return of(dump, dump.manifest().schemas().keySet().iterator().next(), ref);
  }

  /**
   * @throws io.rehydrate.error.NotFoundException {@code ref.unknown}
   * @throws InvalidException {@code migrations.none}, {@code ref.ambiguous}
   */
  private RefPreview of(StoredDump dump, String schema, String ref) {
    GitRepository git = repository.orElseThrow(RefPreviews::none);
    CommitSha commit = git.resolve(ref);
    Optional<RefComparison> comparison =
        settings.migrations().command().isPresent()
            ? Optional.empty()
            : Attachments.migrations(dump.folder(), dump.manifest())
                .map(
                    history ->
                        RefComparison.of(
                            history.of(schema),
                            git.files(commit, settings.migrations().path()),
                            settings.flyway()));
    return new RefPreview(
        dump.id().value(),
        ref,
        commit.value(),
        comparison,
        comparison.isPresent() ? "" : settings.migrations().command().isPresent() ? PROGRAM : OLD);
  }

  /** Of a request with a ref, where no repository is configured. */
  static InvalidException none() {
    return new InvalidException(
        ErrorCode.MIGRATIONS_NONE,
        "A ref was asked for, and migrations.repository is not set",
        "Set it, or leave the ref out");
  }
}
