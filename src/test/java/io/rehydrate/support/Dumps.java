package io.rehydrate.support;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import io.rehydrate.exec.CompressedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the files of small dumps by hand. */
public final class Dumps {
  private Dumps() {}

  /** Writes a file through zstd and tells what a manifest says of it. */
  public static Manifest.FileEntry file(Path folder, String name, String text) {
    try {
      Path path = folder.resolve(name);
      Files.createDirectories(path.getParent());
      CompressedFile file = CompressedFile.create(path);
      try (file) {
        file.write(text.getBytes(StandardCharsets.UTF_8));
      }
      return new Manifest.FileEntry(name, file.bytes(), file.sha256(), file.unpackedBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files and the manifest of a dump of one schema with one table of three rows. */
  public static Manifest small(Path folder, DumpId id) {
    Manifest.SchemaEntry schema =
        schema(
            file(folder, "insurance/tables.sql.zst", "CREATE TABLE `t` (`id` int PRIMARY KEY);\n"),
            file(folder, "insurance/after.sql.zst", "-- Dump completed\n"),
            Map.of(
                "t",
                new Manifest.TableEntry(
                    3,
                    9,
                    "core",
                    List.of("email"),
                    List.of(
                        file(
                            folder,
                            "insurance/rows/0001-t.sql.zst",
                            "INSERT INTO `t` VALUES (1),(2),(3);\n-- Dump completed\n")))));
    return manifest(id, Map.of("insurance", schema));
  }

  public static Manifest.SchemaEntry schema(
      Manifest.FileEntry definitions,
      Manifest.FileEntry after,
      Map<String, Manifest.TableEntry> tables) {
    return new Manifest.SchemaEntry("utf8mb4", "utf8mb4_general_ci", definitions, after, tables);
  }

  public static Manifest manifest(DumpId id, Map<String, Manifest.SchemaEntry> schemas) {
    return new Manifest(
        id,
        id.asOf(),
        id.asOf().plusSeconds(60),
        new Manifest.Source("server", "127.0.0.1:3306", Optional.empty(), Optional.of("old")),
        "11.4.5-MariaDB",
        "ab".repeat(32),
        "0.1.0",
        new LinkedHashMap<>(schemas),
        List.of(new Manifest.RelationEntry("a.x -> b.y", 4, 0)),
        Map.of("dump", 1.5));
  }
}
