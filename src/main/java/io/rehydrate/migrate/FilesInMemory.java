package io.rehydrate.migrate;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/** Gives Flyway the files of a commit, so that it looks at no disk and no class path. */
final class FilesInMemory implements ResourceProvider {
  private final List<LoadableResource> files;

  FilesInMemory(List<MigrationFile> files, Charset encoding) {
    this.files = files.stream().<LoadableResource>map(f -> new FileResource(f, encoding)).toList();
  }

  @Override
  public LoadableResource getResource(String path) {
    return files.stream().filter(f -> f.getAbsolutePath().equals(path)).findFirst().orElse(null);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return files.stream()
        .filter(f -> f.getFilename().startsWith(prefix))
        .filter(f -> Arrays.stream(suffixes).anyMatch(f.getFilename()::endsWith))
        .toList();
  }

  private static final class FileResource extends LoadableResource {
    private final MigrationFile file;
    private final Charset encoding;

    FileResource(MigrationFile file, Charset encoding) {
      this.file = file;
      this.encoding = encoding;
    }

    @Override
    public Reader read() {
      try {
        return new InputStreamReader(file.content().open(), encoding);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String getAbsolutePath() {
      return file.path();
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return file.path();
    }

    @Override
    public String getFilename() {
      return file.name();
    }

    @Override
    public String getRelativePath() {
      return file.path();
    }
  }
}
