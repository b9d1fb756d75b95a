package io.rehydrate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.support.OnEveryMariaDb;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEveryMariaDb
class TableCopyTest {
  private final CopyFixture fixture = CopyFixture.onTestServers();

  @AfterEach
  void drop_the_copy() {
    fixture.onScratch("DROP DATABASE IF EXISTS " + fixture.schema);
  }

  private void requireSame(String table, List<String> columns) throws SQLException {
    for (String column : columns) {
      String query = "SELECT HEX(" + column + ") FROM " + table + " ORDER BY id";
      assertThat(fixture.rows(fixture.scratch, query))
          .as(column)
          .isEqualTo(fixture.rows(fixture.source, query));
    }
    assertThat(fixture.rows(fixture.scratch, "CHECKSUM TABLE " + table))
        .isEqualTo(fixture.rows(fixture.source, "CHECKSUM TABLE " + table));
  }

  @Test
  void texts_and_bytes_arrive_as_they_were() throws SQLException {
    fixture.onSource(
        "SET sql_mode = ''",
        "CREATE TABLE t (id INT PRIMARY KEY, c CHAR(9), v VARCHAR(300), l VARCHAR(300) CHARACTER SET"
            + " latin1, sj VARCHAR(99) CHARACTER SET sjis, uc VARCHAR(99) CHARACTER SET ucs2,"
            + " u16 TEXT CHARACTER SET utf16, u32 TEXT CHARACTER SET utf32, bin BINARY(6), vb"
            + " VARBINARY(300), tb TINYBLOB, b LONGBLOB, j JSON, m MEDIUMTEXT) CHARACTER SET utf8mb4",
        "INSERT INTO t (id) VALUES (1)",
        "INSERT INTO t VALUES (2, '', '', '', '', '', '', '', '', '', '', '', '\"\"', '')",
        "INSERT INTO t VALUES (3, '\\\\N', '\\\\N', 'é\\tü', '表ソ能', '\\t\\n\\\\表', '\\n😀', '\\t😀',"
            + " x'00090A5C', x'FF00090A0D5C4E', '\\\\N', x'5C4E', '{\"a\": \"\\\\\\\\ \\\\t 😀\"}', '\\0😀')",
        "INSERT INTO t VALUES (4, ' x ', 'tab\\tline\\nback\\\\slash\\r\\Z end ', 'ÿ', '\\\\', 'a\\\\N',"
            + " 'x', 'x', 'a', 'trailing   ', '\\n', '\\0', '[1, 2.50, null]', 'it''s \"q\"')");
    byte[] every = new byte[2_500_000];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) (i * 31 + i / 256);
    }
    try (Connection session = Sessions.open(fixture.source, "test");
        PreparedStatement insert =
            session.prepareStatement(
                "INSERT INTO " + fixture.schema + ".t (id, b) VALUES (5, ?)")) {
      insert.setBytes(1, every);
      insert.execute();
    }

    fixture.copy();

    requireSame(
        "t", List.of("c", "v", "l", "sj", "uc", "u16", "u32", "bin", "vb", "tb", "b", "j", "m"));
  }

  @Test
  void numbers_and_times_arrive_as_they_were() throws SQLException {
    fixture.onSource(
        "SET sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00'",
        "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, ti TINYINT, bu BIGINT UNSIGNED, bi BIGINT,"
            + " z INT(9) ZEROFILL, de DECIMAL(65,30), f FLOAT, fu FLOAT(7,3), d DOUBLE, dd"
            + " DOUBLE(20,4), b1 BIT(1), b64 BIT(64), da DATE, dt DATETIME(6), ts TIMESTAMP(6) NULL,"
            + " ts0 TIMESTAMP NOT NULL DEFAULT '0000-00-00', tm TIME(6), y YEAR, e ENUM('3','','b',"
            + " 'c'), s SET('a','b','c'))",
        "INSERT INTO t (id) VALUES (0), (1)",
        "INSERT INTO t VALUES (2, -128, 18446744073709551615, -9223372036854775808, 7,"
            + " -12345678901234567890123456789012345.123456789012345678901234567890, 3.4028235e38,"
            + " 1234.567, 1.7976931348623157e308, 0.1, b'1', b'1111111111111111111111111111111111111111111111111111111111111111',"
            + " '0000-00-00', '2020-02-31 23:59:59.999999', '1970-01-01 00:00:01.000001',"
            + " '2038-01-19 03:14:07', '-838:59:59.999999', 0, 1, '')",
        "INSERT INTO t VALUES (3, 127, 0, 0, 0, 0, 1.17549435e-38, -0.001, 2.2250738585072014e-308,"
            + " -1e15, b'0', 0, '9999-12-31', '0000-00-00 00:00:00', '2026-03-29 01:30:00',"
            + " '0000-00-00', '-00:00:00.000001', 1901, 2, 'a,c')",
        "INSERT INTO t VALUES (4, 1, 1, 1, 1, 1, 0.1, 1, 0.1, 1, b'1', 258, '2020-00-00',"
            + " '2026-03-29 02:30:00', NULL, '2026-01-01', '00:00:00', 2155, 'b', 'b')",
        "INSERT INTO t VALUES (5, 1, 1, 1, 1, 1, 16777216, 1, -0e0, 1, b'1', 10, '2020-01-01',"
            + " NULL, NULL, '2026-01-01', NULL, NULL, 'nothing such', 'a,b,c')",
        "INSERT INTO t (id, f, d) VALUES (6, 0.30000001, 0.30000000000000004), (7, 8388608.5, 1e22)");

    fixture.copy();

    requireSame("t", List.of("id", "ti", "bu", "b64 + 0", "e + 0", "s + 0", "y", "tm", "dt", "da"));
    assertThat(fixture.rows(fixture.scratch, "SELECT COUNT(*) FROM t WHERE e = 0 AND id = 5"))
        .containsExactly("[1]");
  }

  @Test
  void shapes_and_mariadbs_own_types_arrive_as_they_were() throws SQLException {
    fixture.onSource(
        "CREATE TABLE t (id INT PRIMARY KEY, g GEOMETRY, p POINT NOT NULL, u UUID, i6 INET6, i4"
            + " INET4, h INT INVISIBLE, v INT AS (id + 1) VIRTUAL, s INT AS (id * 2) STORED, z"
            + " VARCHAR(500) COMPRESSED)",
        "INSERT INTO t (id, g, p, u, i6, i4, h, z) VALUES (1, ST_GeomFromText('POLYGON((0 0,9 0,9 9,0"
            + " 0))', 4326), POINT(0.1, -9e99), '123e4567-e89b-12d3-a456-426655440000', '::ffff:1.2.3.4',"
            + " '10.0.0.1', 5, REPEAT('\\t\\n', 90)), (2, NULL, POINT(10, 9), NULL, NULL, NULL, NULL,"
            + " NULL)",
        "CREATE TABLE ver (id INT PRIMARY KEY, n INT) WITH SYSTEM VERSIONING",
        "INSERT INTO ver VALUES (1, 1)",
        "CREATE TABLE `we``ird \"n\\\\ame` (`select` INT, `a``b` VARCHAR(9), `?` INT, `:x` INT)",
        "INSERT INTO `we``ird \"n\\\\ame` VALUES (1, 'x', 2, 3)");

    fixture.copy();

    requireSame("t", List.of("g", "p", "u", "i6", "i4", "h", "v", "s", "z"));
    assertThat(fixture.rows(fixture.scratch, "SELECT id, n FROM ver")).containsExactly("[1, 1]");
    assertThat(fixture.rows(fixture.scratch, "SELECT * FROM `we``ird \"n\\\\ame`"))
        .containsExactly("[1, x, 2, 3]");
  }

  @Test
  void a_value_that_does_not_fit_is_a_failure_that_names_the_table_and_no_value()
      throws SQLException {
    fixture.onSource(
        "CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(20))",
        "INSERT INTO t VALUES (1, 'secret!')");
    fixture.onScratch(
        "CREATE DATABASE " + fixture.schema,
        "CREATE TABLE " + fixture.schema + ".t (id INT PRIMARY KEY, s VARCHAR(3))");

    assertThatThrownBy(this::copyTable)
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("copy.failed"))
        .hasMessageContaining(fixture.schema + ".t")
        .hasMessageContaining("1 warnings")
        .hasMessageNotContaining("sec");
  }

  @Test
  void what_is_said_of_computed_columns_says_nothing_of_the_rows_sent() throws SQLException {
    fixture.onSource(
        "SET sql_mode = ''",
        "CREATE TABLE t (id INT PRIMARY KEY, price DECIMAL(8,2), qty INT, code VARCHAR(9), e"
            + " ENUM('a','b'), d DATE, b VARBINARY(9), f FLOAT, j JSON, g POINT,"
            + " vat DECIMAL(10,2) AS (price * qty * 0.19) STORED,"
            + " third DECIMAL(10,2) AS (price / 3) VIRTUAL,"
            + " n INT AS (code + 0) STORED)",
        "INSERT INTO t (id, price, qty, code, e, d, b, f, j, g) VALUES (1, 9.99, 1, '12abc', 'x',"
            + " '0000-00-00', x'00ff', 0.1, '[1]', POINT(1, 2)), (2, 1, 1, 'abc', 'a',"
            + " '2026-02-03', NULL, 1e30, NULL, NULL)",
        "CREATE TABLE allgen (a INT AS (1) STORED, b VARCHAR(5) AS ('x') VIRTUAL)",
        "INSERT INTO allgen () VALUES (), (), ()");

    fixture.copy();

    requireSame("t", List.of("vat", "third", "n", "e", "code"));
    assertThat(fixture.rows(fixture.scratch, "SELECT COUNT(*) FROM allgen")).containsExactly("[3]");
  }

  @Test
  void a_value_that_does_not_fit_is_noticed_beside_computed_columns() throws SQLException {
    fixture.onSource(
        "CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(20), n INT AS (s + 0) STORED)",
        "INSERT IGNORE INTO t (id, s) VALUES (1, '1secret!')");
    fixture.onScratch(
        "CREATE DATABASE " + fixture.schema,
        "CREATE TABLE "
            + fixture.schema
            + ".t (id INT PRIMARY KEY, s VARCHAR(3), n INT AS (s + 0) STORED)");

    assertThatThrownBy(this::copyTable)
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("copy.failed"))
        .hasMessageNotContaining("sec");
  }

  @Test
  void rows_with_large_values_are_read_in_pieces() throws SQLException {
    String tables =
        "%1$s.t (id VARCHAR(9) CHARACTER SET latin1, n DECIMAL(5,2), e ENUM('a','b'), l LONGTEXT"
            + " CHARACTER SET utf8mb4, b LONGBLOB, j JSON, m MEDIUMTEXT CHARACTER SET ucs2,"
            + " c INT AS (n * 3) STORED, PRIMARY KEY (id, n))";
    fixture.onSource(
        "SET sql_mode = ''",
        "CREATE TABLE " + tables.formatted(fixture.schema),
        "INSERT INTO t (id, n, e, l, b, j, m) VALUES ('a''é', 1.5, 'a', 'short', x'00', '[]', 'x'),"
            + " ('b', 2, 'none', REPEAT('tab\\tline\\n😀\\\\', 999), NULL, NULL, ''),"
            + " ('c', 3, NULL, NULL, REPEAT(x'00090A5CFF', 1001), CONCAT('[\"', REPEAT('é', 2000),"
            + " '\"]'), REPEAT('ü', 777)), ('d', 4, 'b', '', '', '1', NULL)");
    fixture.onScratch(
        "CREATE DATABASE " + fixture.schema, "CREATE TABLE " + tables.formatted(fixture.schema));

    copyTable("t", 500);

    requireSame("t", List.of("n", "e", "l", "b", "j", "m", "c"));
  }

  @Test
  void a_large_row_without_a_key_is_a_failure_that_names_the_table() throws SQLException {
    String table = ".t (id INT, l LONGTEXT)";
    fixture.onSource(
        "CREATE TABLE " + fixture.schema + table,
        "INSERT INTO t VALUES (1, 'x'), (2, REPEAT('secret ', 1000)), (3, 'y')");
    fixture.onScratch(
        "CREATE DATABASE " + fixture.schema, "CREATE TABLE " + fixture.schema + table);

    assertThatThrownBy(() -> copyTable("t", 500))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("copy.large-row"))
        .hasMessageContaining(fixture.schema + ".t");
  }

  @Test
  void a_row_that_is_passed_over_is_a_failure() throws SQLException {
    fixture.onSource("CREATE TABLE t (id INT, n INT)", "INSERT INTO t VALUES (1, 7), (2, 7)");
    fixture.onScratch(
        "CREATE DATABASE " + fixture.schema,
        "CREATE TABLE " + fixture.schema + ".t (id INT, n INT UNIQUE)");

    assertThatThrownBy(this::copyTable)
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("copy.failed"))
        .hasMessageContaining("2 rows sent, 1 loaded");
    assertThat(fixture.rows(fixture.scratch, "SELECT COUNT(*) FROM t")).containsExactly("[0]");
  }

  private void copyTable() throws SQLException {
    copyTable("t", 1 << 20);
  }

  private void copyTable(String name, long large) throws SQLException {
    Table table = fixture.plan().catalog().table(new TableName(fixture.schema, name)).orElseThrow();
    try (Connection source = Sessions.open(fixture.source, "source");
        Connection scratch = Sessions.openForLoading(fixture.scratch, "scratch")) {
      Sessions.run(scratch, "SET autocommit = 0, sql_mode = ''");
      TableCopy.of(table, KeyRange.ALL, true, large, new SourceLoad(rows -> {}))
          .run(source, scratch, Duration.ofMinutes(1));
    }
  }
}
