package io.rehydrate.dump;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads and writes {@code manifest.json}. What is read comes from a share and is not trusted. */
public final class ManifestFile {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final long LARGEST = 64L * 1024 * 1024;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addSerializer(DumpId.class, ToStringSerializer.instance)
                  .addDeserializer(DumpId.class, new DumpIdReader()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.DEFAULT, Nulls.FAIL))
          .build();

  private ManifestFile() {}

  /** Writes the manifest for good: file and folder are on disk when this returns. */
  public static void write(Path folder, Manifest manifest) throws IOException {
    Fsync.write(folder.resolve(DumpFiles.MANIFEST), MAPPER.writeValueAsBytes(manifest));
    Fsync.syncFolder(folder);
  }

  /** The hash, in hex, of the file that {@link #write} writes. */
  public static String sha256(Manifest manifest) {
    try {
      return sha256(MAPPER.writeValueAsBytes(manifest));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The hash, in hex, of a manifest as it lies in a dump's folder.
   *
   * @throws CorruptDumpException {@code dump.incomplete}
   */
  public static String sha256(Path folder) {
    return sha256(bytes(folder));
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(DumpFiles.sha256().digest(bytes));
  }

  /**
   * Reads a dump's manifest.
   *
   * @param sha256 what the file's hash has to be, where that is known
   * @throws CorruptDumpException {@code dump.incomplete} where it is missing or no manifest, {@code
   *     dump.corrupt} where it was changed, or names a file that can't be one of the dump's
   */
  public static Manifest read(Path folder, Optional<String> sha256) {
    byte[] bytes = bytes(folder);
    try {
      if (sha256.filter(known -> !known.equals(sha256(bytes))).isPresent()) {
        throw corrupt(folder, "is not the one that was published");
      }
      Manifest manifest = parse(bytes);
      if (manifest == null) {
        throw incomplete(folder, "has a manifest that is not one: null", null);
      }
      check(folder, manifest);
      return manifest;
    } catch (JsonProcessingException e) {
      throw incomplete(folder, "has a manifest that is not one: " + where(e), e);
    } catch (IOException e) {
      throw incomplete(folder, "has a manifest that can't be read", e);
    }
  }

  private static byte[] bytes(Path folder) {
    Path file = folder.resolve(DumpFiles.MANIFEST);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw incomplete(folder, "has no " + DumpFiles.MANIFEST, null);
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw incomplete(folder, "has a manifest of more than 64 MB", null);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw incomplete(folder, "has a manifest that can't be read", e);
    }
  }

  private static Manifest parse(byte[] bytes) throws IOException {
    JsonNode tree = MAPPER.readTree(bytes);
    return tree instanceof ObjectNode object
        ? MAPPER.treeToValue(ManifestVersions.completed(object), Manifest.class)
        : MAPPER.readValue(bytes, Manifest.class);
  }

  /** Jackson's own message repeats the text. */
  private static String where(JsonProcessingException e) {
    String place =
        e.getLocation() == null || e.getLocation().getLineNr() < 1
            ? ""
            : " in line " + e.getLocation().getLineNr();
    return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
        ? "a wrong or missing value" + place
        : "not JSON, or cut off" + place;
  }

  private static void check(Path folder, Manifest manifest) {
    Set<String> seen = new HashSet<>();
    for (Manifest.FileEntry file : manifest.files()) {
      if (!DumpFiles.isName(file.name())) {
        throw corrupt(folder, "names a file outside of it, or with odd characters in its name");
      }
      if (file.bytes() < 0
          || file.unpackedBytes() < Manifest.UNKNOWN
          || !SHA256.matcher(file.sha256()).matches()) {
        throw corrupt(folder, "gives no sound size and sha256 for " + file.name());
      }
      if (!seen.add(file.name())) {
        throw corrupt(folder, "names " + file.name() + " twice");
      }
    }
  }

  private static CorruptDumpException incomplete(Path folder, String what, Throwable cause) {
    return new CorruptDumpException(
        ErrorCode.DUMP_INCOMPLETE,
        "The dump " + folder.getFileName() + " " + what,
        "Take another dump; this one was never finished, or is being removed",
        cause);
  }

  private static CorruptDumpException corrupt(Path folder, String what) {
    return new CorruptDumpException(
        ErrorCode.DUMP_CORRUPT,
        "The manifest of the dump " + folder.getFileName() + " " + what,
        "Somebody changed the dump; take another one, and look who may write to the store");
  }

  private static final class DumpIdReader extends FromStringDeserializer<DumpId> {
    private static final long serialVersionUID = 1L;

    DumpIdReader() {
      super(DumpId.class);
    }

    @Override
    protected DumpId _deserialize(String text, DeserializationContext context) throws IOException {
      return DumpId.isValid(text)
          ? new DumpId(text)
          : (DumpId) context.handleWeirdStringValue(DumpId.class, text, "not a dump's id");
    }
  }
}
