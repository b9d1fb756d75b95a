package io.rehydrate.archive;

import org.apache.camel.Variable;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Takes one file of a folder, for the kinds {@code file} and {@code sftp}.
 *
 * @param <T> whatever the component has for a file
 */
public final class WantedFile<T> implements GenericFileFilter<T> {
  private volatile String name = "";

  /** Says which one the next poll takes. */
  public void want(@Variable("archivedFile") ArchivedFile file) {
    name = file.name();
  }

  @Override
  public boolean accept(GenericFile<T> file) {
    return !file.isDirectory() && file.getFileNameOnly().equals(name);
  }
}
