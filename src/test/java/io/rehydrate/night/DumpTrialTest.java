package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dump's text has to carry, and that it is loaded once before it is published. */
@OnEveryMariaDb
class DumpTrialTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final String PLAN = "version: 1\nunlisted: { tables: keep, columns: keep }\n";
  private static final String VALUES =
      "SELECT CONCAT_WS(',', HEX(c), HEX(j), HEX(b), f * 1e0, d, e + 0, day, CAST(z AS CHAR))"
          + " FROM odd ORDER BY id";

  @TempDir Path folder;
  private final String schema = TestServers.newSchema(TestServers.source());
  private final String live = TestServers.newSchema(TestServers.target());

  @Test
  void what_a_dump_s_text_loses_comes_back_and_what_can_t_be_made_is_left_out() throws Exception {
    ServerLogin source = login(TestServers.source().root(), schema);
    TestServers.run(
        source,
        "SET sql_mode = 'ALLOW_INVALID_DATES'",
        "CREATE TABLE odd (id INT PRIMARY KEY, c VARCHAR(9) CHARACTER SET cp1251, j VARCHAR(9)"
            + " CHARACTER SET cp932, b VARCHAR(9) CHARACTER SET big5, f FLOAT, d DOUBLE,"
            + " e ENUM('a', ''), day DATE, z DOUBLE)",
        "INSERT INTO odd VALUES (1, x'98C0', x'8790', x'A1C3', 16777216, 0.1, 0, '2024-02-31',"
            + " -0e0), (2, 'abc', 'abc', 'abc', 0.1, 1e300, 2, '2024-02-29', 0e0)",
        "CREATE SEQUENCE numbers START WITH 70",
        "CREATE TABLE numbered (id INT NOT NULL DEFAULT NEXTVAL(numbers) PRIMARY KEY, n INT)",
        "INSERT INTO numbered (n) VALUES (1)",
        "CREATE TABLE gone (x INT)",
        "CREATE VIEW broken AS SELECT x FROM gone",
        "CREATE VIEW a_first AS SELECT id FROM odd",
        "CREATE VIEW on_another AS SELECT id FROM a_first",
        "DROP TABLE gone",
        "CREATE TABLE past (id INT PRIMARY KEY) WITH SYSTEM VERSIONING",
        "SET time_zone = '+03:00'",
        "CREATE EVENT later ON SCHEDULE AT '2037-01-01 12:00:00' DO SELECT 1");
    List<String> before = rows(source, VALUES);
    TestHome home =
        TestHome.in(folder, schema)
            .plan(PLAN)
            .set("dump.verify", "restore")
            .target("dev", TestServers.target().root(), live);

    try (Beans beans = beans(home);
        Engine engine = Engine.foreground(beans)) {
      Run night = night(beans, engine);
      assertThat(night.failure()).isEmpty();
      assertThat(beans.journal().resources(night.id())).isEmpty();
      StoredDump dump = beans.store().latest();
      assertThat(dump.manifest().restored().how()).isEqualTo("restore");
      assertThat(dump.manifest().restored().serverVersion()).contains("MariaDB");
      assertThat(dump.manifest().schemas().get(schema).leftOut())
          .extracting(left -> left.what() + " " + left.name())
          .containsExactlyInAnyOrder("view broken", "history past");
      String log = beans.runs().log(night.id()).read(0).text();
      assertThat(log)
          .contains(
              "left out: the view " + schema + ".broken", "odd: values of c, j", "loaded 3 rows");

      beans.admission().admit("dev", TESTER);
      Run refresh =
          beans
              .refreshes()
              .queue(TESTER, new RefreshRequest("dev", dump.id().value(), Optional.empty()));
      engine.send("direct:refresh", refresh.id());
      assertThat(beans.journal().get(refresh.id()).failure()).isEmpty();
    }
    ServerLogin target = login(TestServers.target().root(), live);
    assertThat(rows(target, VALUES)).isEqualTo(before);
    TestServers.run(target, "INSERT INTO numbered (n) VALUES (2)");
    assertThat(rows(target, "SELECT id FROM numbered WHERE n = 2")).isNotEmpty();
    assertThat(
            rows(
                target,
                "SELECT time_zone FROM information_schema.events WHERE event_schema ="
                    + " DATABASE()"))
        .containsExactly("+03:00");
  }

  @Test
  void a_dump_that_can_t_be_loaded_is_held_with_the_reason_unless_nobody_tries() throws Exception {
    TestServers.run(
        login(TestServers.source().root(), schema),
        "CREATE TABLE t (id INT PRIMARY KEY)",
        "INSERT INTO t VALUES (1)");
    Path tools = Files.createDirectory(folder.resolve("tools"));
    Path real = TestServers.source().programs();
    Files.createSymbolicLink(tools.resolve("mariadb-dump"), real.resolve("mariadb-dump"));
    Files.writeString(
        tools.resolve("mariadb"),
        "#!/bin/sh\n"
            + "case \"$*\" in *--version*) exec '"
            + real.resolve("mariadb")
            + "' --version;; esac\n"
            + "echo 'ERROR 1118 (42000) at line 9: Row size too large' >&2\nexit 1\n");
    Files.setPosixFilePermissions(
        tools.resolve("mariadb"), PosixFilePermissions.fromString("rwxr-xr-x"));
    TestHome home =
        TestHome.in(folder, schema)
            .plan(PLAN)
            .set("dump.verify", "restore")
            .set("tools.directory", "tools");

    try (Beans beans = beans(home);
        Engine engine = Engine.foreground(beans)) {
      Run night = night(beans, engine);
      assertThat(night.failure().orElseThrow().code()).isEqualTo("dump.held");
      assertThat(night.failure().orElseThrow().exitCode()).isEqualTo(13);
      assertThat(night.failure().orElseThrow().message())
          .contains("it can't be loaded", "Row size too large", "tables.sql.zst");
      assertThat(beans.journal().resources(night.id())).isEmpty();
      assertThat(beans.store().list()).singleElement().matches(StoredDump::held);
    }
    home.set("dump.verify", "hashes");
    try (Beans beans = beans(home);
        Engine engine = Engine.foreground(beans)) {
      assertThat(night(beans, engine, "2026-11-23T02:00:00Z").failure()).isEmpty();
    }
  }

  private static Beans beans(TestHome home) throws Exception {
    return new Beans(
        SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of());
  }

  private static Run night(Beans beans, Engine engine) {
    return night(beans, engine, "2026-11-22T02:00:00Z");
  }

  private static Run night(Beans beans, Engine engine, String asOf) {
    Run queued = beans.nights().queue(TESTER, Instant.parse(asOf));
    engine.send("direct:night", queued.id());
    return beans.journal().get(queued.id());
  }

  private static ServerLogin login(ServerLogin root, String schema) {
    return root.withUrl(root.url().withSchema(schema));
  }

  private static List<String> rows(ServerLogin login, String query) throws Exception {
    try (Connection session = Sessions.open(login, "test");
        Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
