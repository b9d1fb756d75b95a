package io.rehydrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutineTextTest {
  private static final Map<String, String> NAMES = Map.of("app", "dev", "log", "my-log");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "INSERT INTO app.t VALUES (1) | INSERT INTO dev.t VALUES (1)",
        "INSERT INTO `app`.`t` SELECT app.t.id FROM app . t | INSERT INTO `dev`.`t` SELECT dev.t.id FROM dev . t",
        "DELETE FROM log.t | DELETE FROM `my-log`.t",
        "CALL app.p(); SET x = app.f(1) | CALL dev.p(); SET x = dev.f(1)",
        "SELECT 'app.t', \"it''s app.t\", 'a\\'app.t' FROM app.t | SELECT 'app.t', \"it''s app.t\", 'a\\'app.t' FROM dev.t",
        "SELECT 1 /* app.t */ -- app.t | SELECT 1 /* app.t */ -- app.t",
        "SELECT /*!50000 app.t.a */ 1 # app.t | SELECT /*!50000 dev.t.a */ 1 # app.t",
        "SELECT 1--app.t.a | SELECT 1--dev.t.a",
        "SELECT app.id FROM customers AS app JOIN x ON app.id = x.id | SELECT app.id FROM customers AS app JOIN x ON app.id = x.id",
        "SELECT app.id FROM app.app | SELECT app.id FROM dev.app",
        "SET @app.t = 1, other.t = `x`.app.t | SET @app.t = 1, other.t = `x`.app.t",
        "CREATE TRIGGER r AFTER INSERT ON app.t FOR EACH ROW SET @a = 1 | CREATE TRIGGER r AFTER INSERT ON dev.t FOR EACH ROW SET @a = 1",
        "SELECT APP.t.a, app2.t.a, xapp.t.a | SELECT APP.t.a, app2.t.a, xapp.t.a",
        "SELECT `app.t`, app | SELECT `app.t`, app",
      })
  void a_schema_is_renamed_where_it_is_one(String before, String after) {
    assertThat(RoutineText.renamed(before, "", NAMES)).isEqualTo(after);
  }

  @Test
  void the_mode_says_what_quotes_and_backslashes_are() {
    String text = "SELECT \"app\".\"t\".\"a\", '\\', app.t.a, '.'";

    assertThat(RoutineText.renamed(text, "ANSI_QUOTES,NO_BACKSLASH_ESCAPES", NAMES))
        .isEqualTo("SELECT `dev`.\"t\".\"a\", '\\', dev.t.a, '.'");
    assertThat(RoutineText.renamed(text, "STRICT_TRANS_TABLES", NAMES)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"'app.t | \"app.t", "`app.t | /* app.t", "'app.t\\ | app.", "`app`. | @"})
  void a_text_that_ends_early_stays(String one, String other) {
    assertThat(RoutineText.renamed(one, "", NAMES)).isEqualTo(one);
    assertThat(RoutineText.renamed(other, "", NAMES)).isEqualTo(other);
  }
}
