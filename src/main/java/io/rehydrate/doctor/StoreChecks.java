package io.rehydrate.doctor;

import io.rehydrate.error.Counted;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The store's folder: the store itself, writable, with room for another dump. */
record StoreChecks(Settings settings, Optional<Store> store) implements Examination {
  private static final String MARKER = ".rehydrate-store";
  private static final long LITTLE = 1L << 30;

  @Override
  public void examine(Findings findings) throws IOException {
    Path directory = settings.store().directory();
    List<StoredDump> dumps = store.map(Store::list).orElse(List.of());
    if (!Files.exists(directory)) {
      findings.warn(
          "store",
          directory + " is not there yet",
          "The first night makes it; mount the share before, if it is one");
      return;
    }
    if (!Files.isRegularFile(directory.resolve(MARKER), LinkOption.NOFOLLOW_LINKS)) {
      unmarked(directory, findings);
      return;
    }
    findings.ok("store", directory + ", " + Counted.of(dumps.size(), "dump"));
    dumps(dumps, findings);
    writable(directory, findings);
    space(directory, dumps, findings);
  }

  private void dumps(List<StoredDump> dumps, Findings findings) {
    List<String> foreign =
        dumps.stream().filter(StoredDump::foreign).map(dump -> dump.id().value()).toList();
    if (!foreign.isEmpty()) {
      findings.warn(
          "store dumps",
          "no night of this installation published " + String.join(", ", foreign),
          "They are held. After the loss of the journal: 'dumps adopt ID...'; else look who may"
              + " write to the store");
    }
    store
        .map(Store::corrupt)
        .orElse(Map.of())
        .values()
        .forEach(e -> findings.fail("store dumps", e.getMessage(), e.hint()));
  }

  private static void unmarked(Path directory, Findings findings) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        findings.fail(
            "store",
            directory + " holds files and no " + MARKER,
            "Name an empty folder in store.directory, or the store's own");
        return;
      }
    }
    findings.warn(
        "store",
        directory + " is empty",
        "The first night makes it the store; mount the share before, if it is one");
    writable(directory, findings);
  }

  private static void writable(Path directory, Findings findings) {
    try {
      Files.delete(Files.createTempFile(directory, ".doctor-", ".tmp"));
      findings.ok("store writable", "files can be made and removed");
    } catch (IOException e) {
      findings.fail(
          "store writable",
          "no file can be made in " + directory + " (" + e.getClass().getSimpleName() + ")",
          "Check the rights of this account there, and how the share is mounted");
    }
  }

  private static void space(Path directory, List<StoredDump> dumps, Findings findings)
      throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    long dump = dumps.stream().findFirst().map(StoreChecks::bytes).orElse(0L);
    String text = (free >> 20) + " MB free";
    if (free < LITTLE || free < 2 * dump) {
      findings.warn(
          "store space",
          text + "; the newest dump has " + (dump >> 20) + " MB",
          "Give the store more room, or keep fewer dumps");
    } else {
      findings.ok("store space", text);
    }
  }

  private static long bytes(StoredDump dump) {
    return dump.manifest().schemas().values().stream()
        .flatMap(s -> s.tables().values().stream())
        .flatMap(t -> t.files().stream())
        .mapToLong(f -> f.bytes())
        .sum();
  }
}
