package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.refresh.keep.KeptReport;
import io.rehydrate.refresh.keep.KeptRows;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TablePattern;
import io.rehydrate.settings.TargetName;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows saved from one schema and put back into another, on a server of either vendor. */
abstract class KeptRowsOnAnyServer {
  private final ServerLogin server;
  private final String live;
  private final String incoming;
  @TempDir Path folder;

  KeptRowsOnAnyServer(ServerLogin server) {
    this.server = server;
    this.live = TestServers.newSchema(server);
    this.incoming = TestServers.newSchema(server);
  }

  private KeptRows rows() {
    return new KeptRows(
        new Target(
            new TargetName("dev"),
            server,
            Map.of("source", live),
            Set.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(new TablePattern("*", List.of(new TablePattern.Part("*", false)))),
            false),
        Set.of("history"),
        folder,
        line -> {});
  }

  private void both(String table) {
    TestServers.run(server, "USE " + live, table, "USE " + incoming, table);
  }

  @Test
  void values_are_the_same_bytes_afterwards() throws Exception {
    both(
        "CREATE TABLE v (id INT PRIMARY KEY, f FLOAT, g DOUBLE, d DECIMAL(40,20), b BIT(64), y YEAR,"
            + " dt DATETIME(6), da DATE, ti TIME(6), ts TIMESTAMP(6) NULL, c CHAR(9), l TEXT CHARACTER"
            + " SET latin1, u VARCHAR(20) CHARACTER SET utf16, k VARCHAR(20) CHARACTER SET gbk, bin"
            + " BINARY(5), bl LONGBLOB, js JSON, e ENUM('a','b''c','ü'), s SET('x','y'), p"
            + " GEOMETRY, next BIGINT AS (id + 1) VIRTUAL)");
    TestServers.run(
        server,
        "SET SESSION sql_mode = 'ALLOW_INVALID_DATES'",
        "USE " + live,
        "CREATE TABLE history (i INT)",
        "INSERT INTO v (id, f, g, d, b, y, dt, da, ti, ts, c, l, u, k, bin, bl, js, e, s, p) VALUES"
            + " (1, 3.4028234e38, -1.7976931348623157E308, -12345678901234567890.12345678901234567891,"
            + " x'ffffffffffffffff', 0, '0000-00-00', '2026-02-31', '-838:59:59', '2026-03-29"
            + " 02:30:00.123456', 'ü''\\\\', CONCAT('(1,2);--', CHAR(10), CHAR(0)), 'ü𝄞', '中文',"
            + " x'0001ff', REPEAT(x'00ff275c', 500000), '{\"a\": [1.0, \"ü''\\\\\\\\\\\\n\"]}', 'ü',"
            + " 'x,y', ST_GeomFromText('LINESTRING(1.5 -2, 0 0)', 4326))",
        "INSERT INTO v (id, l, bl, c) VALUES (-2, '', '', ''), (3, 'plain', 'x', '?{d x}')");
    String values =
        "SELECT id, f + 0E0, g, d, HEX(b), y, dt, da, ti, ts, HEX(c), HEX(l), HEX(u), HEX(k), HEX(bin),"
            + " SHA2(bl, 256), js, HEX(e), s, HEX(p), next FROM %s.v ORDER BY id";
    try (Connection session = Sessions.open(server, "test server");
        Connection back = Sessions.open(server, "test server")) {
      KeptRows rows = rows();
      rows.save(session);
      assertThat(rows.fromLive()).containsExactly(new TableName(live, "v"));

      KeptReport report = rows.putBack(back, Map.of(live, incoming));

      assertThat(report.allFit()).as("%s", report).isTrue();
      Sessions.use(session, live);
      assertThat(RefreshFixture.rows(session, values.formatted(incoming)))
          .isEqualTo(RefreshFixture.rows(session, values.formatted(live)))
          .hasSize(3);
    }
  }

  @Test
  void rows_that_refer_to_none_are_left_out_and_those_that_refer_to_them() throws Exception {
    TestServers.run(
        server,
        "USE " + live,
        "CREATE TABLE a (id INT PRIMARY KEY, up INT, b INT)",
        "CREATE TABLE b (id INT PRIMARY KEY, a INT)",
        "INSERT INTO a VALUES (1, 1, NULL), (2, 3, 1), (3, 2, NULL), (4, 99, NULL), (5, 4, NULL),"
            + " (6, 5, 2)",
        "INSERT INTO b VALUES (1, 2), (2, 6), (3, NULL)",
        "USE " + incoming,
        "SET foreign_key_checks = 0",
        "CREATE TABLE a (id INT PRIMARY KEY, up INT, b INT, CHECK (id < 1000), CONSTRAINT `up``` FOREIGN KEY (up) REFERENCES"
            + " a (id), CONSTRAINT fb FOREIGN KEY (b) REFERENCES b (id) ON DELETE CASCADE)",
        "CREATE TABLE b (id INT PRIMARY KEY, a INT, CONSTRAINT fa FOREIGN KEY (a) REFERENCES a (id))",
        "CREATE TABLE d (id INT PRIMARY KEY, b INT, CONSTRAINT fd FOREIGN KEY (b) REFERENCES b (id)"
            + " ON DELETE CASCADE)",
        "INSERT INTO b VALUES (7, NULL)",
        "INSERT INTO d VALUES (1, 7), (2, 3)");
    try (Connection session = Sessions.open(server, "test server");
        Connection back = Sessions.open(server, "test server")) {
      KeptRows rows = rows();
      rows.save(session);

      KeptReport report = rows.putBack(back, Map.of(live, incoming));

      Sessions.use(session, incoming);
      assertThat(RefreshFixture.rows(session, "SELECT * FROM a ORDER BY id"))
          .containsExactly("1|1|null|", "2|3|1|", "3|2|null|");
      assertThat(RefreshFixture.rows(session, "SELECT * FROM b ORDER BY id"))
          .containsExactly("1|2|", "3|null|");
      assertThat(RefreshFixture.rows(session, "SELECT * FROM d ORDER BY id"))
          .containsExactly("1|7|", "2|3|");
      assertThat(report.tables().stream().map(t -> t.table() + " " + t.saved() + " " + t.putBack()))
          .containsExactly(live + ".a 6 3", live + ".b 3 2");
      assertThat(report.tables().get(1).misfits().stream().map(m -> m.reason() + " " + m.rows()))
          .containsExactly("broken-reference 1", "dump-refers 1");
    }
  }

  @Test
  void rows_are_saved_and_tables_dropped_under_their_locks() throws Exception {
    TestServers.run(
        server,
        "USE " + live,
        "CREATE TABLE a (id INT PRIMARY KEY)",
        "CREATE TABLE b (id INT PRIMARY KEY, FOREIGN KEY (id) REFERENCES a (id))",
        "CREATE TRIGGER tr AFTER INSERT ON a FOR EACH ROW INSERT INTO b VALUES (NEW.id)",
        "INSERT INTO a VALUES (1)");
    try (Connection session = Sessions.open(server, "test server")) {
      KeptRows rows = rows();
      TableName a = new TableName(live, "a");
      Sessions.run(
          session,
          "LOCK TABLES " + a.quoted() + " WRITE, " + live + ".b WRITE",
          "SET SESSION foreign_key_checks = 0");
      rows.saveLocked(session);
      Sessions.run(session, "DROP TABLE IF EXISTS " + a.quoted(), "DROP TABLE " + live + ".b");
      Sessions.run(session, "UNLOCK TABLES");

      assertThat(rows.files().stream().map(file -> file.head().table() + " " + file.rows()))
          .containsExactly("a 1", "b 1");
    }
  }

  @Test
  void a_mark_shows_whether_rows_were_changed() throws Exception {
    TestServers.run(
        server,
        "CREATE TABLE " + live + ".a (id INT PRIMARY KEY, t TEXT, js JSON)",
        "INSERT INTO " + live + ".a VALUES (2, 'x', '[1]'), (1, NULL, NULL)");
    try (Connection session = Sessions.open(server, "test server")) {
      TableName a = new TableName(live, "a");
      List<KeptMark> marks = List.of(KeptMark.of(session, a, incoming, folder));
      Sessions.run(session, "RENAME TABLE " + a.quoted() + " TO " + incoming + ".a");
      assertThat(KeptMark.saveChanged(session, marks)).isEmpty();
      Sessions.run(session, "UPDATE " + incoming + ".a SET t = 'y' WHERE id = 1");
      assertThat(KeptMark.saveChanged(session, marks)).hasSize(1);
    }
  }
}
