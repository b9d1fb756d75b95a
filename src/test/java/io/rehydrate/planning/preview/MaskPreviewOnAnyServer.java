package io.rehydrate.planning.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Table;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TableBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for a preview on servers of either vendor. */
abstract class MaskPreviewOnAnyServer {
  private final ServerLogin server;

  MaskPreviewOnAnyServer(ServerLogin server) {
    this.server = server;
  }

  @Test
  void every_mask_is_shown_with_made_up_values() throws SQLException {
    Map<String, MaskSpec> masks = new LinkedHashMap<>();
    TableBuilder people = TableBuilder.aTableWithId("people");
    for (String name : Masks.names()) {
      MaskSpec spec =
          switch (name) {
            case "value" -> new MaskSpec(name, "\"made up\"");
            case "date-shift" -> new MaskSpec(name, "30");
            case "number-noise" -> new MaskSpec(name, "10");
            case "point-shift" -> new MaskSpec(name, "500");
            case "json" -> new MaskSpec(name, "{\"$.phone\": \"phone\"}");
            case "sql" -> new MaskSpec(name, "\"CONCAT('x', id)\"");
            default -> MaskSpec.of(name);
          };
      String type =
          switch (name) {
            case "date-shift" -> "date";
            case "number-noise" -> "decimal(9,2)";
            case "point-shift" -> "point";
            case "json" -> "json";
            default -> "varchar(60)";
          };
      people.nullable("c " + name, type);
      masks.put("c " + name, spec);
    }
    Table table = people.build();
    try (Connection session = Sessions.open(server, "scratch")) {
      List<MaskPreview.Line> lines =
          MaskPreview.of(
              session, new ResolvedPlan.Rule(table, RowRule.KEEP, Optional.empty(), masks));

      assertThat(lines).hasSize(2 * masks.size());
      assertThat(lines)
          .filteredOn(line -> line.column().equals("c digits"))
          .last()
          .satisfies(
              line -> assertThat(line.after().orElseThrow()).matches("DE\\d\\d \\d{4} Sample"));
      assertThat(lines)
          .filteredOn(line -> line.column().equals("c phone"))
          .last()
          .satisfies(
              line ->
                  assertThat(line.after().orElseThrow()).matches("0\\d\\d \\d{7} \\(xx xxxxxx\\)"));
      assertThat(lines)
          .filteredOn(line -> line.column().equals("c point-shift"))
          .allSatisfy(line -> assertThat(line.after().orElseThrow()).startsWith("POINT(13."));
    }
  }
}
