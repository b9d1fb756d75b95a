package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadBackTest {
  private static final Instant FIRST = Instant.parse("2026-11-21T02:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-22T02:00:00Z");
  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: keep }
      tables: { '*': keep }
      columns:
        mask:
          people.mail: email
          people.phone: phone
          people.card: digits
          clients.first: first-name
          clients.last: last-name
      """;

  @TempDir Path folder;

  private static Run night(Path home, Instant asOf) throws Exception {
    try (Beans beans =
            new Beans(SettingsReader.read(home, Map.of()), Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.foreground(beans)) {
      Run queued = beans.nights().queue(new Actor("tester", "cli"), asOf);
      engine.send("direct:night", queued.id());
      return beans.journal().get(queued.id());
    }
  }

  private static StoredDump latest(Path home) {
    try (Beans beans =
        new Beans(SettingsReader.read(home, Map.of()), Clock.systemUTC(), "test", List.of())) {
      return beans.store().latest();
    }
  }

  /** Columns of every type, hard texts, and masked ones that look real by design. */
  private static String source() {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE people (id BIGINT PRIMARY KEY, mail VARCHAR(80), phone VARCHAR(40), card CHAR(19),"
            + " note TEXT, low VARCHAR(200) AS (LOWER(note)) VIRTUAL, raw BLOB, hash BINARY(32))",
        "INSERT INTO people (id, mail, phone, card, note, raw, hash) VALUES"
            + " (1, 'jane@acme.org', '+49 30 1234567', '4111 1111 1111 1111', 'it''s \\\\ (a), \"b\"\n);',"
            + " x'00ff27', UNHEX(SHA2('a', 256))),"
            + " (2, NULL, '212-555-1234', '5500-0000-0000-0004', '', 'text', UNHEX(SHA2('b', 256)))",
        "CREATE TABLE clients (id INT PRIMARY KEY, first VARCHAR(40), last VARCHAR(40) CHARACTER SET latin1)",
        "INSERT INTO clients VALUES (1, 'Jane', 'Müller'), (2, 'Li', 'Wong'), (3, 'Ada', 'O''Hara'), (4, NULL, '')",
        "CREATE TABLE visits (id INT PRIMARY KEY, remark TEXT)",
        "INSERT INTO visits VALUES (1, 'nobody at home'), (2, 'Jane Müller'), (3, 'told Li Wong'), (4, NULL)",
        "CREATE TABLE `odd ``name` (`a``b` INT, `select` VARCHAR(20), KEY (`a``b`))",
        "INSERT INTO `odd ``name` VALUES (1, 'x'), (NULL, NULL)",
        "CREATE TABLE types (id INT PRIMARY KEY, a TINYINT, b DECIMAL(20,4), c DOUBLE, d DATE, e DATETIME(6),"
            + " f TIMESTAMP(3) NULL, g TIME, h YEAR, i BIT(9), j ENUM('x','y'), k SET('x','y'), l JSON, m POINT,"
            + " n INET6, o UUID, p BIGINT UNSIGNED, q VARBINARY(20), hidden INT INVISIBLE DEFAULT 7)",
        "INSERT INTO types VALUES (1, -1, -12.5, 1e300, '2026-01-01', '2026-01-01 01:02:03.000004',"
            + " '2026-01-01 01:02:03', '-10:00:00', 2026, b'101010101', 'x', 'x,y', '{\"a\": [1.5, null]}',"
            + " POINT(1.5, -2), '2001:db8::1', UUID(), 18446744073709551615, x'27275c'),"
            + " (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '')");
    return schema;
  }

  @Test
  void a_finding_holds_the_dump_and_the_last_good_one_stays_current() throws Exception {
    String schema = source();
    TestHome home = TestHome.in(folder, schema).plan(PLAN);
    Run first = night(folder, FIRST);
    assertThat(first.failure()).isEmpty();
    TestServers.run(
        TestServers.source().root(),
        "UPDATE " + schema + ".people SET note = 'call bob@corp.io, 078-05-1120' WHERE id = 2",
        "UPDATE " + schema + ".visits SET remark = 'Will call MRS ADA O''HARA again' WHERE id = 1",
        "UPDATE " + schema + ".types SET n = '2a02:8109:9a80::7' WHERE id = 1");

    Run second = night(folder, SECOND);

    assertThat(second.state()).isEqualTo(RunState.FAILED);
    Run.Failure failure = second.failure().orElseThrow();
    assertThat(failure.exitCode()).isEqualTo(13);
    assertThat(failure.code()).isEqualTo("dump.held");
    assertThat(failure.message())
        .contains(schema + ".people.note: e-mail addresses in 1 value")
        .contains(schema + ".people.note: social security numbers in 1 value")
        .contains(schema + ".types.n: IP addresses in 1 value")
        .contains(schema + ".visits.remark: names that are masked elsewhere in 3 values")
        .doesNotContain("bob", "1120", "2a02", "Wong");
    assertThat(latest(folder).id()).hasToString("20261121T020000Z");
    assertThat(Files.readString(folder.resolve("store/held/20261122T020000Z")))
        .contains("people.note")
        .doesNotContain("bob", "1120", "2a02");

    home.plan(
        PLAN
            + """
            read-back:
              exempt:
                people.note: [email, ssn]   # the office's own
                types.n: [ip]
                visits.remark: [name]
            """);
    Run third = night(folder, SECOND.plusSeconds(60));

    assertThat(third.failure()).isEmpty();
    assertThat(latest(folder).id()).hasToString("20261122T020100Z");
  }

  @Test
  void a_route_without_the_read_back_publishes_nothing() throws Exception {
    TestHome.in(folder, source()).plan(PLAN);
    Path nightly = folder.resolve("routes/nightly.camel.yaml");
    Files.writeString(
        nightly,
        Files.readString(nightly).replace("              - to: { uri: direct:read-back }\n", ""));

    Run run = night(folder, FIRST);

    assertThat(run.failure().orElseThrow().code()).isEqualTo("night.step-missing");
    assertThat(folder.resolve("store/20261121T020000Z")).doesNotExist();
  }
}
