package io.rehydrate.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Lists a folder for the kinds {@code file} and {@code sftp}: Camel asks it about every file of one
 * poll, and it takes none.
 *
 * @param <T> whatever the component has for a file
 */
public final class FileListing<T> implements GenericFileFilter<T> {
  private final List<ArchivedFile> files = new ArrayList<>();

  /** To be called before the poll. */
  public void begin() {
    files.clear();
  }

  @Override
  public boolean accept(GenericFile<T> file) {
    if (!file.isDirectory()) {
      files.add(
          new ArchivedFile(
              file.getFileNameOnly(),
              file.getFileLength(),
              Instant.ofEpochMilli(file.getLastModified())));
    }
    return false;
  }

  /** What the poll has met. */
  public List<ArchivedFile> files() {
    return List.copyOf(files);
  }
}
