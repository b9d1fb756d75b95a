package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Manifest.FileEntry;
import io.rehydrate.dump.Manifest.SchemaEntry;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a dump in the order of their loading: definitions, rows, then all else. */
public final class LoadFiles {

  /** The CREATE TABLE statements, a file per schema. */
  public List<LoadBatch> definitions(Path dump, Manifest manifest, StagingSchemas incoming) {
    return renamed(
        incoming, files(dump, manifest, incoming, schema -> Stream.of(schema.definitions())));
  }

  /** The rows, in any order and in parallel: the largest come first, so that all end together. */
  public List<LoadBatch> rows(Path dump, Manifest manifest, StagingSchemas incoming) {
    return LoadBatch.of(
        files(
                dump,
                manifest,
                incoming,
                schema -> schema.tables().values().stream().flatMap(t -> t.files().stream()))
            .stream()
            .sorted(Comparator.comparingLong((LoadFile f) -> f.entry().bytes()).reversed())
            .toList());
  }

  /** Routines, views, triggers and events, a file per schema, in the schemas' order. */
  public List<LoadBatch> after(Path dump, Manifest manifest, StagingSchemas incoming) {
    return renamed(incoming, files(dump, manifest, incoming, schema -> Stream.of(schema.after())));
  }

  private static List<LoadBatch> renamed(StagingSchemas incoming, List<LoadFile> files) {
    Map<String, String> names =
        incoming.schemas().stream()
            .collect(Collectors.toMap(SchemaSwapNames::source, SchemaSwapNames::incoming));
    return LoadBatch.of(files.stream().map(file -> file.naming(names)).toList());
  }

  private static List<LoadFile> files(
      Path dump,
      Manifest manifest,
      StagingSchemas incoming,
      Function<SchemaEntry, Stream<FileEntry>> which) {
    return incoming.schemas().stream()
        .flatMap(
            schema ->
                which
                    .apply(manifest.schemas().get(schema.source()))
                    .map(entry -> file(dump, entry, incoming, schema)))
        .toList();
  }

  /** The manifest lies on a share: it may name anything. */
  private static LoadFile file(
      Path dump, FileEntry entry, StagingSchemas incoming, SchemaSwapNames schema) {
    try {
      Path root = dump.toRealPath();
      Path file = root.resolve(entry.name()).normalize();
      if (file.startsWith(root)
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && file.toRealPath().equals(file)) {
        return new LoadFile(incoming.loadLogin(schema), root, file, entry);
      }
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw missing(dump, e);
    }
    throw missing(dump, null);
  }

  private static CorruptDumpException missing(Path dump, Exception cause) {
    return new CorruptDumpException(
        ErrorCode.DUMP_INCOMPLETE,
        "The dump " + dump.getFileName() + " lacks a file that its manifest names",
        "Choose another dump; 'dumps verify' names the file",
        cause);
  }
}
