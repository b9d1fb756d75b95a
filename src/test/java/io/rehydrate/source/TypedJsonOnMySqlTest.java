package io.rehydrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ContainerTest
class TypedJsonOnMySqlTest {
  private static final String SCHEMA = "typed_json";
  private static final String TYPES =
      "SELECT CONCAT_WS(' ', a, CAST(j AS CHAR), JSON_TYPE(j), JSON_TYPE(j->'$.d'),"
          + " JSON_TYPE(j->'$.list[1].\"a b\"'), JSON_TYPE(j->'$.t'), at) FROM %s ORDER BY a";

  private Connection session;

  @BeforeEach
  void documents() throws Exception {
    session = Sessions.open(MySqlServer.source(), "test");
    Sessions.run(
        session,
        "DROP DATABASE IF EXISTS " + SCHEMA,
        "CREATE DATABASE " + SCHEMA,
        "USE " + SCHEMA,
        "SET sql_mode = ''",
        "CREATE TABLE t (a VARCHAR(9), b DATE, j JSON, at DATETIME NULL ON UPDATE"
            + " CURRENT_TIMESTAMP, PRIMARY KEY (a, b))",
        "INSERT INTO t VALUES ('x''ü', '2020-01-01', JSON_OBJECT('d', CAST(1.10 AS DECIMAL(10,2)),"
            + " 'list', JSON_ARRAY(1, JSON_OBJECT('a b', CAST('2020-01-02' AS DATE))), 't',"
            + " CAST('11:12:13.5' AS TIME(6))), '2001-01-01'),"
            + " ('one', '2020-01-01', JSON_OBJECT('d', CAST(1.10 AS DECIMAL(10,2))), NULL),"
            + " ('top', '2020-01-01', CAST(CAST(-0.50 AS DECIMAL(5,2)) AS JSON), NULL),"
            + " ('plain', '2020-01-01', '{\"d\": 1.5}', NULL), ('none', '2020-01-01', NULL, NULL)",
        "CREATE TABLE keyless SELECT j FROM t");
  }

  @AfterEach
  void drop() throws Exception {
    Sessions.run(session, "DROP DATABASE " + SCHEMA);
    session.close();
  }

  private Table table(String name) throws Exception {
    Schema schema = CatalogReader.read(session, List.of(SCHEMA)).schemas().get(0);
    return schema.table(name).orElseThrow();
  }

  private List<String> rows(String query) throws Exception {
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  @Test
  void values_that_text_has_no_type_for_come_back_row_by_row() throws Exception {
    List<String> before = rows(TYPES.formatted("t"));
    TypedJson json = new TypedJson(session, table("t"));
    List<Column> columns = json.columns(Optional.empty());
    List<String> statements = new ArrayList<>();

    json.statements(columns, Optional.empty(), Sql.name("copy"), statements::add);

    assertThat(columns).extracting(Column::name).containsExactly("j");
    assertThat(statements).hasSize(5);
    assertThat(json.left()).isEmpty();
    assertThat(json.columns(Optional.of("a = 'plain'"))).isEmpty();
    Sessions.run(
        session,
        "CREATE TABLE copy LIKE t",
        "INSERT INTO copy SELECT a, b, CAST(j AS CHAR), at FROM t");
    assertThat(rows(TYPES.formatted("copy"))).isNotEqualTo(before);
    Sessions.run(session, statements.toArray(String[]::new));
    assertThat(rows(TYPES.formatted("copy"))).isEqualTo(before);
  }

  @Test
  void what_no_key_finds_again_is_counted() throws Exception {
    TypedJson json = new TypedJson(session, table("keyless"));

    json.statements(json.columns(Optional.empty()), Optional.empty(), "x", statement -> {});

    assertThat(TypedJson.lost(new TableName(SCHEMA, "keyless"), json.left()))
        .contains("typed_json.keyless.j: 3 JSON values");
  }
}
