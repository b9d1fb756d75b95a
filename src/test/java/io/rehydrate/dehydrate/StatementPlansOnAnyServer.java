package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dehydrate.compile.Orphans;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How the servers plan a night's statements where relations have no index: no large table is read
 * through for each row of another.
 */
abstract class StatementPlansOnAnyServer {
  private static final int ROWS = 3_000;

  /** A table of fewer rows may be read through again and again. */
  private static final long SMALL = 400;

  /** What stands before the statement itself stays before EXPLAIN. */
  private static final Pattern EXPLAINED =
      Pattern.compile(
          "((?:/\\*M! [^`*]+ \\*/ )?)((?:SELECT|INSERT|UPDATE|DELETE) .*)", Pattern.DOTALL);

  private static final String PLAN =
      """
      core:
        orders: { newest-by: made, window: 2 years, at-least: 100, also: "grp = 1" }
      relations:
        - lines.order_id -> orders.id
        - tags.line_id -> lines.id
        - papers.code -> orders.code
        - orders.grp -> members.grp
        - orders.shop -> shops.name
        - orders.brand -> brands.name
        - orders.seal -> seals.bytes
        - orders.renews -> orders.id
        - notes.order_id -> orders.id
        - notes.parent -> notes.id
        - "notes.author -> people.id when kind <> 'robot'"
        - people.boss -> people.id
        - "parts(number, region) -> stock(number, region)"
        - parts.line_id -> lines.id
        - either.order_id -> orders.id
        - either.line_id -> lines.id
        - { relation: kinds.best -> orders.id, dangling: set-null }
        - kinds.owner -> people.id
        - files.path -> papers.path
        - { relation: members.head -> people.id, dangling: set-null }
      tables:
        members: referenced
        shops: referenced
        brands: referenced
        seals: referenced
        people: referenced
        stock: referenced
        kinds: keep
        either: { rows: follow, via: [order_id, line_id] }
      """;

  private final ServerLogin server;
  private Workbench bench;

  StatementPlansOnAnyServer(ServerLogin server) {
    this.server = server;
  }

  @BeforeEach
  void fill() throws SQLException {
    bench = Workbench.open(server, 1);
    bench.run("CREATE TABLE n (i INT PRIMARY KEY)", "INSERT INTO n VALUES (1), (2), (3)");
    for (int rows = 3; rows < ROWS; rows *= 2) {
      bench.run("INSERT INTO n SELECT i + " + rows + " FROM n");
    }
    table(
        "orders",
        "made DATETIME, grp INT, code VARCHAR(20), shop VARCHAR(300), brand VARCHAR(300), seal VARBINARY(2000),"
            + " renews INT",
        "'2025-11-01' - INTERVAL i DAY, i % 50, CONCAT('c', i), CONCAT('s', i), CONCAT('b', i), CONCAT('e', i),"
            + " IF(i % 3 = 0, i - 7, NULL)");
    table("`lines`", "order_id INT", "1 + i * 7 % 3000");
    table("tags", "line_id INT", "1 + i * 11 % 3000");
    table(
        "papers",
        "code VARCHAR(20) CHARACTER SET latin1, path TEXT",
        "CONCAT('c', 1 + i * 3 % 3000), CONCAT('p', i)");
    table("files", "path VARCHAR(400)", "CONCAT('p', 1 + i * 3 % 3000)");
    table("members", "grp INT, head BIGINT", "i % 60, i");
    table("brands", "name VARCHAR(60)", "CONCAT('b', i)");
    table("seals", "bytes VARBINARY(2000)", "CONCAT('e', i)");
    table("shops", "name VARCHAR(300) COLLATE utf8mb4_bin", "CONCAT('s', i)");
    table(
        "notes",
        "order_id INT, parent INT, author INT, kind VARCHAR(9)",
        "i, i - 1, i, IF(i % 9 = 0, 'robot', 'x')");
    table("people", "boss INT", "i DIV 2");
    table("stock", "number INT, region CHAR(2)", "i, 'eu'");
    table("parts", "number INT, region CHAR(2), line_id INT", "i, 'eu', i");
    table("either", "order_id INT, line_id INT", "i, IF(i % 2 = 0, NULL, i)");
    table("kinds", "best INT, owner INT", "i, i");
    bench.run(
        "DELETE FROM people WHERE id = 5",
        "DELETE FROM orders WHERE id IN (50, 800)",
        "DROP TABLE n");
    for (TableName table : bench.definitions().keySet()) {
      bench.run("ANALYZE TABLE " + table.quoted());
    }
  }

  private void table(String name, String columns, String values) throws SQLException {
    bench.run(
        "CREATE TABLE " + name + " (id INT PRIMARY KEY, " + columns + ")",
        "INSERT INTO " + name + " SELECT i, " + values + " FROM n");
  }

  @AfterEach
  void close() throws SQLException {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void no_statement_reads_a_large_table_for_each_row_of_another(boolean inMemory)
      throws SQLException {
    bench.inMemory(inMemory);
    List<String> loops = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    ResolvedPlan plan = Workbench.plan(bench.catalog(), PLAN);
    bench.watchedBy(
        (task, statement, session) -> {
          if (EXPLAINED.matcher(statement).matches()) {
            seen.merge(task.name().split(" ")[0], 1, Integer::sum);
            loops.addAll(loops(session, statement));
          }
        });
    Orphans orphans = new Orphans(plan);
    for (Reference reference : orphans.counted()) {
      loops.addAll(loops(bench.session(), orphans.query(reference)));
    }

    bench.dehydrate(plan, Workbench.Workers.one());

    assertThat(seen.keySet())
        .contains("core", "keys", "follow", "bring", "check", "thin", "rewrite");
    assertThat(loops).isEmpty();
  }

  @Test
  void a_loop_over_a_large_table_is_seen() throws SQLException {
    assertThat(
            loops(
                bench.session(),
                "SELECT (SELECT MIN(l.id) FROM `lines` AS l WHERE l.order_id = orders.id) FROM orders"))
        .hasSize(1);
  }

  /** The statement and its plan, where a table is read through for each row of another. */
  private static List<String> loops(Connection session, String statement) throws SQLException {
    boolean mariaDb = Sessions.version(session).isMariaDb();
    Matcher explained = EXPLAINED.matcher(statement);
    assertThat(explained.matches()).as(statement).isTrue();
    String explain =
        explained.group(1)
            + (mariaDb ? "EXPLAIN " : "EXPLAIN FORMAT=TRADITIONAL ")
            + explained.group(2);
    List<String> plan = new ArrayList<>(List.of(explain));
    boolean found = false;
    Map<String, Integer> tables = new HashMap<>();
    try (Statement asking = session.createStatement()) {
      asking.execute(explain);
      try (ResultSet row = asking.getResultSet()) {
        while (row.next()) {
          // MySQL lists the table that is filled too
          int one = "INSERT".equals(row.getString("select_type")) ? 0 : 1;
          int place = tables.merge(String.valueOf(row.getString("id")), one, Integer::sum);
          found |= isReadThrough(row) && (place > 1 || isForEachRow(row));
          plan.add(
              String.join(
                  " ",
                  row.getString("select_type"),
                  row.getString("table"),
                  row.getString("type"),
                  row.getString("key"),
                  row.getString("rows"),
                  row.getString("Extra")));
        }
      }
    }
    return found ? List.of(String.join("\n  ", plan)) : List.of();
  }

  private static boolean isForEachRow(ResultSet row) throws SQLException {
    String kind = String.valueOf(row.getString("select_type"));
    return kind.startsWith("DEPENDENT") || kind.startsWith("UNCACHEABLE");
  }

  private static boolean isReadThrough(ResultSet row) throws SQLException {
    String extra = String.valueOf(row.getString("Extra"));
    boolean byHash = extra.contains("hash join") || extra.contains("BNLH");
    boolean whole =
        List.of("ALL", "index", "hash_ALL").contains(String.valueOf(row.getString("type")));
    return (whole && !byHash && row.getLong("rows") > SMALL) || extra.contains("Range checked");
  }
}
