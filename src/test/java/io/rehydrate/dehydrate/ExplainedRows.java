package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.planning.explain.Explanation.Verdict;
import io.rehydrate.planning.explain.RowExplainer;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Asks of some rows why they stay or go, and compares the answer with what the definition says. */
final class ExplainedRows {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final ServerLogin server;
  private int sure;
  private int unsure;

  ExplainedRows(ServerLogin server) {
    this.server = server;
  }

  void compare(
      ResolvedPlan plan,
      Map<TableName, List<Map<String, String>>> rows,
      Map<TableName, List<Map<String, String>>> staying,
      Random random,
      int count) {
    List<TableName> tables = new ArrayList<>();
    for (TableName table : plan.tables().keySet()) {
      if (plan.rule(table).rows() != RowRule.TRUNCATE
          && !plan.rule(table).table().primaryKey().isEmpty()
          && !rows.get(table).isEmpty()) {
        tables.add(table);
      }
    }
    try (ReadOnlySource source =
        ReadOnlySource.open(
            server,
            Workbench.AS_OF,
            Clock.systemUTC(),
            new ReadOnlySource.Limits(PATIENCE, PATIENCE))) {
      for (int i = 0; i < count; i++) {
        TableName name = tables.get(random.nextInt(tables.size()));
        Map<String, String> row = rows.get(name).get(random.nextInt(rows.get(name).size()));
        Table table = plan.rule(name).table();
        RowExplainer.Answer answer =
            RowExplainer.on(plan, source, Workbench.AS_OF).explain(table, key(table, row));
        if (answer.verdict() == Verdict.UNKNOWN) {
          unsure++;
        } else {
          sure++;
          boolean stays =
              staying.get(name).stream().anyMatch(r -> key(table, r).equals(key(table, row)));
          assertThat(answer.verdict() == Verdict.STAYS)
              .as("%s %s: %s", name, key(table, row), answer.steps())
              .isEqualTo(stays);
          assertThat(answer.steps()).isNotEmpty();
        }
      }
    }
  }

  private static String key(Table table, Map<String, String> row) {
    return String.join(",", table.primaryKey().stream().map(row::get).toList());
  }

  /** Rows without a key, and rows with very many around them, leave some questions open. */
  void wereMostlySure() {
    assertThat(sure).isGreaterThan(unsure);
  }
}
