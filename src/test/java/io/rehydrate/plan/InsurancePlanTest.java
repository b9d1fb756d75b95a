package io.rehydrate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.demo.DemoData;
import io.rehydrate.demo.DemoSize;
import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.TableName;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InsurancePlanTest {

  @Test
  void the_example_fits_the_schema_that_it_is_made_for() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    DemoData.fill(
        TestServers.source().root(),
        schema,
        new DemoSize(1_000),
        7,
        Instant.parse("2026-03-01T02:00:00Z"),
        line -> {});

    ResolvedPlan plan;
    try (Connection session = Sessions.open(TestServers.source().root(), "source")) {
      plan =
          PlanResolver.check(
              PlanFile.read(Path.of("examples", "insurance", "plan.yaml")),
              CatalogReader.read(session, List.of(schema)),
              Masks.check());
    }
    TestServers.run(TestServers.source().root(), "DROP DATABASE " + schema);

    assertThat(plan.rule(new TableName(schema, "applications")).rows()).isEqualTo(RowRule.CORE);
    assertThat(plan.rule(new TableName(schema, "producers")).masks())
        .containsEntry("full_name", MaskSpec.of("full-name"));
    assertThat(plan.from(new TableName(schema, "notes")))
        .extracting(Reference::followed)
        .containsExactly(true, true, false);
  }
}
