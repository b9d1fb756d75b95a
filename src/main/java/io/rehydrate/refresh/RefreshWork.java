package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest.FileEntry;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.migrate.CommitSha;
import io.rehydrate.migrate.MigrationFile;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.store.StoredDump;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A refresh on its way: what was admitted, and what is made next to the live schemas. A route's
 * split asks for its files.
 */
public final class RefreshWork {
  private final Target target;
  private final StoredDump dump;
  private final OptionFile login;
  private final RunSessions sessions;
  private Optional<Branch> branch = Optional.empty();
  private Optional<CommitSha> commit = Optional.empty();
  private List<MigrationFile> migrations = List.of();
  private StagingSchemas incoming;
  private DeferredDdl deferred;
  private String serverVersion = "";
  private List<String> loadingSettings = List.of();
  private Optional<RowKeeping> keeping = Optional.empty();

  RefreshWork(Target target, StoredDump dump, OptionFile login, RunSessions sessions) {
    this.target = target;
    this.dump = dump;
    this.login = login;
    this.sessions = sessions;
  }

  RunSessions sessions() {
    return sessions;
  }

  void changedBy(Branch one) {
    branch = Optional.of(one);
  }

  /** What a branch or a script may have changed; empty where none has run. */
  Optional<Branch> branch() {
    return branch;
  }

  Target target() {
    return target;
  }

  StoredDump dump() {
    return dump;
  }

  OptionFile login() {
    return login;
  }

  Optional<CommitSha> commit() {
    return commit;
  }

  List<MigrationFile> migrations() {
    return migrations;
  }

  void bring(CommitSha at, List<MigrationFile> files) {
    commit = Optional.of(at);
    migrations = files;
  }

  /** The rows that stay across the refresh; empty in a trial load. */
  Optional<RowKeeping> keeping() {
    return keeping;
  }

  void keep(RowKeeping rows) {
    keeping = Optional.of(rows);
  }

  StagingSchemas incoming() {
    return incoming;
  }

  void beside(StagingSchemas made) {
    incoming = made;
  }

  /** What client programs set that load the dump's files. */
  List<String> loadingSettings() {
    return loadingSettings;
  }

  void loadUnder(List<String> settings) {
    loadingSettings = List.copyOf(settings);
  }

  void servedBy(String version) {
    serverVersion = version;
  }

  /** Of the server that a trial loads the dump into: a route asks. */
  public String serverVersion() {
    return serverVersion;
  }

  void defer(DeferredDdl later) {
    deferred = later;
  }

  DeferredDdl deferred() {
    return deferred;
  }

  /** Files with CREATE TABLE statements. */
  public List<LoadBatch> definitions() {
    return new LoadFiles().definitions(folder(), dump.manifest(), incoming);
  }

  /** Files with rows; they may load at the same time. */
  public List<LoadBatch> rows() {
    return new LoadFiles().rows(folder(), dump.manifest(), incoming);
  }

  /** Files with routines, views, triggers and events. */
  public List<LoadBatch> after() {
    return new LoadFiles().after(folder(), dump.manifest(), incoming);
  }

  /** Statements that make the indexes that were left out; they may run at the same time. */
  public List<String> indexes() {
    return deferred.indexes();
  }

  /** Whether the target has a script to run after the migrations. */
  public boolean hasScript() {
    return target.after().isPresent();
  }

  /** Of the files that are loaded, compressed. */
  long bytes() {
    return dump.manifest().schemas().values().stream()
        .flatMap(
            schema ->
                Stream.concat(
                    Stream.of(schema.definitions()),
                    schema.tables().values().stream().flatMap(table -> table.files().stream())))
        .mapToLong(FileEntry::bytes)
        .sum();
  }

  private Path folder() {
    return dump.folder();
  }
}
