package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.run.Run;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that name schemas follow target.dev.schemas. */
class SchemaNamesTest {
  @Test
  void objects_that_name_their_own_or_another_schema_name_the_targets(@TempDir Path folder)
      throws Exception {
    String first = TestServers.newSchema(TestServers.source());
    String second = TestServers.newSchema(TestServers.source());
    String secondLive = TestServers.newSchema(TestServers.target());
    String live = TestServers.newSchema(TestServers.target());
    try (RefreshHome home =
        RefreshHome.in(
            folder,
            first,
            objects(first, second),
            Map.of(
                "source.schemas",
                second + "," + first,
                "target.dev.url",
                TestServers.target().url().toString(),
                "target.dev.schemas",
                second + "=" + secondLive + ", " + first + "=" + live))) {
      home.branch(
          "insert",
          Map.of(
              "V1__one.sql", "SELECT 1;\n", "V2__insert.sql", "INSERT INTO log VALUES (7, 14);\n"));

      RefPreview preview =
          new RefPreviews(home.beans.settings(), home.beans.repository())
              .of(home.beans.store().latest(), home.beans.admission().target("dev"), "insert");
      assertThat(preview.lines()).containsExactly("would run: V2__insert.sql");
      assertThat(preview.comparison().orElseThrow().missing()).isEmpty();

      Run refused = home.refresh("insert");
      assertThat(refused.failure().orElseThrow().code()).isEqualTo("refresh.sequences");
      assertThat(home.query("SELECT i FROM " + home.live + ".precious")).hasSize(3);
      Matcher grants =
          Pattern.compile("GRANT CREATE, ALTER ON [^;]+")
              .matcher(refused.failure().orElseThrow().hint());
      grants.results().forEach(grant -> TestServers.run(RefreshHome.root(), grant.group()));

      Run run = home.refresh("insert");

      assertThat(run.failure()).isEmpty();
      TestServers.run(RefreshHome.root(), "INSERT INTO " + live + ".orders (i) VALUES (8)");
      assertThat(home.query("SELECT i, n FROM " + secondLive + ".log ORDER BY i"))
          .containsExactly("7|14|", "8|16|");
      assertThat(home.query("SELECT c FROM " + live + ".counted")).containsExactly("2|");
      assertThat(home.query("SELECT number FROM " + live + ".orders")).containsExactly("1|");
      assertThat(
              home.query(
                  "SELECT event_definition FROM information_schema.events WHERE event_schema = '"
                      + live
                      + "'"))
          .containsExactly("DELETE FROM " + secondLive + ".log|");
    }
  }

  private static List<String> objects(String first, String second) {
    return List.of(
        "CREATE TABLE " + second + ".log (i INT PRIMARY KEY, n INT)",
        "CREATE TABLE "
            + second
            + ".flyway_schema_history (installed_rank INT NOT NULL PRIMARY KEY,"
            + " version VARCHAR(50), description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL,"
            + " script VARCHAR(1000) NOT NULL, checksum INT, installed_by VARCHAR(100) NOT NULL,"
            + " installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,"
            + " execution_time INT NOT NULL, success BOOL NOT NULL)",
        "INSERT INTO "
            + second
            + ".flyway_schema_history VALUES (1, '1', 'one', 'SQL', 'V1__one.sql', NULL, 'x',"
            + " '2026-01-01', 1, 1)",
        "CREATE SEQUENCE " + second + ".numbers",
        "CREATE TABLE orders (i INT PRIMARY KEY, number BIGINT DEFAULT nextval("
            + second
            + ".numbers))",
        "CREATE FUNCTION twice(i INT) RETURNS INT RETURN (SELECT 2 * i FROM "
            + second
            + ".log WHERE 1 = 0 UNION SELECT 2 * i)",
        "CREATE TRIGGER orders_log AFTER INSERT ON "
            + first
            + ".orders FOR EACH ROW INSERT INTO `"
            + second
            + "`.log VALUES (NEW.i, "
            + first
            + ".twice(NEW.i))",
        "CREATE VIEW counted AS SELECT COUNT(*) AS c FROM " + second + ".log",
        "CREATE EVENT clear ON SCHEDULE EVERY 1 DAY DO DELETE FROM " + second + ".log");
  }
}
