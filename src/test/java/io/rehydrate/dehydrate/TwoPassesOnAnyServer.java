package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.dehydrate.compile.SecondPass;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.MaskedCopy;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read in two passes is what a copy of everything would have become. */
abstract class TwoPassesOnAnyServer {
  private static final String NUMBERS =
      "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 400) SELECT i"
          + " FROM n";

  private static final String PLAN =
      """
      core: { orders: { newest-by: made, window: 6 months, also: "state = 'open' AND EXISTS (SELECT 1 FROM settings AS s WHERE s.value IS NULL) AND NOT EXISTS (SELECT 1 FROM `odd``t` AS o WHERE o.order_id = orders.id AND memo = 'no')" } }
      relations:
        - people.order_id -> orders.id
        - { relation: people.friend_id -> people.id, dangling: set-null }
        - { relation: "parts(order_id, kind) -> kinds(order_id, kind) when kind <> 'none'", dangling: keep }
        - parts.order_id -> orders.id
        - { relation: places.person_id -> people.id, dangling: set-null }
        - tags.line -> parts.line
        - loose.order_id -> orders.id
        - days.order_id -> orders.id
        - wide.order_id -> orders.id
        - "`odd``t`.order_id -> orders.id"
        - papers.order_id -> orders.id
      tables:
        people:
          rows: follow
          via: [order_id]
          mask:
            full_name: full-name
            first_name: first-name
            last_name: last-name
            company: company
            email: email
            phone: phone
            digits: digits
            street: street
            city: city
            postcode: postcode
            ip: ip
            url: url
            uid: uuid
            born: { date-shift: 30 }
            seen: { date-shift: 30 }
            pay: { number-noise: 10 }
            free: redact
            hashed: hash
            gone: set-null
            empty_one: set-empty
            fixed: { value: 7 }
            made_of: { sql: "CONCAT(UPPER(full_name), '-', id, '-', fixed)" }
        kinds: follow
        parts: { rows: follow, via: [order_id], mask: { word: hash } }
        places: { rows: referenced, mask: { place: { point-shift: 500 }, name: city } }
        tags: { rows: follow, mask: { tag: redact } }
        loose: { rows: follow, mask: { name: full-name } }
        days: follow
        wide: { rows: follow, mask: { name: full-name } }
        settings: { rows: keep, mask: { value: redact } }
        "`odd``t`": { rows: follow, mask: { memo: redact } }
        papers: { rows: follow, mask: { doc: { json: { "$.who": email, "$.list[*].by": hash } } } }
        plain: keep
        logs: truncate
      """;

  private final ServerLogin source;
  private final ServerLogin scratch;
  private Workbench bench;

  TwoPassesOnAnyServer(ServerLogin source, ServerLogin scratch) {
    this.source = source;
    this.scratch = scratch;
  }

  @BeforeEach
  void open() throws SQLException {
    bench = opened();
  }

  @AfterEach
  void close() throws SQLException {
    bench.close();
  }

  /** An empty one, on the source. */
  final Workbench opened() throws SQLException {
    return Workbench.open(source, 1)
        .maskedBy(MaskedCopy.testKey("a secret that only tests have, 12345"));
  }

  private static void fill(Workbench at) throws SQLException {
    at.run(
        "CREATE TABLE orders (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, made DATETIME,"
            + " state ENUM('open', 'done'), note TEXT, KEY made (made))",
        "INSERT INTO orders (id, made, state, note) SELECT IF(i > 350, CAST(9223372036854775000 AS"
            + " UNSIGNED) + i * 3, i), '2026-11-20 10:00:00' - INTERVAL (i * 7 % 400) DAY, IF(i % 31 = 0, 'open',"
            + " 'done'), CONCAT('line\\tfeed\\n', i, '\\\\ ''', CHAR(0)) FROM ("
            + NUMBERS
            + ") AS n",
        "CREATE TABLE people (id INT NOT NULL PRIMARY KEY, order_id BIGINT UNSIGNED, friend_id INT,"
            + " full_name VARCHAR(60) CHARACTER SET latin1, first_name VARCHAR(40), last_name"
            + " VARCHAR(40), company VARCHAR(60), email VARCHAR(80), phone VARCHAR(30), digits"
            + " CHAR(11), street VARCHAR(60), city VARCHAR(40), postcode VARCHAR(10), ip VARCHAR(45),"
            + " url VARCHAR(200), uid CHAR(36), born DATE, seen TIMESTAMP(3) NULL, pay DECIMAL(10, 2),"
            + " free TEXT, hashed VARCHAR(64), gone VARCHAR(9), empty_one VARCHAR(9), fixed INT,"
            + " made_of VARCHAR(200), twice VARCHAR(120) AS (CONCAT(full_name, '/', email)) STORED,"
            + " label ENUM('a', 'b'), flags SET('x', 'y', 'z'), bits BIT(9), f FLOAT, d DOUBLE, bin"
            + " VARBINARY(20), raw BLOB, y YEAR, t TIME(2), KEY email (email), KEY friend (friend_id))",
        "INSERT INTO people (id, order_id, friend_id, full_name, first_name, last_name, company,"
            + " email, phone, digits, street, city, postcode, ip, url, uid, born, seen, pay, free,"
            + " hashed, gone, empty_one, fixed, made_of, label, flags, bits, f, d, bin, raw, y, t)"
            + " SELECT i * 1000003 % 100000007 - 5000000, o.id, NULLIF(((i * 13) % 400 + 1) * 1000003"
            + " % 100000007 - 5000000, i), CONCAT('Zoë Müller', i), CONCAT('Zoë', i), CONCAT('Ørsted',"
            + " i), CONCAT('Øko ', i, ' Ltd'), CONCAT('zoe', i, '@firm.de'), CONCAT('+49 30 ', 1000 + i),"
            + " LPAD(i, 11, '7'), CONCAT('Ringstraße ', i), 'Köln', LPAD(i, 5, '0'), CONCAT('10.0.0.', i"
            + " % 250), CONCAT('https://firm.de/', i), UUID(), '1980-02-28' + INTERVAL i DAY,"
            + " '2026-03-29 01:30:00.125' - INTERVAL i HOUR, i * 1.37, CONCAT('Frau Ørsted ', i),"
            + " CONCAT('h', i % 50), 'gone', 'e', i, 'm', IF(i % 9 = 0, NULL, 'b'), 'x,z', b'101000001',"
            + " i / 7, i / 3, UNHEX(LEFT(SHA2(i, 256), 32)), UNHEX(SHA2(i + 1, 256)), 1999, '-11:22:33.45' FROM ("
            + NUMBERS
            + ") AS n JOIN orders AS o ON o.id = i",
        "CREATE TABLE kinds (order_id BIGINT UNSIGNED NOT NULL, kind VARCHAR(9) NOT NULL, PRIMARY KEY"
            + " (order_id, kind), FOREIGN KEY (order_id) REFERENCES orders (id))",
        "INSERT INTO kinds SELECT id, 'a' FROM orders WHERE id % 2 = 0 UNION ALL SELECT id, 'none' FROM"
            + " orders",
        "CREATE TABLE parts (line VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_german1_ci NOT NULL"
            + " PRIMARY KEY, order_id BIGINT UNSIGNED, kind VARCHAR(9), word VARCHAR(70), KEY o"
            + " (order_id))",
        "INSERT INTO parts SELECT CONCAT('Zeile ä', i), o.id, IF(i % 3 = 0, 'none', 'a'), CONCAT('w', i)"
            + " FROM ("
            + NUMBERS
            + ") AS n JOIN orders AS o ON o.id = 1 + i * 7 % 350",
        "CREATE TABLE tags (line VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_german1_ci NOT NULL, no"
            + " SMALLINT NOT NULL, tag VARCHAR(30), PRIMARY KEY (line, no))",
        "INSERT INTO tags SELECT line, n.i, CONCAT('tag ', n.i) FROM parts JOIN (SELECT 1 AS i UNION ALL"
            + " SELECT 5 UNION ALL SELECT -3) AS n",
        "CREATE TABLE places (id INT NOT NULL PRIMARY KEY, person_id INT, name VARCHAR(40), place POINT)",
        "CREATE TABLE loose (order_id BIGINT UNSIGNED, name VARCHAR(40))",
        "INSERT INTO loose SELECT id, CONCAT('Jo ', 'Doe') FROM orders",
        "CREATE TABLE days (day DATE NOT NULL, at TIMESTAMP NOT NULL, price DECIMAL(9, 3) NOT NULL, order_id"
            + " BIGINT UNSIGNED, PRIMARY KEY (day, at, price))",
        "INSERT INTO days SELECT '2026-01-01' + INTERVAL i DAY, '2026-03-29 01:30:00' + INTERVAL i HOUR, i /"
            + " 4, o.id FROM ("
            + NUMBERS
            + ") AS n JOIN orders AS o ON o.id = i",
        "CREATE TABLE wide (id BINARY(8) NOT NULL PRIMARY KEY, order_id BIGINT UNSIGNED, name VARCHAR(40),"
            + " body LONGTEXT)",
        "INSERT INTO wide SELECT UNHEX(LEFT(SHA2(i, 256), 16)), o.id, 'Ann Moe', REPEAT(CONCAT('ä', i), 1 + 3000 *"
            + " (i % 5)) FROM ("
            + NUMBERS
            + ") AS n JOIN orders AS o ON o.id = i",
        "CREATE TABLE settings (name VARCHAR(30) NOT NULL PRIMARY KEY, value VARCHAR(60))",
        "INSERT INTO settings VALUES ('a', 'Frau Ørsted'), ('b', NULL)",
        "CREATE TABLE `odd``t` (id INT PRIMARY KEY, order_id BIGINT UNSIGNED, memo VARCHAR(20))",
        "INSERT INTO `odd``t` SELECT id, id, IF(id % 2 = 0, 'no', 'yes') FROM orders WHERE id < 300",
        "CREATE TABLE papers (id INT PRIMARY KEY, order_id BIGINT UNSIGNED, doc JSON)",
        "INSERT INTO papers SELECT id, id, CONCAT('{\"who\": \"a', id, '@firm.de\", \"list\": [{\"by\":"
            + " \"b', id, '\"}, {\"by\": 3}]}') FROM orders WHERE id < 300",
        "CREATE TABLE plain (id INT PRIMARY KEY, v INT)",
        "INSERT INTO plain VALUES (1, 2)",
        "CREATE TABLE logs (id INT PRIMARY KEY, v INT)",
        "INSERT INTO logs VALUES (1, 2)");
  }

  private static Map<String, Set<String>> rows(Workbench at) throws SQLException {
    Map<String, Set<String>> rows = new TreeMap<>();
    for (TableName table : at.definitions().keySet()) {
      List<String> all = at.bytes(table).stream().map(List::toString).toList();
      Set<String> distinct = new TreeSet<>(all);
      rows.put(table.table() + ", " + all.size() + " rows", distinct);
    }
    return rows;
  }

  private static Map<String, String> definitions(Workbench at) throws SQLException {
    return at.definitions().entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().table(), Map.Entry::getValue));
  }

  @ParameterizedTest(name = "in memory: {0}")
  @ValueSource(booleans = {true, false})
  void rows_values_and_definitions_are_those_of_a_copy_of_everything(boolean inMemory)
      throws SQLException {
    fill(bench);
    try (Workbench whole = opened()) {
      fill(whole);
      whole.run(
          "UPDATE people JOIN "
              + bench.schema()
              + ".people AS o USING (id) SET people.uid = o.uid");

      whole.dehydrate(PLAN);
      bench.inMemory(inMemory).copiedTo(scratch).dehydrate(PLAN);

      assertThat(rows(bench)).isEqualTo(rows(whole));
      assertThat(definitions(bench)).isEqualTo(definitions(whole));
    }
    assertThat(bench.values("COUNT(*)", "people").get(0)).isNotEqualTo("0").isNotEqualTo("400");
    assertThat(bench.values("COUNT(friend_id)", "people").get(0)).isNotEqualTo("0");
    assertThat(bench.values("id", "orders WHERE id > 9223372036854775807")).isNotEmpty();
  }

  @Test
  void no_value_that_decides_nothing_is_on_the_scratch_before_it_is_masked() throws SQLException {
    fill(bench);
    AtomicBoolean asked = new AtomicBoolean();
    Map<String, String> columns = new TreeMap<>();
    bench
        .copiedTo(scratch)
        .watchedBy(
            (task, statement, session) -> {
              if (asked.compareAndSet(false, true)) {
                columns.putAll(columns(bench));
              }
            });

    bench.dehydrate(PLAN);

    assertThat(columns)
        .containsEntry("orders", "id, made, state")
        .containsEntry("people", "friend_id, id, order_id")
        .containsEntry("parts", "kind, line, order_id")
        .containsEntry("tags", "line, no")
        .containsEntry("wide", "id, order_id")
        .containsEntry("settings", "name, value")
        .containsEntry("plain", "id, v");
  }

  private static Map<String, String> columns(Workbench at) throws SQLException {
    Map<String, String> columns = new TreeMap<>();
    for (String table :
        at.values(
            "DISTINCT table_name",
            "information_schema.columns WHERE table_schema = '" + at.schema() + "'")) {
      columns.put(
          table,
          String.join(
              ", ",
              at.values(
                  "column_name",
                  "information_schema.columns WHERE table_schema = '"
                      + at.schema()
                      + "' AND table_name = '"
                      + table
                      + "'")));
    }
    return columns;
  }

  @Test
  void what_decides_lies_in_memory_where_there_is_room_and_nothing_is_looked_up()
      throws SQLException {
    fill(bench);
    Map<String, String> engines = engines(bench.copiedTo(scratch));
    bench.dehydrate(PLAN);

    assertThat(engines)
        .containsEntry("people", "MEMORY")
        .containsEntry("parts", "MEMORY")
        .containsEntry("tags", "MEMORY")
        .containsEntry("orders", "InnoDB") // a subquery names it
        .containsEntry("plain", "InnoDB");
  }

  @Test
  void keys_of_several_columns_are_trees_in_memory() throws SQLException {
    fill(bench);
    Set<String> kinds = new TreeSet<>();
    Set<String> tables = new TreeSet<>();
    bench
        .copiedTo(scratch)
        .watchedBy(
            (task, statement, session) -> {
              String of =
                  "information_schema.statistics WHERE table_schema IN ('"
                      + bench.schema()
                      + "', '"
                      + bench.helper()
                      + "') AND index_name = 'PRIMARY' AND seq_in_index = 2 AND table_name IN"
                      + " (SELECT table_name FROM information_schema.tables WHERE engine ="
                      + " 'MEMORY' AND table_schema IN ('"
                      + bench.schema()
                      + "', '"
                      + bench.helper()
                      + "'))";
              kinds.addAll(bench.values("index_type", of));
              tables.addAll(bench.values("LEFT(table_name, 1)", of));
            });

    bench.dehydrate(PLAN);

    assertThat(tables).contains("k", "t"); // tables of keys, and tags
    assertThat(kinds).containsExactly("BTREE");
  }

  @Test
  void without_room_what_decides_lies_on_the_disk() throws SQLException {
    fill(bench);
    Map<String, String> engines = engines(bench.copiedTo(scratch).inMemory(false));
    bench.dehydrate(PLAN);

    assertThat(engines).containsEntry("people", "InnoDB").containsEntry("parts", "InnoDB");
  }

  @Test
  void a_table_with_many_more_rows_than_the_statistics_say_moves_to_the_disk() throws SQLException {
    bench.run(
        "CREATE TABLE orders (id INT PRIMARY KEY, made DATETIME)",
        "CREATE TABLE many (id INT PRIMARY KEY, order_id INT, note VARCHAR(20))",
        "INSERT INTO orders SELECT i, '2026-11-20' - INTERVAL (i % 2) YEAR FROM ("
            + NUMBERS
            + ") AS n",
        "INSERT INTO many SELECT a.i * 400 + b.i, a.i, 'note' FROM ("
            + NUMBERS
            + ") AS a JOIN ("
            + NUMBERS
            + ") AS b WHERE b.i <= 200");
    Map<String, String> engines = engines(bench.copiedTo(scratch).estimated("many", 10));

    bench.dehydrate(
        """
        core: { orders: { newest-by: made, window: 6 months } }
        relations: [ many.order_id -> orders.id ]
        tables: { many: follow }
        """);

    assertThat(engines).containsEntry("orders", "MEMORY").containsEntry("many", "InnoDB");
    assertThat(bench.values("CONCAT(COUNT(*), ' ', COUNT(DISTINCT order_id))", "many"))
        .containsExactly("40000 200");
  }

  /** The engines of the scratch's tables when the first statement is run; filled by then. */
  private static Map<String, String> engines(Workbench at) {
    Map<String, String> engines = new TreeMap<>();
    at.watchedBy(
        (task, statement, session) -> {
          if (engines.isEmpty()) {
            String of = "information_schema.tables WHERE table_schema = '" + at.schema() + "'";
            for (String table : at.values("CONCAT(table_name, ' ', engine)", of)) {
              engines.put(table.substring(0, table.lastIndexOf(' ')), table.replaceAll(".* ", ""));
            }
          }
        });
    return engines;
  }

  @Test
  void what_production_does_between_the_passes_is_not_in_the_copy() throws SQLException {
    fill(bench);
    Map<String, Set<String>> expected;
    try (Workbench undisturbed = opened()) {
      fill(undisturbed);
      undisturbed.run(
          "UPDATE people JOIN "
              + bench.schema()
              + ".people AS o USING (id) SET people.uid = o.uid");
      undisturbed.copiedTo(scratch).dehydrate(PLAN);
      expected = rows(undisturbed);
    }
    bench
        .copiedTo(scratch)
        .watchedBy(
            once(
                "UPDATE people SET full_name = 'New', email = 'n@firm.de'",
                "DELETE FROM tags",
                "DELETE FROM wide WHERE HEX(id) LIKE '%0'"));

    bench.dehydrate(PLAN);

    assertThat(rows(bench)).isEqualTo(expected);
  }

  /** Runs statements on the source when the first new table is made. */
  private Workbench.Onlooker once(String... statements) {
    AtomicBoolean done = new AtomicBoolean();
    return (task, statement, session) -> {
      if (task.name().startsWith("new table") && done.compareAndSet(false, true)) {
        TestServers.run(source.withUrl(source.url().withSchema(bench.schema())), statements);
      }
    };
  }

  @Test
  void a_table_of_which_all_rows_stay_may_be_truncated_between_the_passes() throws SQLException {
    fill(bench);
    bench.copiedTo(scratch).watchedBy(once("TRUNCATE TABLE settings"));

    bench.dehydrate(PLAN);

    assertThat(bench.values("name", "settings")).isEmpty();
  }

  @Test
  void a_table_that_changes_between_the_passes_ends_the_night() throws SQLException {
    fill(bench);
    bench.copiedTo(scratch).watchedBy(once("TRUNCATE TABLE tags"));

    assertThatThrownBy(() -> bench.dehydrate(PLAN))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("copy.changed"))
        .hasMessageContaining("tags");
  }

  @Test
  void tables_that_two_passes_do_not_fit_are_copied_as_a_whole() throws SQLException {
    bench.run(
        "CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, made DATETIME)",
        "CREATE TABLE no_key (order_id INT, name VARCHAR(40))",
        "CREATE TABLE other_engine (id INT PRIMARY KEY, order_id INT) ENGINE = MyISAM",
        "CREATE TABLE short_key (id VARCHAR(70) NOT NULL, order_id INT, PRIMARY KEY (id(10)))",
        "CREATE TABLE label_key (id ENUM('a', 'b') NOT NULL PRIMARY KEY, order_id INT)",
        "CREATE TABLE each_other (id INT PRIMARY KEY, order_id INT, a VARCHAR(99), b VARCHAR(99))",
        "CREATE TABLE computed (id INT PRIMARY KEY, order_id INT, a INT, b INT AS (a + 1) STORED)",
        "CREATE TABLE arrays (id INT PRIMARY KEY, order_id INT, doc JSON)",
        "CREATE TABLE qualified (id INT PRIMARY KEY, order_id INT, a INT)",
        "CREATE TABLE joined (id INT PRIMARY KEY, order_id INT, a INT)",
        "CREATE TABLE no_default (id INT PRIMARY KEY, order_id INT, a INT DEFAULT 3)",
        "CREATE TABLE fine (id INT PRIMARY KEY, order_id INT, a INT)",
        "CREATE TABLE counted (id INT PRIMARY KEY, order_id INT, a INT)",
        "CREATE TABLE parted (id INT PRIMARY KEY, order_id INT) PARTITION BY RANGE (id)"
            + " (PARTITION p0 VALUES LESS THAN (9), PARTITION p1 VALUES LESS THAN MAXVALUE)",
        "CREATE TABLE numbered (id INT PRIMARY KEY, order_id INT, a INT)",
        "CREATE TABLE wide_row (id INT PRIMARY KEY, order_id INT, name VARCHAR(40), notes"
            + " VARCHAR(16000)) CHARACTER SET utf8mb4");

    ResolvedPlan plan =
        Workbench.plan(
            bench.catalog(),
            """
            core:
              orders:
                newest-by: made
                window: 1 month
                where: "EXISTS (SELECT * FROM fine WHERE fine.id = 3)"
                also: "id IN (SELECT a FROM joined NATURAL JOIN no_key) OR (id, 1, 1) IN
                  (SELECT * FROM counted) OR id IN (SELECT order_id FROM parted PARTITION (p0))"
            relations:
              - no_key.order_id -> orders.id
              - other_engine.order_id -> orders.id
              - short_key.order_id -> orders.id
              - label_key.order_id -> orders.id
              - each_other.order_id -> orders.id
              - computed.order_id -> orders.id
              - arrays.order_id -> orders.id
              - qualified.order_id -> orders.id
              - joined.order_id -> orders.id
              - { relation: no_default.order_id -> orders.id when a = DEFAULT(a) }
              - counted.order_id -> orders.id
              - fine.order_id -> orders.id
              - parted.order_id -> orders.id
              - numbered.order_id -> orders.id
              - wide_row.order_id -> orders.id
            tables:
              no_key: { rows: follow, mask: { name: full-name } }
              other_engine: follow
              short_key: follow
              label_key: follow
              each_other: { rows: follow, mask: { a: { sql: "LEFT(b, 3)" }, b: { sql: "LEFT(a, 3)" } } }
              computed: { rows: follow, mask: { a: { sql: "b * 2" } } }
              arrays: { rows: follow, mask: { doc: { json: { "$[*].n": full-name } } } }
              qualified: { rows: follow, mask: { a: { sql: "qualified.id + 1" } } }
              joined: follow
              no_default: follow
              counted: follow
              fine: follow
              parted: follow
              numbered: { rows: follow, mask: { a: { sql: "ROW_NUMBER() OVER (ORDER BY id)" } } }
              wide_row: { rows: follow, mask: { name: full-name } }
            """);
    FirstPass first = SecondPass.firstPass(plan);

    assertThat(first.narrow().keySet())
        .extracting(TableName::table)
        .containsExactlyInAnyOrder("orders", "fine");
    List<String> told = new ArrayList<>();
    first.whole().forEach((table, why) -> told.add(table.table() + ": " + why));
    assertThat(told)
        .hasSize(14)
        .anyMatch(line -> line.startsWith("no_key: it has no primary key"))
        .anyMatch(line -> line.startsWith("other_engine: it is not an InnoDB table"))
        .anyMatch(line -> line.startsWith("short_key: its primary key holds the beginning"))
        .anyMatch(line -> line.startsWith("label_key: its primary key has id"))
        .anyMatch(line -> line.startsWith("each_other: two of its values are made of each other"))
        .anyMatch(line -> line.startsWith("computed: an expression of the plan uses a generated"))
        .anyMatch(line -> line.startsWith("arrays: "))
        .anyMatch(line -> line.startsWith("qualified: an expression of the plan names"))
        .anyMatch(line -> line.startsWith("joined: a condition of the plan asks for more of it"))
        .anyMatch(
            line -> line.startsWith("no_default: a condition of the plan asks for more of it"))
        .anyMatch(line -> line.startsWith("counted: a condition of the plan asks for more of it"))
        .anyMatch(line -> line.startsWith("parted: a condition of the plan asks for more of it"))
        .anyMatch(line -> line.startsWith("numbered: an expression of the plan names"))
        .anyMatch(line -> line.startsWith("wide_row: its rows are as wide"));
  }
}
