package io.rehydrate.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds for masks on servers of either vendor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DateShiftOnAnyServer {
  private static final MaskSpec MONTH = new MaskSpec("date-shift", "30");
  private final ServerLogin server;
  private MaskedCopy copy;

  DateShiftOnAnyServer(ServerLogin server) {
    this.server = server;
  }

  @BeforeAll
  void start() {
    copy = new MaskedCopy(server);
  }

  @AfterAll
  void stop() {
    copy.close();
  }

  private static String expression(Table table, String column) {
    assertThat(Masks.problem(MONTH, table, table.column(column).orElseThrow())).isEmpty();
    return Masks.expression(MONTH, table, table.column(column).orElseThrow(), "t").sql();
  }

  @Test
  void all_dates_of_a_row_move_by_the_same_number_of_days_and_never_by_none() {
    copy.run(
        "CREATE TABLE "
            + copy.schema
            + ".visits (id INT, part VARBINARY(4), born DATE, seen DATETIME(3), left_at TIMESTAMP NULL,"
            + " PRIMARY KEY (id, part))");
    for (int i = 0; i < 200; i++) {
      copy.run(
          "INSERT INTO "
              + copy.schema
              + ".visits VALUES ("
              + i
              + ", x'ff00', '1980-02-01', '2024-02-28 23:59:59.125', '2024-02-29 00:00:01')");
    }
    Table table = copy.read(new TableName(copy.schema, "visits"));
    List<String[]> rows =
        copy.rows(
            "SELECT "
                + expression(table, "born")
                + ", "
                + expression(table, "seen")
                + ", "
                + expression(table, "left_at")
                + " FROM "
                + table.name().quoted()
                + " AS t "
                + MaskSession.join(copy.schema)
                + " ORDER BY id");
    Set<Long> shifts = new HashSet<>();
    for (String[] row : rows) {
      long days = ChronoUnit.DAYS.between(LocalDate.of(1980, 2, 1), LocalDate.parse(row[0]));
      assertThat(days).isNotZero().isBetween(-30L, 30L);
      assertThat(row[1]).startsWith(LocalDate.of(2024, 2, 28).plusDays(days) + " 23:59:59.125");
      assertThat(row[2]).startsWith(LocalDate.of(2024, 2, 29).plusDays(days) + " 00:00:01");
      shifts.add(days);
    }
    assertThat(shifts).hasSizeGreaterThan(20);
  }

  @Test
  void dates_that_stand_for_none_or_for_ever_stay() {
    copy.run("SET @mode = @@sql_mode", "SET SESSION sql_mode = ''");
    List<String> ends = Arrays.asList("9999-12-31", "0001-01-01", null);
    assertThat(copy.masked(MONTH, "DATE", ends)).isEqualTo(ends);
    assertThat(copy.masked(MONTH, "DATETIME", List.of("9999-12-31 23:59:59")))
        .containsExactly("9999-12-31 23:59:59");
    copy.run("SET SESSION sql_mode = @mode");
  }
}
