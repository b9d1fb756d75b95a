package io.rehydrate.clone;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.dump.Fsync;
import io.rehydrate.store.StoredDump;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a golden is, written last: a folder without it is none.
 *
 * @param dump that was loaded
 * @param made when that dump was made: another night may make one of the same id
 * @param series of the server that its files are for
 * @param serverVersion that loaded it
 * @param files in the data folder: their size and the time of their last change, as text
 */
record GoldenManifest(
    String dump, String made, String series, String serverVersion, Map<String, String> files) {
  private static final String FILE = "golden.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a data folder as it is now. */
  static GoldenManifest of(StoredDump dump, CloneProgram program, Path folder) throws IOException {
    return new GoldenManifest(
        dump.id().value(),
        made(dump),
        program.series(),
        program.version().text(),
        files(folder.resolve(CloneFolders.DATA)));
  }

  private static String made(StoredDump dump) {
    return dump.manifest().createdAt().toString();
  }

  /** Whether it is this dump that was loaded. */
  boolean isOf(StoredDump stored) {
    return dump.equals(stored.id().value()) && made(stored).equals(made);
  }

  private static Map<String, String> files(Path data) throws IOException {
    Map<String, String> found = new TreeMap<>();
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.put(
                data.relativize(file).toString(),
                attributes.size() + " " + attributes.lastModifiedTime().toMillis());
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  void write(Path folder) throws IOException {
    Fsync.write(folder.resolve(FILE), JSON.writeValueAsBytes(this));
  }

  /** Empty where there is none, or it can't be read. */
  static Optional<GoldenManifest> read(Path folder) {
    try {
      return Optional.of(JSON.readValue(folder.resolve(FILE).toFile(), GoldenManifest.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the data folder is as it was when this was written, and a server of now reads it. */
  boolean fits(Path folder, CloneProgram program) {
    try {
      return series.equals(program.series())
          && files.equals(files(folder.resolve(CloneFolders.DATA)));
    } catch (IOException e) {
      return false;
    }
  }
}
