package io.rehydrate.dump;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code manifest.json}: what a dump holds. Written last, never changed.
 *
 * @param schemas by name, in the order in which they were given
 * @param durations seconds, by step
 * @param attachments files for reading: the report, the plan, the schema's shape
 */
public record Manifest(
    DumpId id,
    Instant asOf,
    Instant createdAt,
    Source source,
    String serverVersion,
    String planSha256,
    String toolVersion,
    Map<String, SchemaEntry> schemas,
    List<RelationEntry> relations,
    Map<String, Double> durations,
    List<FileEntry> attachments) {

  /** A manifest without attachments. */
  public Manifest(
      DumpId id,
      Instant asOf,
      Instant createdAt,
      Source source,
      String serverVersion,
      String planSha256,
      String toolVersion,
      Map<String, SchemaEntry> schemas,
      List<RelationEntry> relations,
      Map<String, Double> durations) {
    this(
        id,
        asOf,
        createdAt,
        source,
        serverVersion,
        planSha256,
        toolVersion,
        schemas,
        relations,
        durations,
        List.of());
  }

  /** The same one, which vouches for these files too. */
  public Manifest with(List<FileEntry> attached) {
    return new Manifest(
        id,
        asOf,
        createdAt,
        source,
        serverVersion,
        planSha256,
        toolVersion,
        schemas,
        relations,
        durations,
        List.copyOf(attached));
  }

  /**
   * @param identifier the server's address, or the cluster's or instance's identifier
   * @param fallback why an older snapshot was taken, where it was
   */
  public record Source(
      String kind, String identifier, Optional<String> snapshot, Optional<String> fallback) {}

  /**
   * @param definitions {@code tables.sql.zst}
   * @param after {@code after.sql.zst}
   */
  public record SchemaEntry(
      String characterSet,
      String collation,
      FileEntry definitions,
      FileEntry after,
      Map<String, TableEntry> tables) {}

  /**
   * @param rule {@code core}, {@code keep}, {@code truncate}, {@code follow}, {@code referenced}
   * @param masked the names of masked columns
   */
  public record TableEntry(
      long rows, long rowsBefore, String rule, List<String> masked, List<FileEntry> files) {}

  /**
   * @param name relative to the dump's folder, with forward slashes
   */
  public record FileEntry(String name, long bytes, String sha256) {}

  /** Orphans of one relation, in the source and in the dump. */
  public record RelationEntry(String relation, long orphansBefore, long orphansAfter) {}

  /** Every file that the manifest vouches for. */
  public List<FileEntry> files() {
    Stream<FileEntry> ofSchemas =
        schemas.values().stream()
            .flatMap(
                schema ->
                    Stream.concat(
                        Stream.of(schema.definitions(), schema.after()),
                        schema.tables().values().stream().flatMap(t -> t.files().stream())));
    return Stream.concat(ofSchemas, attachments.stream()).toList();
  }

  public long bytes() {
    return files().stream().mapToLong(FileEntry::bytes).sum();
  }

  public long rows() {
    return schemas.values().stream()
        .flatMap(s -> s.tables().values().stream())
        .mapToLong(TableEntry::rows)
        .sum();
  }
}
