package io.rehydrate.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoDataTest {
  private static final Instant AS_OF = Instant.parse("2026-03-01T02:00:00Z");
  private static final DemoSize SIZE = new DemoSize(12_000);
  private static final List<String> TOLD = new ArrayList<>();
  private static String schema;
  private static Map<String, Long> rows;

  @BeforeAll
  static void fill() {
    schema = TestServers.newSchema(TestServers.source());
    rows = DemoData.fill(TestServers.source().root(), schema, SIZE, 7, AS_OF, TOLD::add);
  }

  @AfterAll
  static void drop() {
    TestServers.run(TestServers.source().root(), "DROP DATABASE " + schema);
  }

  @Test
  void the_same_seed_gives_the_same_rows_byte_for_byte() throws Exception {
    String again = TestServers.newSchema(TestServers.scratch());
    DemoData.fill(TestServers.scratch().root(), again, SIZE, 7, AS_OF, line -> {});

    try (Connection one = Sessions.open(TestServers.source().root(), "source");
        Connection two = Sessions.open(TestServers.scratch().root(), "scratch")) {
      assertThat(checksums(two, again)).isEqualTo(checksums(one, schema)).hasSize(18);
    }
  }

  @Test
  void another_seed_gives_other_rows_in_every_table_with_made_up_ones() throws Exception {
    String other = TestServers.newSchema(TestServers.scratch());
    DemoData.fill(TestServers.scratch().root(), other, SIZE, 8, AS_OF, line -> {});

    try (Connection one = Sessions.open(TestServers.source().root(), "source");
        Connection two = Sessions.open(TestServers.scratch().root(), "scratch")) {
      Map<String, Long> before = checksums(one, schema);
      Map<String, Long> after = checksums(two, other);
      before.keySet().removeAll(List.of("carriers", "flyway_schema_history"));
      assertThat(before.entrySet()).noneMatch(e -> after.get(e.getKey()).equals(e.getValue()));
    }
  }

  @Test
  void every_table_holds_about_as_many_rows_as_estimated() throws Exception {
    try (Connection session = Sessions.open(TestServers.source().root(), "source")) {
      for (Map.Entry<String, Long> table : SIZE.estimatedRowsByTable().entrySet()) {
        long count = number(session, "SELECT COUNT(*) FROM " + name(table.getKey()));
        assertThat(count)
            .as(table.getKey())
            .isCloseTo(table.getValue(), Percentage.withPercentage(4));
        assertThat(rows.getOrDefault(table.getKey(), 1L)).isEqualTo(count);
      }
    }
    assertThat(rows.values().stream().mapToLong(Long::longValue).sum())
        .isCloseTo(SIZE.estimatedRows(), Percentage.withPercentage(1.5));
    assertThat(DemoSize.ofRows(1_000_000).estimatedRows())
        .isCloseTo(1_000_000, Percentage.withPercentage(1));
    assertThat(TOLD).hasSizeBetween(5, 11).last().asString().contains(" of about ");
  }

  @Test
  void a_renewal_renews_one_application_of_the_year_before_and_its_insured() throws Exception {
    try (Connection session = Sessions.open(TestServers.source().root(), "source")) {
      String renewals =
          "SELECT COUNT(*) FROM "
              + name("applications")
              + " a JOIN "
              + name("applications")
              + " o ON o.app_id = a.renewal_of WHERE ";
      long all = count(session, "applications WHERE renewal_of IS NOT NULL");

      assertThat(number(session, renewals + "1 = 1")).isEqualTo(all);
      assertThat(all).isGreaterThan(SIZE.applications() / 5L);
      assertThat(number(session, renewals + "a.insured_id <> o.insured_id")).isZero();
      assertThat(number(session, renewals + "o.status <> 'renewed'")).isZero();
      assertThat(number(session, renewals + "a.created_at <= o.created_at + INTERVAL 360 DAY"))
          .isZero();
      assertThat(number(session, renewals + "o.renewal_of IS NOT NULL")).isPositive();
      assertThat(
              number(
                  session,
                  "SELECT COUNT(*) - COUNT(DISTINCT renewal_of) FROM "
                      + name("applications")
                      + " WHERE renewal_of IS NOT NULL"))
          .isZero();
    }
  }

  @Test
  void applications_spread_over_the_four_years_before_the_as_of_time() throws Exception {
    try (Connection session = Sessions.open(TestServers.source().root(), "source")) {
      for (int year = 1; year <= 4; year++) {
        assertThat(
                count(
                    session,
                    "applications WHERE created_at > '2026-03-01 02:00:00' - INTERVAL "
                        + (year + " YEAR AND created_at <= '2026-03-01 02:00:00' - INTERVAL ")
                        + (year - 1 + " YEAR")))
            .isCloseTo(SIZE.year(), Percentage.withPercentage(1));
      }
      assertThat(count(session, "notes WHERE created_at > '2026-03-01 02:00:00'")).isZero();
    }
  }

  @Test
  void declared_foreign_keys_hold_and_a_written_one_has_orphans() throws Exception {
    try (Connection session = Sessions.open(TestServers.source().root(), "source");
        Statement statement = session.createStatement();
        ResultSet keys =
            statement.executeQuery(
                "SELECT table_name AS t, column_name AS c, referenced_table_name AS rt,"
                    + " referenced_column_name AS rc FROM information_schema.key_column_usage"
                    + " WHERE table_schema = '"
                    + schema
                    + "' AND referenced_table_name IS NOT NULL")) {
      int found = 0;
      while (keys.next()) {
        found++;
        assertThat(
                orphans(
                    keys.getString("t"), keys.getString("c"),
                    keys.getString("rt"), keys.getString("rc")))
            .as(keys.getString("t") + "." + keys.getString("c"))
            .isZero();
      }
      assertThat(found).isEqualTo(6);
    }
    assertThat((double) orphans("ratings", "app_id", "applications", "app_id"))
        .isCloseTo(0.08 * rows.get("ratings"), within(0.01 * rows.get("ratings")));
    assertThat(orphans("applications", "insured_id", "insureds", "insured_id")).isZero();
  }

  @Test
  void columns_do_not_hang_together_by_accident() throws Exception {
    try (Connection session = Sessions.open(TestServers.source().root(), "source")) {
      long tests = count(session, "applications WHERE status = 'test'");
      long ofOneLine = count(session, "applications WHERE status = 'test' AND line = 'auto'");

      assertThat((double) ofOneLine / tests).isBetween(0.15, 0.35);
      assertThat(number(session, "SELECT COUNT(DISTINCT full_name) FROM " + name("insureds")))
          .isGreaterThan(SIZE.insureds() / 2L);
      assertThat(count(session, "insureds WHERE full_name <> CONVERT(full_name USING ascii)"))
          .isPositive();
    }
  }

  @Test
  void tables_with_rows_are_not_filled_again() {
    assertThatThrownBy(
            () -> DemoData.fill(TestServers.source().root(), schema, SIZE, 7, AS_OF, line -> {}))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("demo.schema-in-use"));
  }

  private static Map<String, Long> checksums(Connection session, String of) throws SQLException {
    Map<String, Long> sums = new TreeMap<>();
    try (Statement statement = session.createStatement()) {
      for (String table : SIZE.estimatedRowsByTable().keySet()) {
        try (ResultSet row =
            statement.executeQuery("CHECKSUM TABLE " + of + "." + Sql.name(table) + " EXTENDED")) {
          row.next();
          sums.put(table, row.getLong(2));
        }
      }
    }
    return sums;
  }

  private static long orphans(String table, String column, String to, String toColumn)
      throws SQLException {
    try (Connection session = Sessions.open(TestServers.source().root(), "source")) {
      return number(
          session,
          "SELECT COUNT(*) FROM "
              + name(table)
              + " c LEFT JOIN "
              + name(to)
              + " p ON p."
              + Sql.name(toColumn)
              + " = c."
              + Sql.name(column)
              + " WHERE c."
              + Sql.name(column)
              + " IS NOT NULL AND p."
              + Sql.name(toColumn)
              + " IS NULL");
    }
  }

  private static long count(Connection session, String fromAndWhere) throws SQLException {
    return number(session, "SELECT COUNT(*) FROM " + schema + "." + fromAndWhere);
  }

  private static long number(Connection session, String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String name(String table) {
    return schema + "." + Sql.name(table);
  }
}
