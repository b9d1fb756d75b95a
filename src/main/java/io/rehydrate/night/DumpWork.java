package io.rehydrate.night;

import io.rehydrate.dump.Manifest;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.schema.TableName;
import io.rehydrate.store.Staging;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A dump in the making: its hidden folder, its files, and what is known of those written. */
public final class DumpWork {
  private final Staging staging;
  private final OptionFile login;
  private final DumpForms forms;
  private final List<DumpFile> files;
  private final List<DumpPart> parts;
  private final Map<Path, DumpPart> byPath;
  private final Map<String, Manifest.FileEntry> written = new ConcurrentHashMap<>();
  private final Map<TableName, Long> largestRows = new ConcurrentHashMap<>();
  private final Map<String, List<Manifest.LeftOut>> leftOut = new ConcurrentHashMap<>();
  private volatile String unloadable = "";
  private volatile Instant trialBegan = Instant.EPOCH;
  private volatile Manifest.Restored proof = new Manifest.Restored("hashes", "", 0);

  DumpWork(Staging staging, OptionFile login, DumpForms forms, List<DumpPart> parts) {
    this.staging = staging;
    this.login = login;
    this.forms = forms;
    this.parts = List.copyOf(parts);
    this.files =
        parts.stream()
            .flatMap(part -> part.files().stream())
            .sorted(Comparator.comparingLong(DumpFile::weight).reversed())
            .toList();
    this.byPath =
        Stream.<DumpUnit>concat(parts.stream(), files.stream())
            .map(DumpUnit::part)
            .distinct()
            .collect(Collectors.toMap(this::path, part -> part));
  }

  Staging staging() {
    return staging;
  }

  OptionFile login() {
    return login;
  }

  DumpForms forms() {
    return forms;
  }

  /** Notes why no server can load it. */
  void unloadable(String why) {
    unloadable = why;
  }

  /** Empty where it can be loaded, or was not tried. */
  String unloadable() {
    return unloadable;
  }

  /** Notes when it begins to be loaded once. */
  void trialBegins(Instant now) {
    trialBegan = now;
  }

  /** Notes which server has loaded it. */
  void proven(String serverVersion, Instant now) {
    proof =
        new Manifest.Restored(
            "restore", serverVersion, Duration.between(trialBegan, now).toMillis() / 1000.0);
  }

  Manifest.Restored proof() {
    return proof;
  }

  /** Notes what a schema has at the source and not in the dump. */
  void leftOut(String schema, List<Manifest.LeftOut> what) {
    leftOut.put(schema, List.copyOf(what));
  }

  List<Manifest.LeftOut> leftOut(String schema) {
    return leftOut.getOrDefault(schema, List.of());
  }

  /** For the route's split: one run of the dump program each. */
  public List<DumpPart> parts() {
    return parts;
  }

  /** The largest first. */
  public List<DumpFile> files() {
    return files;
  }

  /** Where the dump program's output goes: the file, or a folder for several. */
  Path path(DumpPart part) {
    return staging.folder().resolve(part.name());
  }

  Path path(DumpFile file) {
    return staging.folder().resolve(file.name());
  }

  /** The part of this path, which a program has written. */
  DumpPart part(Path written) {
    return Optional.ofNullable(byPath.get(written)).orElseThrow();
  }

  /** Of the files with rows, compressed, once they are written. */
  long rowBytes() {
    return files.stream()
        .filter(file -> file.table().isPresent())
        .mapToLong(file -> entry(file.name()).bytes())
        .sum();
  }

  void written(Manifest.FileEntry entry) {
    written.put(entry.name(), entry);
  }

  /** Notes the longest statement of one of a table's files. */
  void measured(TableName table, long longest) {
    largestRows.merge(table, longest, Math::max);
  }

  /** Bytes of the longest statement of all files of a table; 0 for a table without rows. */
  long largestRow(TableName table) {
    return largestRows.getOrDefault(table, 0L);
  }

  Manifest.FileEntry entry(String name) {
    Manifest.FileEntry entry = written.get(name);
    if (entry == null) {
      throw new IllegalStateException("not written: " + name);
    }
    return entry;
  }
}
