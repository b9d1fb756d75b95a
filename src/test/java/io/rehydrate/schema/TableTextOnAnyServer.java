package io.rehydrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the texts of tables of either vendor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TableTextOnAnyServer {
  private static final List<String> EVERYWHERE =
      List.of(
          "(id INT PRIMARY KEY)",
          "(`select` INT, `from` VARCHAR(9), UNIQUE KEY `key` (`from`), KEY `CONSTRAINT` (`select`, `from`))",
          "(`a``b` INT, `c,d` INT, `(` INT, `)` INT, KEY `k``1` (`a``b`), KEY `,\"` (`c,d`, `(`, `)`))",
          "(`größe` INT, `表` VARCHAR(20), KEY `ключ` (`größe`)) COMMENT='ünï ''KEY `x` (`y`)'' \n, (('",
          "(id INT COMMENT 'KEY `a` (`b`),\n  KEY (', n INT COMMENT 'it''s \\\\ \\'q', KEY k (n) COMMENT 'x,\n y')",
          "(e ENUM('a''b','c,d','e`f','g\\\\h','(','\n') DEFAULT '(', s SET('x','y''z'), KEY e (e), KEY s (s))",
          "(id INT DEFAULT 5, v VARCHAR(50) DEFAULT 'AUTO_INCREMENT', KEY (v))",
          "(id INT, v VARCHAR(50) DEFAULT ',\n  KEY `x` (`y`),\n', KEY (v), CHECK (v <> '),\n (' AND id > 1))",
          "(a INT CHECK (a > 0), b INT, CONSTRAINT `c``x` CHECK (b > 1), CHECK (a < b), KEY (b), KEY (a))",
          "(v VARCHAR(90), CONSTRAINT c CHECK (v <> '` FOREIGN KEY (x'), KEY (v))",
          "(id INT, j JSON, v INT AS (JSON_VALUE(j, '$.\"a,b\"')) VIRTUAL, s INT AS (id * 2) STORED, KEY (v), KEY (s))",
          "(t TEXT, u TEXT, g GEOMETRY NOT NULL, FULLTEXT KEY f (t), FULLTEXT KEY f2 (t, u), SPATIAL KEY sp (g), KEY (t(10)))",
          "(i INT INVISIBLE, k INT, KEY (i))",
          "(id BIGINT AUTO_INCREMENT PRIMARY KEY, n INT, KEY (n)) AUTO_INCREMENT=77",
          "(g INT, id INT AUTO_INCREMENT, n INT, PRIMARY KEY (g, id), UNIQUE KEY u (n), KEY k (n, g), KEY i (id, n), KEY z (n))",
          "(id INT AUTO_INCREMENT, n INT, UNIQUE KEY (id), KEY (n))",
          "(g INT, id INT AUTO_INCREMENT, PRIMARY KEY (g, id), KEY n (id DESC)) ENGINE=InnoDB",
          "(g INT, id INT AUTO_INCREMENT, PRIMARY KEY (g, id), KEY n (g)) ENGINE=MyISAM",
          "(g INT, id INT AUTO_INCREMENT, KEY n (g), KEY m (g, id)) ENGINE=MyISAM",
          "(a INT, b INT, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p (a, b) ON DELETE CASCADE ON UPDATE SET NULL)",
          "(a INT, b INT, CONSTRAINT z FOREIGN KEY (b) REFERENCES p (b), CONSTRAINT a FOREIGN KEY (a) REFERENCES p (a), KEY x (a, b))",
          "(a INT, CONSTRAINT `fk,``1 ,` FOREIGN KEY (a) REFERENCES p (`odd``name`), CHECK (a > 1))",
          "(a INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES t (a))",
          "(id INT, d DATE, PRIMARY KEY (id, d), KEY (d)) PARTITION BY RANGE (TO_DAYS(d)) (PARTITION p0 VALUES LESS THAN (1), PARTITION p1 VALUES LESS THAN MAXVALUE)",
          "(id INT NOT NULL, n INT, UNIQUE KEY (id), KEY (n)) PARTITION BY KEY () PARTITIONS 3",
          "(id INT, t TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), d DATETIME DEFAULT '0000-00-00', KEY (t)) ROW_FORMAT=COMPRESSED",
          "(a234567890123456789012345678901234567890123456789012345678901234 INT, KEY k234567890123456789012345678901234567890123456789012345678901234 (a234567890123456789012345678901234567890123456789012345678901234))",
          "(x INT, y INT, KEY d (x DESC, y), UNIQUE KEY h (y) USING HASH)",
          "(v VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_german2_ci, KEY (v)) DEFAULT CHARSET=utf8mb3");

  private final ServerLogin root;
  private final String schema;
  private Connection session;

  TableTextOnAnyServer(ServerLogin root) {
    this.root = root;
    this.schema = TestServers.newSchema(root);
  }

  @BeforeAll
  void open_a_session() throws SQLException {
    session = Sessions.open(root, "source");
    session.setCatalog(schema);
    Sessions.run(
        session,
        "SET sql_mode = ''",
        setting(),
        "CREATE TABLE p (a INT, b INT, `odd``name` INT, PRIMARY KEY (a, b), KEY (`odd``name`), KEY (b))");
  }

  @AfterAll
  void close_it() throws SQLException {
    session.close();
  }

  /** Definitions that this vendor alone knows. */
  abstract Stream<String> ownDefinitions();

  Stream<String> definitions() {
    return Stream.concat(EVERYWHERE.stream(), ownDefinitions());
  }

  /** What a session of this vendor needs to make them. */
  abstract String setting();

  @ParameterizedTest
  @MethodSource("definitions")
  void what_is_taken_out_and_added_back_gives_the_same_text(String definition) throws SQLException {
    Sessions.run(session, "DROP TABLE IF EXISTS t", "CREATE TABLE t " + definition);
    String original = show(schema);
    TableText text = TableText.parse(original);

    rebuild(schema, text);

    assertThat(show(schema)).isEqualTo(original);
    Sessions.run(session, "DROP TABLE t", text.create(schema, "t", true, true));
    assertThat(show(schema)).isEqualTo(original);
    Sessions.run(session, "DROP TABLE t");
  }

  private void rebuild(String where, TableText text) throws SQLException {
    List<String> statements = new ArrayList<>();
    statements.add("DROP TABLE IF EXISTS " + Sql.name(where) + ".t");
    statements.add(text.create(where, "t", false, false));
    TableName table = new TableName(where, "t");
    statements.addAll(TableText.alters(table, text.secondaryIndexes()));
    statements.addAll(TableText.alters(table, text.foreignKeys()));
    Sessions.run(session, statements.toArray(String[]::new));
  }

  @Test
  void a_foreign_key_leads_into_the_schema_in_which_its_table_is_made() throws SQLException {
    String other = TestServers.newSchema(root);
    Sessions.run(
        session,
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (a INT, b INT, FOREIGN KEY (a, b) REFERENCES p (a, b))",
        "CREATE TABLE " + other + ".p LIKE p");
    TableText text = TableText.parse(show(schema));

    rebuild(other, text);

    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT DISTINCT referenced_table_schema FROM information_schema.key_column_usage"
                    + " WHERE referenced_table_name = 'p' AND table_schema = '"
                    + other
                    + "'")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo(other);
    }
    Sessions.run(session, "DROP TABLE t");
  }

  private String show(String where) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + Sql.name(where) + ".t")) {
      row.next();
      return row.getString(2);
    }
  }
}
