package io.rehydrate.dump;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** The files of a dump that are for reading: its report, its plan, the shape of its schema. */
public final class Attachments {
  public static final String REPORT = "report.html";
  public static final String PLAN = "plan.yaml";
  public static final String SHAPE = "schema.json";
  public static final String MIGRATIONS = "migrations.json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Attachments() {}

  /** Writes one for good, and says what a manifest says of it. */
  public static Manifest.FileEntry write(Path folder, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Fsync.write(folder.resolve(name), bytes);
    return new Manifest.FileEntry(
        name,
        bytes.length,
        HexFormat.of().formatHex(DumpFiles.sha256().digest(bytes)),
        bytes.length);
  }

  /** As {@link #write}, for the shape. */
  public static Manifest.FileEntry write(Path folder, SchemaShape shape) throws IOException {
    return write(folder, SHAPE, MAPPER.writeValueAsString(shape));
  }

  /** As {@link #write}, for the migrations that had run. */
  public static Manifest.FileEntry write(Path folder, MigrationHistory history) throws IOException {
    return write(folder, MIGRATIONS, MAPPER.writeValueAsString(history));
  }

  /**
   * The text of one, once it is proven to be what the manifest vouches for; empty for a dump
   * without it.
   *
   * @throws CorruptDumpException {@code dump.corrupt}
   */
  public static Optional<String> read(Path folder, Manifest manifest, String name) {
    return manifest.attachments().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .map(
            file -> {
              Verification.verify(folder, file);
              try {
                return Files.readString(folder.resolve(name));
              } catch (IOException e) {
                throw corrupt(folder, name, e);
              }
            });
  }

  /**
   * The shape of the schema when it was dumped.
   *
   * @throws CorruptDumpException {@code dump.corrupt}
   */
  public static Optional<SchemaShape> shape(Path folder, Manifest manifest) {
    return read(folder, manifest, SHAPE, SchemaShape.class);
  }

  /**
   * The migrations that had run in the source; empty in dumps of earlier versions.
   *
   * @throws CorruptDumpException {@code dump.corrupt}
   */
  public static Optional<MigrationHistory> migrations(Path folder, Manifest manifest) {
    return read(folder, manifest, MIGRATIONS, MigrationHistory.class);
  }

  private static <T> Optional<T> read(Path folder, Manifest manifest, String name, Class<T> type) {
    return read(folder, manifest, name)
        .map(
            text -> {
              try {
                return MAPPER.readValue(text, type);
              } catch (JsonProcessingException e) {
                throw corrupt(folder, name, e);
              }
            });
  }

  private static CorruptDumpException corrupt(Path folder, String name, IOException cause) {
    return new CorruptDumpException(
        ErrorCode.DUMP_CORRUPT,
        "The file " + name + " of the dump " + folder.getFileName() + " can't be read",
        "Take another dump; look who may write to the store, and whether its disk is sound",
        cause);
  }
}
