package io.rehydrate.archive;

import io.rehydrate.dump.DumpId;
import java.time.Instant;
import java.util.Optional;

/**
 * A file of the archive; a dump is one: {@code 20261122T020000Z.tar}.
 *
 * @param name without its folder or prefix
 */
public record ArchivedFile(String name, long bytes, Instant modifiedAt) {
  /** What a file is called until it is complete; the routes give it to Camel. */
  static final String UNFINISHED = "unfinished-";

  private static final String SUFFIX = ".tar";

  static String nameOf(DumpId id) {
    return id + SUFFIX;
  }

  /** Empty for what is not a dump: somebody's own file, an upload that was cut short. */
  public Optional<DumpId> dump() {
    String id = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
    return DumpId.isValid(id) ? Optional.of(new DumpId(id)) : Optional.empty();
  }

  boolean isUnfinished() {
    return name.startsWith(UNFINISHED)
        && new ArchivedFile(name.substring(UNFINISHED.length()), bytes, modifiedAt)
            .dump()
            .isPresent();
  }
}
