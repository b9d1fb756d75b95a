package io.rehydrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@ContainerTest
class CatalogReaderOnMySqlTest extends CatalogReaderOnAnyServer {

  CatalogReaderOnMySqlTest() {
    super(MySqlServer.source(), "ANSI_QUOTES,NO_BACKSLASH_ESCAPES", "GRANT SHOW_ROUTINE ON *.*");
  }

  @Test
  void a_part_of_an_index_that_is_an_expression_has_no_column() throws SQLException {
    Table t =
        table(
            read("CREATE TABLE t (a INT, b INT, KEY fx ((a + b), b), UNIQUE KEY u (a) INVISIBLE)"),
            "t");

    assertThat(t.indexes())
        .contains(new Index("fx", false, List.of("", "b")), new Index("u", true, List.of("a")));
    assertThat(t.columns()).extracting(Column::name).containsExactly("a", "b");
  }

  @Test
  void a_default_that_is_an_expression_does_not_make_a_column_generated() throws SQLException {
    Table t =
        table(
            read(
                "CREATE TABLE t (u VARCHAR(36) DEFAULT (UUID()), c DATETIME DEFAULT"
                    + " CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, g INT AS (LENGTH(u)))"),
            "t");

    assertThat(t.columns())
        .filteredOn(Column::generated)
        .extracting(Column::name)
        .containsExactly("g");
  }
}
