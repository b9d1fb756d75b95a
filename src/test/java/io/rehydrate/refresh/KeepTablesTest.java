package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.refresh.keep.KeptReport;
import io.rehydrate.refresh.keep.KeptReport.KeptTable;
import io.rehydrate.refresh.keep.KeptReport.Misfit;
import io.rehydrate.run.KeptFacts;
import io.rehydrate.run.Run;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rows that stay the developer's across a refresh. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeepTablesTest {
  private static final String EVERY_TYPE =
      "CREATE TABLE every_type (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT,"
          + " d DECIMAL(30,10), f FLOAT, g DOUBLE, b BIT(13), big BIGINT, y YEAR, dt DATETIME(6),"
          + " da DATE, ti TIME(3), ts TIMESTAMP(6) NULL, c CHAR(9), v VARCHAR(200), l VARCHAR(20)"
          + " CHARACTER SET latin1, u VARCHAR(20) CHARACTER SET utf16, bin VARBINARY(300), bl"
          + " LONGBLOB, js JSON, e ENUM('a','b''c'), s SET('x','y'), p POINT, z INT(6) ZEROFILL,"
          + " next BIGINT AS (y + 1) STORED)";

  private RefreshHome home;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    home =
        RefreshHome.in(
            folder,
            List.of(
                EVERY_TYPE,
                "CREATE TABLE teams (id INT PRIMARY KEY)",
                "CREATE TABLE users (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(9) NOT NULL,"
                    + " code VARCHAR(30) UNIQUE, team INT, boss INT, lang CHAR(2) DEFAULT 'en',"
                    + " CONSTRAINT fk_team FOREIGN KEY (team) REFERENCES teams (id), CONSTRAINT"
                    + " fk_boss FOREIGN KEY (boss) REFERENCES users (id))",
                "CREATE TABLE orders (id INT PRIMARY KEY, user INT, CONSTRAINT fk_user FOREIGN KEY"
                    + " (user) REFERENCES users (id) ON DELETE CASCADE)",
                "CREATE TABLE flags (name VARCHAR(20) PRIMARY KEY, value TEXT)",
                "CREATE TABLE told (what INT)",
                "CREATE TABLE `od``d 'n\"ame ü` (`a ``b` INT PRIMARY KEY, `c'd` TEXT)",
                "INSERT INTO teams VALUES (1), (2)",
                "INSERT INTO users (id, name, code, team, boss) VALUES (1, 'prod', 'p', 1, NULL),"
                    + " (900, 'prod2', 'q', 1, 1)",
                "INSERT INTO orders VALUES (1, 1), (2, 900)",
                "INSERT INTO flags VALUES ('prod', 'x')",
                "CREATE TRIGGER tell AFTER INSERT ON users FOR EACH ROW INSERT INTO told VALUES"
                    + " (NEW.id)"),
            Map.of("target.dev.keep-tables", "users, fl*s, every_type, `od``d 'n\"ame ü`, own_*"));
    home.branch(
        "moved",
        Map.of(
            "V2__moved.sql",
            """
            RENAME TABLE flags TO switches;
            ALTER TABLE `od``d 'n"ame ü` ADD must INT NOT NULL;
            """));
  }

  @AfterAll
  void stop() throws Exception {
    home.close();
  }

  @BeforeEach
  void old() {
    home.precious();
    sql(
        "CREATE TABLE users (id INT PRIMARY KEY AUTO_INCREMENT, nick VARCHAR(30), name VARCHAR(30),"
            + " code VARCHAR(30), team INT, boss INT)",
        "CREATE TABLE flags (name VARCHAR(20) PRIMARY KEY, value TEXT)",
        "CREATE TABLE `od``d 'n\"ame ü` (`a ``b` INT PRIMARY KEY, `c'd` TEXT)",
        "CREATE TABLE own_table (i INT)",
        EVERY_TYPE);
  }

  private void sql(String... statements) {
    List<String> all = new ArrayList<>(List.of("USE " + home.live));
    all.addAll(List.of(statements));
    TestServers.run(RefreshHome.root(), all.toArray(String[]::new));
  }

  private List<String> query(String sql) {
    return home.query(sql.replace("live.", home.live + "."));
  }

  private KeptReport report(Run run) {
    return home.beans
        .journal()
        .recall(KeptFacts.REPORT + run.id())
        .flatMap(KeptReport::parse)
        .orElseThrow();
  }

  private KeptTable of(Run run, String table) {
    return report(run).tables().stream()
        .filter(t -> t.table().equals(home.live + "." + table))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void values_of_every_type_come_back_as_they_were() {
    sql(
        "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', time_zone = '+00:00'",
        "INSERT INTO every_type (id, d, f, g, b, big, y, dt, da, ti, ts, c, v, l, u, bin, bl, js, e,"
            + " s, p, z) VALUES (0, 12345678901234567890.0123456789, 1.1, 2.2250738585072014E-308,"
            + " b'1000000000001', -9223372036854775808, 1901, '0000-00-00', '2026-02-31',"
            + " '-838:59:58.999', '2026-03-29 02:30:00.123456', 'a b ', 'it''s\\\\ \\n\\0 💾\\',(', 'é€',"
            + " 'ü𝄞', x'00ff270a5c1a', REPEAT(x'00ff27', 300000), '{\"a\": [1, \"ü''\\\\\\\\\"]}',"
            + " 'b''c', 'x,y', ST_GeomFromText('POINT(1.5 -2)', 4326), 42)",
        "INSERT INTO every_type (id) VALUES (18446744073709551000)",
        "INSERT INTO every_type (id, v, bl, e) VALUES (7, '', '', '')");
    String all =
        "SELECT id, d, HEX(f + 0E0), g, f + 0E0, b + 0, big, y, dt, da, ti, ts, HEX(c), HEX(v), HEX(l), HEX(u),"
            + " HEX(bin), MD5(bl), HEX(js), e + 0, s, HEX(p), z, next FROM live.every_type";
    List<String> before = query(all + " WHERE e IS NULL OR e <> ''");

    Run run = home.refresh("");

    assertThat(run.failure()).isEmpty();
    assertThat(query(all)).isEqualTo(before).hasSize(2);
    assertThat(of(run, "every_type").misfits())
        .as("a value that no ENUM has")
        .singleElement()
        .returns("value-unfit", Misfit::reason);
    assertThat(of(run, "every_type").saved()).isEqualTo(3);
  }

  @Test
  void what_does_not_fit_is_counted_and_saved() throws Exception {
    sql(
        "INSERT INTO users VALUES (5, 'n', 'ann', 'a', 1, NULL), (6, NULL, 'bob', 'a', 2, 5),"
            + " (7, NULL, 'carl', NULL, 3, 5), (8, NULL, 'dora', NULL, NULL, 7), (9, NULL, NULL, 'x',"
            + " NULL, NULL), (10, NULL, 'much too long', 'y', NULL, NULL), (11, 'n''2', 'eve', 'z', 2,"
            + " 12), (12, NULL, 'fay', 'w', NULL, 11)",
        "INSERT INTO own_table VALUES (1), (2)",
        "CREATE TRIGGER own BEFORE INSERT ON users FOR EACH ROW SET @x = 1");

    Run run = home.refresh("");

    assertThat(run.failure()).isEmpty();
    assertThat(query("SELECT id, name, code, team, boss, lang FROM live.users ORDER BY id"))
        .containsExactly("5|ann|a|1|null|en|", "11|eve|z|2|12|en|", "12|fay|w|null|11|en|");
    assertThat(query("SELECT * FROM live.orders ORDER BY id"))
        .as("the dump's own rows stay")
        .containsExactly("1|1|", "2|900|");
    assertThat(query("SELECT * FROM live.told")).as("no trigger has fired").isEmpty();
    assertThat(
            query(
                "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = '"
                    + home.live
                    + "'"))
        .containsExactly("tell|");
    KeptTable users = of(run, "users");
    assertThat(users.saved()).isEqualTo(8);
    assertThat(users.putBack()).isEqualTo(3);
    assertThat(users.misfits().stream().map(m -> m.reason() + " " + m.rows()))
        .containsExactlyInAnyOrder(
            "duplicate-key 1",
            "value-missing 1",
            "value-unfit 1",
            "broken-reference 1",
            "broken-reference 1",
            "column-lost 2",
            "dump-refers 2");
    assertThat(of(run, "own_table").misfits())
        .singleElement()
        .returns("table-missing", Misfit::reason)
        .returns(2L, Misfit::rows);
    assertThat(home.log(run))
        .contains("users: 3 of 8 rows put back", "warning: not all kept rows fit")
        .doesNotContain("much too long");

    Path folder = Path.of(report(run).folder());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    for (Misfit misfit : users.misfits()) {
      if (!misfit.file().isEmpty()) {
        Path file = folder.resolve(misfit.file());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    home.precious();
    sql(
        "CREATE TABLE own_table (i INT)",
        Files.readString(folder.resolve(of(run, "own_table").misfits().get(0).file()))
            .lines()
            .filter(line -> !line.startsWith("--") && !line.startsWith("SET"))
            .reduce("", (a, b) -> a + b)
            .replace(";", ""));
    assertThat(query("SELECT * FROM live.own_table")).containsExactly("1|", "2|");
  }

  @Test
  void a_schema_that_has_moved_on_takes_what_it_can() {
    sql(
        "INSERT INTO flags VALUES ('own', 'on')",
        "INSERT INTO `od``d 'n\"ame ü` VALUES (1, 'x')",
        "INSERT INTO users (id, name) VALUES (950, 'me')");

    Run run = home.refresh("moved");

    assertThat(run.failure()).isEmpty();
    assertThat(of(run, "flags").misfits()).singleElement().returns("table-missing", Misfit::reason);
    assertThat(of(run, "od`d 'n\"ame ü").misfits())
        .singleElement()
        .returns("value-missing", Misfit::reason);
    sql("INSERT INTO users (name) VALUES ('next')");
    assertThat(query("SELECT MAX(id) FROM live.users")).containsExactly("951|");
    assertThat(query("SELECT COUNT(*) FROM live.flyway_schema_history WHERE version = '2'"))
        .containsExactly("1|");
  }

  @Test
  void a_table_that_only_the_dump_has_comes_with_its_rows() {
    sql("DROP TABLE flags");

    Run run = home.refresh("");

    assertThat(run.failure()).isEmpty();
    assertThat(query("SELECT * FROM live.flags")).containsExactly("prod|x|");
  }
}
