package io.rehydrate.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rehydrate.dump.Manifest;
import io.rehydrate.store.StoredDump;
import java.util.List;
import java.util.Map;

/**
 * A dump, table by table.
 *
 * @param durations seconds, by step
 */
public record DumpDetail(
    @JsonUnwrapped DumpView dump,
    String planSha256,
    String toolVersion,
    List<TableView> tables,
    Map<String, Double> durations) {

  /**
   * @param masked the names of masked columns
   */
  public record TableView(
      String schema,
      String table,
      String rule,
      long rows,
      long rowsBefore,
      long bytes,
      List<String> masked) {}

  public static DumpDetail of(StoredDump dump) {
    Manifest manifest = dump.manifest();
    List<TableView> tables =
        manifest.schemas().entrySet().stream()
            .flatMap(
                schema ->
                    schema.getValue().tables().entrySet().stream()
                        .map(table -> view(schema.getKey(), table.getKey(), table.getValue())))
            .toList();
    return new DumpDetail(
        DumpView.of(dump),
        manifest.planSha256(),
        manifest.toolVersion(),
        tables,
        manifest.durations());
  }

  private static TableView view(String schema, String table, Manifest.TableEntry entry) {
    return new TableView(
        schema,
        table,
        entry.rule(),
        entry.rows(),
        entry.rowsBefore(),
        entry.files().stream().mapToLong(Manifest.FileEntry::bytes).sum(),
        entry.masked());
  }
}
