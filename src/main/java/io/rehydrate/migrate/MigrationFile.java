package io.rehydrate.migrate;

import java.io.IOException;
import java.io.InputStream;

/**
 * A regular file below the migrations folder of a commit; its text stays in the repository until it
 * is read.
 *
 * @param path relative to the migrations folder, with forward slashes
 */
public record MigrationFile(String path, long bytes, Content content) {

  /** Opens the file's bytes, again at every call. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
