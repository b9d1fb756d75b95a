package io.rehydrate.demo;

import io.rehydrate.cli.Terminal;
import io.rehydrate.dump.Manifest;
import io.rehydrate.store.StoredDump;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a demo has done, for standard output. */
final class DemoSummary {
  private static final double MEGABYTE = 1e6;

  private final StoredDump dump;

  DemoSummary(StoredDump dump) {
    this.dump = dump;
  }

  void print() {
    Manifest manifest = dump.manifest();
    List<List<String>> rows = new ArrayList<>();
    long before = 0;
    for (Manifest.SchemaEntry schema : manifest.schemas().values()) {
      for (var table : schema.tables().entrySet()) {
        before += table.getValue().rowsBefore();
        rows.add(row(table.getKey(), table.getValue()));
      }
    }
    rows.add(List.of("all", number(before), number(manifest.rows()), "", ""));
    Terminal.table(List.of("TABLE", "PRODUCTION", "DUMP", "RULE", "MASKED"), rows);
    Terminal.data("");
    Terminal.data(
        String.format(
            Locale.ROOT,
            "Dump %s: %.1f MB in %d files",
            dump.id(),
            manifest.bytes() / MEGABYTE,
            manifest.files().size()));
  }

  private static List<String> row(String table, Manifest.TableEntry entry) {
    return List.of(
        table,
        number(entry.rowsBefore()),
        number(entry.rows()),
        entry.rule(),
        String.join(", ", entry.masked()));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
