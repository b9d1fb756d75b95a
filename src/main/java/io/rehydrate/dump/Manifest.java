package io.rehydrate.dump;

import io.rehydrate.run.DumpFigures;
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
 * @param restored how it was proven that the dump can be loaded
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
    List<FileEntry> attachments,
    Restored restored) {
  /** A number that nobody counted. */
  public static final long UNKNOWN = -1;

  /** A manifest without attachments, of a dump that was not loaded. */
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
        List.of(),
        new Restored("hashes", "", 0));
  }

  /** The same one, which vouches for these files too. */
  public Manifest with(List<FileEntry> attached) {
    return with(
        durations, Stream.concat(attachments.stream(), attached.stream()).toList(), restored);
  }

  /** The same one, with the proof that the dump can be loaded. */
  public Manifest with(Restored proof) {
    return with(durations, attachments, proof);
  }

  /** The same one, with the seconds of all steps so far. */
  public Manifest with(Map<String, Double> seconds) {
    return with(seconds, attachments, restored);
  }

  private Manifest with(Map<String, Double> seconds, List<FileEntry> attached, Restored proof) {
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
        seconds,
        attached,
        proof);
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
   * @param leftOut what the schema has at the source and not here
   */
  public record SchemaEntry(
      String characterSet,
      String collation,
      FileEntry definitions,
      FileEntry after,
      Map<String, TableEntry> tables,
      List<LeftOut> leftOut) {
    /** With nothing left out. */
    public SchemaEntry(
        String characterSet,
        String collation,
        FileEntry definitions,
        FileEntry after,
        Map<String, TableEntry> tables) {
      this(characterSet, collation, definitions, after, tables, List.of());
    }
  }

  /**
   * @param rule {@code core}, {@code keep}, {@code truncate}, {@code follow}, {@code referenced}
   * @param masked the names of masked columns
   * @param largestRow bytes of the longest INSERT of its files: a server's {@code
   *     max_allowed_packet} has to be larger. An INSERT above a megabyte holds one row. {@link
   *     #UNKNOWN} in dumps of earlier versions
   */
  public record TableEntry(
      long rows,
      long rowsBefore,
      String rule,
      List<String> masked,
      List<FileEntry> files,
      long largestRow) {
    /** Of which nobody measured the rows. */
    public TableEntry(
        long rows, long rowsBefore, String rule, List<String> masked, List<FileEntry> files) {
      this(rows, rowsBefore, rule, masked, files, UNKNOWN);
    }
  }

  /**
   * @param name relative to the dump's folder, with forward slashes
   * @param unpackedBytes of what is compressed in it; {@link #UNKNOWN} in dumps of earlier versions
   */
  public record FileEntry(String name, long bytes, String sha256, long unpackedBytes) {
    /** A file that is not compressed, or of which nobody counted. */
    public FileEntry(String name, long bytes, String sha256) {
      this(name, bytes, sha256, UNKNOWN);
    }
  }

  /**
   * Something of the source that is not in the dump, although its schema is.
   *
   * @param what {@code view}, {@code history}
   * @param why in the words of a sentence
   */
  public record LeftOut(String what, String name, String why) {}

  /**
   * How it was proven that the dump can be loaded.
   *
   * @param how {@code restore}: it was loaded once; {@code hashes}: its files are as they were
   *     written
   * @param serverVersion of the server that took it
   * @param seconds that loading took
   */
  public record Restored(String how, String serverVersion, double seconds) {}

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

  /** Rows of the source. */
  public long rowsBefore() {
    return schemas.values().stream()
        .flatMap(s -> s.tables().values().stream())
        .mapToLong(TableEntry::rowsBefore)
        .sum();
  }

  /** How large it is. */
  public DumpFigures figures() {
    return new DumpFigures(id.value(), rows(), rowsBefore(), bytes());
  }

  public long rows() {
    return schemas.values().stream()
        .flatMap(s -> s.tables().values().stream())
        .mapToLong(TableEntry::rows)
        .sum();
  }

  /** Bytes of the longest INSERT of all; {@link #UNKNOWN} where no table's is known. */
  public long largestRow() {
    return schemas.values().stream()
        .flatMap(s -> s.tables().values().stream())
        .mapToLong(TableEntry::largestRow)
        .max()
        .orElse(UNKNOWN);
  }
}
