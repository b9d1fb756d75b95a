package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenamedSchemasTest {
  @Test
  void views_routines_triggers_and_sequences_name_the_new_schemas() throws IOException {
    String script =
        """
        SET NAMES utf8mb4;
        INSERT INTO app.t VALUES ('app.t');
        CREATE TABLE `t` (
          `a` bigint(20) DEFAULT nextval(`app`.`s`),
          `b` varchar(9) DEFAULT 'app.t' COMMENT 'from `app`.`t`'
        );
        CREATE TABLE `u` (
          CONSTRAINT `c` CHECK (`app` > 1)
        );
        CREATE ALGORITHM=UNDEFINED SQL SECURITY DEFINER VIEW `v` AS select 'app.t' AS `a` from `app`.`t`;
        SET sql_mode = 'STRICT_TRANS_TABLES', character_set_client = 'utf8mb4';
        CREATE TRIGGER r BEFORE INSERT ON t
        FOR EACH ROW
          SET NEW.a = (SELECT MAX(app.t.a) FROM app.t WHERE n = 'é "app".t');
        SET sql_mode = 'ANSI_QUOTES', character_set_client = 'utf8mb4';
        DELIMITER ;;
        CREATE PROCEDURE "p"()
        BEGIN
          SELECT 1 FROM "app"."t";
        CREATE TEMPORARY TABLE app.x (a INT);
        END
        ;;
        DELIMITER ;
        -- Dump completed
        """;

    assertThat(renamed(script))
        .isEqualTo(
            script
                .replace("nextval(`app`", "nextval(`dev`")
                .replace("from `app`.`t`;", "from `dev`.`t`;")
                .replace("MAX(app.t.a) FROM app.t", "MAX(dev.t.a) FROM dev.t")
                .replace("FROM \"app\".\"t\"", "FROM `dev`.\"t\"")
                .replace("TABLE app.x", "TABLE dev.x"));
  }

  @Test
  void a_script_that_ends_within_a_statement_ends_there() throws IOException {
    assertThat(renamed("DELIMITER ;;\nCREATE TRIGGER r\nBEGIN app.t"))
        .isEqualTo("DELIMITER ;;\nCREATE TRIGGER r\nBEGIN dev.t");
  }

  private static String renamed(String script) throws IOException {
    try (RenamedSchemas in =
        new RenamedSchemas(
            new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)),
            Map.of("app", "dev"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
