package io.rehydrate.console;

import io.rehydrate.http.DumpDetail;
import io.rehydrate.http.DumpOperations;
import io.rehydrate.http.RehearsalOperations;
import io.rehydrate.store.StoredDump;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** The dumps, and the report of one. */
public final class DumpPages {
  private static final int LARGEST = 10;

  private final Console console;
  private final DumpOperations dumps;
  private final RehearsalOperations rehearsals;
  private final DumpChecks checks;

  DumpPages(
      Console console, DumpOperations dumps, RehearsalOperations rehearsals, DumpChecks checks) {
    this.console = console;
    this.dumps = dumps;
    this.rehearsals = rehearsals;
    this.checks = checks;
  }

  /**
   * A bar of a chart.
   *
   * @param before width of its whole, of 100
   * @param after width of its filled part, of 100
   */
  public record Bar(String name, long rowsBefore, long rows, double before, double after) {}

  /** A step's seconds as a bar. */
  public record TimeBar(String name, double seconds, double width) {}

  /** The list. */
  public String list(Message message) {
    return console.page(message, "dumps", "dumps", "Dumps", Map.of("dumps", dumps.views()));
  }

  /** One dump: where its rows come from, what was masked, why it is held. */
  public String show(@Header("id") String id, Message message) {
    StoredDump dump = dumps.dump(id);
    DumpDetail detail = DumpDetail.of(dump);
    List<DumpDetail.TableView> tables =
        detail.tables().stream()
            .sorted(
                Comparator.comparing(DumpDetail.TableView::rowsBefore)
                    .reversed()
                    .thenComparing(DumpDetail.TableView::schema)
                    .thenComparing(DumpDetail.TableView::table))
            .toList();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("dump", detail.dump());
    values.put("detail", detail);
    values.put("foreign", dump.foreign());
    values.put("tables", tables);
    values.put("severalSchemas", dump.manifest().schemas().size() > 1);
    values.put("bars", bars(tables));
    values.put("maskedColumns", tables.stream().mapToInt(table -> table.masked().size()).sum());
    values.put(
        "orphans",
        dump.manifest().relations().stream()
            .filter(relation -> relation.orphansBefore() > 0 || relation.orphansAfter() > 0)
            .toList());
    values.put("relations", dump.manifest().relations().size());
    values.put(
        "leftOut",
        dump.manifest().schemas().values().stream()
            .flatMap(schema -> schema.leftOut().stream())
            .toList());
    values.put("rehearsals", rehearsals.of(dump.id()));
    values.put("restored", dump.manifest().restored());
    values.put("times", times(detail.durations()));
    values.put("files", dump.manifest().files().size());
    values.put("check", checks.last(dump.id()));
    values.put("checking", checks.isAtWork(dump.id()));
    return console.page(message, "dump", "dumps", "Dump " + id, values);
  }

  private static List<Bar> bars(List<DumpDetail.TableView> tables) {
    long most = tables.stream().mapToLong(DumpDetail.TableView::rowsBefore).max().orElse(0);
    return tables.stream()
        .filter(table -> table.rowsBefore() > 0)
        .limit(LARGEST)
        .map(
            table ->
                new Bar(
                    table.table(),
                    table.rowsBefore(),
                    table.rows(),
                    100.0 * table.rowsBefore() / most,
                    100.0 * Math.min(table.rows(), table.rowsBefore()) / most))
        .toList();
  }

  private static List<TimeBar> times(Map<String, Double> durations) {
    double longest = durations.values().stream().mapToDouble(s -> s).max().orElse(1);
    return durations.entrySet().stream()
        .map(
            step ->
                new TimeBar(
                    step.getKey(),
                    step.getValue(),
                    100 * step.getValue() / Math.max(0.001, longest)))
        .toList();
  }
}
