package io.rehydrate.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rehydrate.dump.DumpId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Small files next to the dumps, one per dump: {@code pins/} and {@code held/}.
 *
 * @param <T> what a note says
 */
final class Notes<T> {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();
  private static final long LONGEST = 64 * 1024;

  private final Path folder;
  private final Class<T> type;
  private final T illegible;
  private final Disk disk;

  /**
   * @param illegible what a note means that somebody made with {@code touch}
   */
  Notes(Path folder, Class<T> type, T illegible, Disk disk) {
    this.folder = folder;
    this.type = type;
    this.illegible = illegible;
    this.disk = disk;
  }

  Optional<T> of(DumpId id) {
    Path file = folder.resolve(id.value());
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      boolean legible =
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LONGEST;
      T note = legible ? MAPPER.readValue(Files.readAllBytes(file), type) : null;
      return Optional.of(note == null ? illegible : note);
    } catch (JacksonException e) {
      return Optional.of(illegible);
    } catch (IOException e) {
      throw StoreErrors.reading(file, e);
    }
  }

  /** Written next to and moved, so that nobody sees half a note. */
  void put(DumpId id, T note) {
    Path file = folder.resolve(id.value());
    try {
      if (!Files.isDirectory(folder)) {
        disk.createFolder(folder);
      }
      StoreModes modes = StoreModes.of(folder.getParent());
      Path beside = folder.resolve("." + id + ".new");
      disk.deleteFile(beside);
      disk.write(beside, MAPPER.writeValueAsBytes(note));
      disk.publish(folder, modes);
      disk.move(beside, file);
    } catch (IOException e) {
      throw StoreErrors.writing(file, e);
    }
  }

  void remove(DumpId id) {
    Path file = folder.resolve(id.value());
    try {
      disk.deleteFile(file);
    } catch (IOException e) {
      throw StoreErrors.writing(file, e);
    }
  }
}
