package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest.FileEntry;
import io.rehydrate.settings.ServerLogin;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file of a dump, and where the client program loads it.
 *
 * @param login the account that loads; its URL names the incoming schema
 * @param dump the dump's folder
 * @param file in that folder, compressed by zstd
 * @param entry what the manifest says of it: to be compared right before it is loaded
 * @param schemas what its objects call the dump's schemas, by their names at the source; empty: as
 *     written
 */
public record LoadFile(
    ServerLogin login, Path dump, Path file, FileEntry entry, Map<String, String> schemas) {
  public LoadFile {
    schemas = Map.copyOf(schemas);
  }

  /** One that is loaded as it is written. */
  public LoadFile(ServerLogin login, Path dump, Path file, FileEntry entry) {
    this(login, dump, file, entry, Map.of());
  }

  /** The same, with other names of schemas. */
  LoadFile naming(Map<String, String> others) {
    return new LoadFile(login, dump, file, entry, others);
  }
}
