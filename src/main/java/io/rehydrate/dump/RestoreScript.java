package io.rehydrate.dump;

import io.rehydrate.exec.LoadArguments;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code restore.sh}: restores a dump with nothing but a client program and zstd. */
public final class RestoreScript {
  private RestoreScript() {}

  /** Writes the script next to the dump's files. */
  public static void write(Path folder, Manifest manifest) throws IOException {
    Path file = folder.resolve(DumpFiles.RESTORE_SCRIPT);
    Fsync.write(file, text(manifest).getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  static String text(Manifest manifest) {
    return template()
        .replace("@ID@", manifest.id().value())
        .replace("@SERVER@", manifest.serverVersion().replaceAll("[^A-Za-z0-9._-]", "_"))
        .replace("@PACKET@", Long.toString(Math.max(0, manifest.largestRow())))
        .replace(
            "@OPTIONS@",
            Stream.concat(LoadArguments.CONFINED.stream(), LoadArguments.TEXT.stream())
                .collect(Collectors.joining(" \\\n    ")))
        .replace(
            "@SETTINGS@",
            LoadingSettings.whereItCanBe().stream()
                .map(RestoreScript::quoted)
                .collect(Collectors.joining(" \\\n    ")))
        .replace("@EVERYWHERE@", LoadingSettings.statement(LoadingSettings.everywhere()))
        .replace("@STEPS@\n", steps(manifest));
  }

  /** All tables of all schemas first: what comes after may look into any of them. */
  private static String steps(Manifest manifest) {
    StringBuilder steps = new StringBuilder();
    for (Map.Entry<String, Manifest.SchemaEntry> schema : manifest.schemas().entrySet()) {
      Manifest.SchemaEntry entry = schema.getValue();
      String create =
          "CREATE DATABASE %s CHARACTER SET %s COLLATE %s"
              .formatted(
                  Sql.name(schema.getKey()),
                  Sql.text(entry.characterSet()),
                  Sql.text(entry.collation()));
      steps.append("create ").append(quoted(create)).append(" \"$@\"\n");
      steps.append(load(schema.getKey(), entry.definitions()));
    }
    manifest
        .schemas()
        .forEach(
            (name, entry) ->
                entry.tables().values().stream()
                    .flatMap(table -> table.files().stream())
                    .forEach(file -> steps.append(load(name, file))));
    manifest.schemas().forEach((name, entry) -> steps.append(load(name, entry.after())));
    return steps.toString();
  }

  private static String load(String schema, Manifest.FileEntry file) {
    return "load "
        + quoted(schema)
        + " "
        + quoted(file.name())
        + " "
        + file.unpackedBytes()
        + " \"$@\"\n";
  }

  /** One word for the shell, whatever is in it. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String template() {
    try (InputStream in = RestoreScript.class.getResourceAsStream("restore.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
