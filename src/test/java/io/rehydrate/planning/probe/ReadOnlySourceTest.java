package io.rehydrate.planning.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.TableName;
import io.rehydrate.support.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadOnlySourceTest {
  private static final ZonedDateTime AS_OF = ZonedDateTime.parse("2026-11-22T02:00:00+01:00");

  private static ReadOnlySource open(Duration perQuery, Duration inAll) {
    return ReadOnlySource.open(
        TestServers.source().root(),
        AS_OF,
        Clock.systemUTC(),
        new ReadOnlySource.Limits(perQuery, inAll));
  }

  @Test
  void nothing_can_be_written_over_it() {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(), "CREATE TABLE " + schema + ".t (id INT PRIMARY KEY)");
    try (ReadOnlySource source = open(Duration.ofSeconds(9), Duration.ofSeconds(9))) {
      for (String write :
          List.of(
              "INSERT INTO " + schema + ".t VALUES (1)",
              "CREATE TABLE " + schema + ".u (id INT)",
              "DROP TABLE " + schema + ".t")) {
        assertThatThrownBy(() -> Sessions.run(source.session(), write)).as(write).isNotNull();
      }
      assertThat(source.one("SELECT COUNT(*) FROM " + schema + ".t", row -> row.getLong(1)))
          .contains(0L);
    }
  }

  @Test
  void a_query_ends_with_its_share_of_the_time_and_the_next_one_has_its_own() {
    try (ReadOnlySource source = open(Duration.ofMillis(300), Duration.ofSeconds(60))) {
      assertThat(source.one("SELECT SLEEP(20) FROM DUAL", row -> row.getLong(1))).isEmpty();
      assertThat(source.one("SELECT 1", row -> row.getLong(1))).contains(1L);
    }
  }

  @Test
  void once_all_time_is_spent_nothing_is_asked() {
    try (ReadOnlySource source = open(Duration.ofSeconds(1), Duration.ZERO)) {
      assertThat(source.query("SELECT this is not even SQL", row -> 1)).isEmpty();
    }
  }

  @Test
  void now_is_the_as_of_time_in_its_zone() {
    try (ReadOnlySource source = open(Duration.ofSeconds(9), Duration.ofSeconds(9))) {
      assertThat(source.one("SELECT CAST(NOW() AS CHAR)", row -> row.getString(1)))
          .contains("2026-11-22 02:00:00");
    }
  }

  @Test
  void a_failure_is_told_without_values() {
    try (ReadOnlySource source = open(Duration.ofSeconds(9), Duration.ofSeconds(9))) {
      assertThatThrownBy(
              () -> source.query("SELECT nothing FROM (SELECT 'jane@x.org') AS t", row -> 1))
          .isInstanceOf(StageFailedException.class)
          .hasMessageContaining("1054")
          .hasMessageNotContaining("jane");
    }
  }

  @Test
  void a_link_without_an_index_at_its_end_is_counted_the_same_and_a_large_table_by_its_ends() {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE p (id INT PRIMARY KEY, code VARCHAR(9) COLLATE utf8mb4_bin)",
        "CREATE TABLE c (id INT PRIMARY KEY, p_code VARCHAR(9) COLLATE utf8mb4_general_ci, k INT)",
        "INSERT INTO p VALUES (1, 'a'), (2, 'a'), (3, 'b'), (4, NULL)",
        "INSERT INTO c VALUES (1, 'a', 1), (2, 'A', 1), (3, 'b', 2), (4, NULL, 1), (5, '', 1)");
    try (ReadOnlySource source = open(Duration.ofSeconds(9), Duration.ofSeconds(9))) {
      Catalog catalog = CatalogReader.read(source.session(), List.of(schema));
      ColumnRelation link =
          new ColumnRelation(
              catalog.table(new TableName(schema, "c")).orElseThrow(),
              List.of("p_code"),
              catalog.table(new TableName(schema, "p")).orElseThrow(),
              List.of("code"),
              Optional.of("c.k = 1"));

      RelationMeasure.Found found = new RelationMeasure(source).measure(link).orElseThrow();

      assertThat(found).isEqualTo(new RelationMeasure.Found(3, 2, 1, false));
      assertThat(found.share()).isEqualTo(0.5);
      assertThat(new RelationMeasure(source).measure(large(link)))
          .contains(new RelationMeasure.Found(6, 4, 2, true));
    }
  }

  /** The same with statistics that claim many rows: both ends overlap here. */
  private static ColumnRelation large(ColumnRelation link) {
    var from = link.from();
    return new ColumnRelation(
        new io.rehydrate.schema.Table(
            from.name(),
            from.createStatement(),
            from.engine(),
            from.columns(),
            from.indexes(),
            from.foreignKeys(),
            1_000_000_000,
            from.bytes()),
        link.fromColumns(),
        link.to(),
        link.toColumns(),
        link.when());
  }
}
