package io.rehydrate.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                + MaskTable.join(copy.schema)
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

  /** In a night's zone, which is one of a fixed offset. */
  @ParameterizedTest
  @ValueSource(strings = {"+00:00", "-12:00", "+13:00"})
  void timestamps_at_the_ends_of_their_range_stay_and_none_gets_lost(String zone) {
    copy.run("SET @zone = @@time_zone", "SET SESSION time_zone = '" + zone + "'");
    List<String> values = new ArrayList<>(Arrays.asList((String) null));
    for (int i = 0; i < 80; i++) {
      String least = "FROM_UNIXTIME(" + (1 + i * 86_400L) + ")";
      String most = "FROM_UNIXTIME(" + (Integer.MAX_VALUE - i * 86_400L) + ")";
      values.add(copy.rows("SELECT " + least).get(0)[0]);
      values.add(copy.rows("SELECT " + most).get(0)[0]);
    }
    List<String> masked = copy.masked(MONTH, "TIMESTAMP NULL", values);
    copy.run("SET SESSION time_zone = @zone");
    assertThat(masked.get(0)).isNull();
    for (int i = 1; i < values.size(); i++) {
      long days =
          ChronoUnit.DAYS.between(LocalDate.parse(day(values, i)), LocalDate.parse(day(masked, i)));
      assertThat(days).isBetween(-30L, 30L);
      assertThat(masked.get(i).substring(10)).isEqualTo(values.get(i).substring(10));
      int fromTheEnd = (i - 1) / 2;
      if (fromTheEnd < 30 || fromTheEnd > 32) {
        assertThat(days != 0).as(values.get(i)).isEqualTo(fromTheEnd > 32);
      }
    }
  }

  private static String day(List<String> values, int i) {
    return values.get(i).substring(0, 10);
  }

  /** Only a server whose TIMESTAMP ends in 2106 holds such; a DATETIME stands for it elsewhere. */
  @Test
  void timestamps_beyond_2038_move_as_well() {
    Table table =
        copy.filled(
            "DATETIME",
            List.of(
                "2038-01-19 03:14:07",
                "2038-01-20 00:00:00",
                "2080-06-01 12:00:00",
                "2106-02-07 06:28:15"));
    Column column = table.column("v").orElseThrow();
    Column timestamp =
        new Column(
            "v",
            "timestamp",
            "timestamp",
            true,
            false,
            false,
            column.characters(),
            Optional.empty(),
            Optional.empty());
    String sql = Masks.expression(MONTH, table, timestamp, "t").sql();
    List<String> masked =
        copy
            .rows(
                "SELECT CAST("
                    + sql
                    + " AS CHAR) FROM "
                    + table.name().quoted()
                    + " AS t "
                    + MaskTable.join(copy.schema)
                    + " ORDER BY id")
            .stream()
            .map(row -> row[0])
            .toList();
    assertThat(masked.get(0)).isEqualTo("2038-01-19 03:14:07");
    assertThat(masked.get(1)).isNotEqualTo("2038-01-20 00:00:00").endsWith(" 00:00:00");
    assertThat(masked.get(2)).isNotEqualTo("2080-06-01 12:00:00").startsWith("2080-0");
    assertThat(masked.get(3)).isEqualTo("2106-02-07 06:28:15");
  }
}
