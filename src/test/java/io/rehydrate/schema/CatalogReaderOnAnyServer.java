package io.rehydrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.schema.StoredObject.Kind;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for catalogues of either vendor. */
abstract class CatalogReaderOnAnyServer {
  final ServerLogin root;
  final String schema;
  private final String modes;
  private final String routineGrant;

  /**
   * @param modes all of the server's that change the form of a definition
   * @param routineGrant what an account needs to read a routine
   */
  CatalogReaderOnAnyServer(ServerLogin root, String modes, String routineGrant) {
    this.root = root;
    this.schema = TestServers.newSchema(root);
    this.modes = modes;
    this.routineGrant = routineGrant;
  }

  final Catalog read(String... statements) throws SQLException {
    return read(root, statements);
  }

  private Catalog read(ServerLogin login, String... statements) throws SQLException {
    TestServers.run(root.withUrl(root.url().withSchema(schema)), statements);
    try (Connection session = Sessions.open(login, "source")) {
      return CatalogReader.read(session, List.of(schema));
    }
  }

  final Table table(Catalog catalog, String name) {
    return catalog.table(new TableName(schema, name)).orElseThrow();
  }

  @Test
  void columns_are_told_in_the_tables_order_with_their_nature() throws SQLException {
    Table t =
        table(
            read(
                "CREATE TABLE t (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,"
                    + " name VARCHAR(50) CHARACTER SET latin1 NOT NULL,"
                    + " j JSON, own LONGTEXT CHECK (json_valid(own) AND own <> ''),"
                    + " v INT AS (LENGTH(name)) VIRTUAL, s INT AS (LENGTH(name) * 2) STORED,"
                    + " hidden INT INVISIBLE, e ENUM('a','b'), b BLOB)"),
            "t");

    assertThat(t.columns())
        .extracting(Column::name)
        .containsExactly("id", "name", "j", "own", "v", "s", "hidden", "e", "b");
    assertThat(t.columns())
        .extracting(Column::dataType)
        .containsExactly(
            "bigint", "varchar", "json", "longtext", "int", "int", "int", "enum", "blob");
    assertThat(t.columns())
        .filteredOn(Column::generated)
        .extracting(Column::name)
        .containsExactly("v", "s");
    assertThat(t.columns()).filteredOn(Column::autoIncrement).hasSize(1);
    assertThat(t.column("name").orElseThrow())
        .satisfies(
            c -> {
              assertThat(c.nullable()).isFalse();
              assertThat(c.characters()).hasValue(50);
              assertThat(c.characterSet()).hasValue("latin1");
            });
    assertThat(t.column("e").orElseThrow().type()).isEqualTo("enum('a','b')");
    assertThat(t.column("id").orElseThrow().characterSet()).isEmpty();
    assertThat(t.column("id").orElseThrow().characters()).isEmpty();
  }

  @Test
  void indexes_and_foreign_keys_keep_the_order_of_their_columns() throws SQLException {
    Catalog catalog =
        read(
            "CREATE TABLE p (b INT, a INT, PRIMARY KEY (b, a))",
            "CREATE TABLE c (x INT, y INT, z INT, UNIQUE KEY u (z, x),"
                + " CONSTRAINT f FOREIGN KEY (y, x) REFERENCES p (b, a))");

    assertThat(table(catalog, "p").primaryKey()).containsExactly("b", "a");
    assertThat(table(catalog, "c").primaryKey()).isEmpty();
    assertThat(table(catalog, "c").indexes()).contains(new Index("u", true, List.of("z", "x")));
    assertThat(table(catalog, "c").foreignKeys())
        .containsExactly(
            new ForeignKey("f", List.of("y", "x"), new TableName(schema, "p"), List.of("b", "a")));
  }

  @Test
  void views_and_our_marker_are_no_tables() throws SQLException {
    Catalog catalog =
        read(
            "CREATE TABLE t (a INT)",
            "CREATE VIEW v AS SELECT a FROM t",
            "CREATE TABLE " + CatalogReader.SCRATCH_MARKER + " (a INT)");

    assertThat(catalog.tables()).extracting(t -> t.name().table()).containsExactly("t");
  }

  @Test
  void stored_objects_lose_their_definer_at_the_head_alone() throws SQLException {
    Catalog catalog =
        read(
            "CREATE USER IF NOT EXISTS 'o`dd@x'@'%'",
            "CREATE TABLE t (a VARCHAR(90))",
            "CREATE DEFINER='o`dd@x'@'%' SQL SECURITY INVOKER VIEW v AS"
                + " SELECT a, 'DEFINER=`a`@`b` ' AS d FROM t",
            "CREATE DEFINER='o`dd@x'@'%' TRIGGER g BEFORE INSERT ON t FOR EACH ROW"
                + " SET NEW.a = 'CREATE DEFINER=`a`@`b` VIEW'",
            "CREATE DEFINER='o`dd@x'@'%' FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1",
            "CREATE DEFINER='o`dd@x'@'%' PROCEDURE p() SET @x = 1",
            "CREATE DEFINER='o`dd@x'@'%' EVENT e ON SCHEDULE EVERY 1 DAY DO SET @x = 1");

    assertThat(catalog.schemas().get(0).objects())
        .extracting(StoredObject::kind)
        .containsExactly(Kind.FUNCTION, Kind.PROCEDURE, Kind.VIEW, Kind.TRIGGER, Kind.EVENT);
    assertThat(catalog.schemas().get(0).objects())
        .extracting(StoredObject::createStatement)
        .noneMatch(text -> text.contains("o``dd"));
    assertThat(catalog.schemas().get(0).objects(Kind.VIEW).get(0).createStatement())
        .startsWith("CREATE ALGORITHM=UNDEFINED SQL SECURITY INVOKER VIEW `v` AS select `t`.`a`")
        .contains("'DEFINER=`a`@`b` '");
    assertThat(catalog.schemas().get(0).objects(Kind.TRIGGER).get(0).createStatement())
        .startsWith("CREATE TRIGGER")
        .contains("'CREATE DEFINER=`a`@`b` VIEW'");
  }

  @Test
  void a_view_comes_behind_the_views_that_it_reads() throws SQLException {
    Catalog catalog =
        read(
            "CREATE TABLE t (a INT)",
            "CREATE VIEW z AS SELECT a FROM t",
            "CREATE VIEW m AS SELECT a FROM z",
            "CREATE VIEW a AS SELECT m.a FROM m JOIN z");

    assertThat(catalog.schemas().get(0).objects(Kind.VIEW))
        .extracting(StoredObject::name)
        .containsExactly("z", "m", "a");
  }

  @Test
  void the_sql_mode_of_the_session_does_not_matter_and_stays() throws SQLException {
    TestServers.run(root, "CREATE TABLE " + schema + ".t (a INT COMMENT 'x\\ny')");
    try (Connection session = Sessions.open(root, "source")) {
      Sessions.run(session, "SET sql_mode = '" + modes + "'");
      String before = sqlMode(session);

      Catalog catalog = CatalogReader.read(session, List.of(schema));

      assertThat(catalog.tables().get(0).createStatement())
          .matches(
              "(?s)CREATE TABLE `t` \\(\n  `a` int(\\(11\\))? DEFAULT NULL COMMENT 'x\\\\ny'\n\\).*");
      assertThat(sqlMode(session)).isEqualTo(before);
    }
  }

  private static String sqlMode(Connection session) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery("SELECT @@sql_mode")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void an_unknown_schema_is_told_with_those_that_exist() throws SQLException {
    try (Connection session = Sessions.open(root, "source")) {
      assertThatThrownBy(() -> CatalogReader.read(session, List.of("nowhere")))
          .isInstanceOfSatisfying(
              NotFoundException.class,
              e -> {
                assertThat(e.code()).isEqualTo("schema.unknown");
                assertThat(e.hint()).contains(schema).doesNotContain("performance_schema");
              })
          .hasMessageContaining("nowhere");
    }
  }

  @Test
  void names_with_control_characters_are_refused_and_told_escaped() {
    assertThatThrownBy(
            () ->
                read(
                    "CREATE TABLE `x\n\\! id` (a INT)",
                    "CREATE TABLE fine (`b\tc` INT, `sp ace``` INT)"))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("schema.name"))
        .hasMessageContaining("x\\u000a\\! id")
        .hasMessageContaining("b\\u0009c")
        .hasMessageNotContaining("sp ace");
  }

  @Test
  void a_routine_that_may_not_be_read_is_told_with_the_grant() {
    ServerLogin reader = new ServerLogin(root.url(), "cr_reader", new Secret("x"));

    assertThatThrownBy(
            () ->
                read(
                    reader,
                    "DROP USER IF EXISTS cr_reader",
                    "CREATE USER cr_reader IDENTIFIED BY 'x'",
                    "GRANT SELECT, EXECUTE ON " + schema + ".* TO cr_reader",
                    "CREATE PROCEDURE p() SET @x = 1"))
        .isInstanceOfSatisfying(
            InvalidException.class,
            e -> {
              assertThat(e.code()).isEqualTo("schema.rights");
              assertThat(e.hint()).contains(routineGrant);
            })
        .hasMessageContaining("procedure " + schema + ".p");
  }

  @Test
  void a_view_that_may_not_be_read_is_told_with_the_grant() {
    ServerLogin reader = new ServerLogin(root.url(), "cr_viewer", new Secret("x"));

    assertThatThrownBy(
            () ->
                read(
                    reader,
                    "DROP USER IF EXISTS cr_viewer",
                    "CREATE USER cr_viewer IDENTIFIED BY 'x'",
                    "GRANT SELECT ON " + schema + ".* TO cr_viewer",
                    "CREATE VIEW v AS SELECT 1 AS a"))
        .isInstanceOfSatisfying(
            InvalidException.class, e -> assertThat(e.hint()).contains("SHOW VIEW"));
  }
}
