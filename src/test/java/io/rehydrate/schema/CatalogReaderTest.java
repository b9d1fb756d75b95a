package io.rehydrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.schema.StoredObject.Kind;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@OnEveryMariaDb
class CatalogReaderTest extends CatalogReaderOnAnyServer {

  CatalogReaderTest() {
    super(
        TestServers.source().root(),
        "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,ORACLE",
        hasGrantOfRoutines() ? "GRANT SHOW CREATE ROUTINE" : "GRANT SELECT ON mysql.proc");
  }

  private static boolean hasGrantOfRoutines() {
    try (Connection session = Sessions.open(TestServers.source().root(), "source")) {
      return Sessions.version(session).isAtLeast(11, 3, 0);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void versioned_tables_are_tables_and_sequences_are_not() throws SQLException {
    Catalog catalog =
        read("CREATE TABLE t (a INT) WITH SYSTEM VERSIONING", "CREATE SEQUENCE q START WITH 5");

    assertThat(catalog.tables()).extracting(t -> t.name().table()).containsExactly("t");
    assertThat(catalog.schemas().get(0).objects(Kind.SEQUENCE).get(0).createStatement())
        .startsWith("CREATE SEQUENCE `q` start with 5");
  }

  @Test
  void tables_that_the_server_cannot_open_are_named() {
    assertThatThrownBy(
            () ->
                read(
                    "CREATE TABLE ok (id INT PRIMARY KEY)",
                    "CREATE TABLE part (id INT NOT NULL, KEY (id)) ENGINE=MyISAM",
                    "CREATE TABLE whole (id INT NOT NULL, KEY (id)) ENGINE=MERGE UNION=(part)",
                    "DROP TABLE part"))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            e -> {
              assertThat(e).hasMessageContaining(".whole (").hasMessageNotContaining(".ok");
              assertThat(e.hint()).contains("MERGE", "on the source");
            });
  }
}
