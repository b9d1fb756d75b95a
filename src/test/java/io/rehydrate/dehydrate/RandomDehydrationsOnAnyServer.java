package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dehydrate.Workbench.Workers;
import io.rehydrate.dehydrate.compile.Orphans;
import io.rehydrate.error.InvalidException;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random schemas, rows and plans against {@link ReferenceRows}. A failure names its seed; {@code
 * -Ddehydration.seed=N} runs that one alone.
 */
abstract class RandomDehydrationsOnAnyServer {
  private static final int SCHEMAS = Integer.getInteger("dehydration.schemas", 4);
  private static final int CASES = Integer.getInteger("dehydration.cases", 20);
  private static final List<String> WHENS =
      List.of("kind = 'a'", "kind <> 'b'", "NOT (kind = 'a')");
  private static final String WHERE = "grp <> 3";
  private static final String ALSO = "grp = 1";
  private final ExplainedRows explained;
  private final ServerLogin server;
  private final ServerLogin scratch;
  private int run;
  private int withDeath;
  private int withUndecided;

  /**
   * @param scratch another server, to which the schemas are copied for every other one
   */
  RandomDehydrationsOnAnyServer(ServerLogin server, ServerLogin scratch) {
    this.server = server;
    this.scratch = scratch;
    this.explained = new ExplainedRows(server);
  }

  @Test
  void the_same_rows_stay_as_by_the_definition() throws SQLException {
    Long only = Long.getLong("dehydration.seed");
    long first = only == null ? System.nanoTime() % 1_000_000 * 1_000 : only;
    for (int i = 0; i < (only == null ? SCHEMAS : 1); i++) {
      schema(first + i * 1_000L);
    }
    assertThat(run).isGreaterThan(only == null ? SCHEMAS * CASES / 2 : 0);
    assertThat(withDeath).isPositive();
    if (Boolean.getBoolean("dehydration.told")) {
      System.out.println(
          run + " cases, " + withDeath + " with rows that went, " + withUndecided + " undecided");
    }
    explained.wereMostlySure();
  }

  private void schema(long seed) throws SQLException {
    Random random = new Random(seed);
    try (Workbench bench = Workbench.open(server, 1)) {
      if (Boolean.getBoolean("dehydration.copied") || seed / 1_000 % 2 == 0) {
        bench.copiedTo(scratch);
      }
      int tables = 3 + random.nextInt(5);
      for (int t = 0; t < tables; t++) {
        bench.run(table(t, random));
      }
      for (int t = 0; t < tables && random.nextBoolean(); t++) {
        bench.run(
            "ALTER TABLE t"
                + t
                + " ADD CONSTRAINT fk"
                + t
                + " FOREIGN KEY (r3) REFERENCES t"
                + random.nextInt(Math.min(tables, 3))
                + " (id)");
      }
      Catalog catalog = bench.catalog();
      Map<TableName, String> before = bench.definitions();
      for (int c = 0; c < CASES; c++) {
        Random own = new Random(seed * 31 + c);
        try {
          check(bench, catalog, own, tables, c);
          assertThat(bench.definitions()).isEqualTo(before);
        } catch (AssertionError | RuntimeException | SQLException e) {
          throw new AssertionError("seed " + seed + ", case " + c + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** The first three have a key of one column, the fourth one of two, the last of seven none. */
  private static String table(int number, Random random) {
    String key =
        number < 3 ? ", PRIMARY KEY (id)" : number == 6 ? "" : ", PRIMARY KEY (id, region)";
    List<String> indexed = new ArrayList<>(List.of("r1", "r2", "rs", "grp"));
    indexed.removeIf(column -> random.nextBoolean());
    return "CREATE TABLE t"
        + number
        + " (id INT NOT NULL, region INT NOT NULL, code VARCHAR("
        + (random.nextInt(3) == 0 ? 400 : 9) // too wide for an index of a temporary table
        + "), grp INT, kind VARCHAR(3), made DATETIME, r1 INT, r2 INT, r3 INT, rs VARCHAR("
        + (random.nextInt(3) == 0 ? 400 : 12)
        + "), rt "
        + List.of("TEXT", "LONGTEXT", "VARCHAR(12)", "VARCHAR(300)").get(random.nextInt(4))
        + ", rr INT,"
        + " body TEXT, twice INT AS (id * 2) STORED"
        + key
        + ", UNIQUE KEY code (code), KEY r3 (r3)"
        + indexed.stream().map(c -> ", KEY k_" + c + " (" + c + ")").collect(Collectors.joining())
        + ")";
  }

  private void check(Workbench bench, Catalog catalog, Random random, int tables, int number)
      throws SQLException {
    ResolvedPlan plan = plan(catalog, random, tables);
    fill(bench.atSource(), random, tables);
    Map<TableName, List<Map<String, String>>> rows = rows(bench, plan);
    Set<Object> chosen = chosen(plan, rows);
    for (TableName table : plan.tables().keySet()) {
      if (plan.rule(table).rows() == RowRule.CORE
          && rows.get(table).stream().noneMatch(chosen::contains)) {
        return;
      }
    }
    ReferenceRows reference =
        new ReferenceRows(
            plan,
            rows,
            chosen::contains,
            (table, row) -> allowed(plan, table, row),
            RandomDehydrationsOnAnyServer::isTrue);
    Map<TableName, List<Map<String, String>>> expected = reference.staying();

    explained.compare(plan, rows, expected, random, 4);

    Map<String, Long> undecided = new TreeMap<>();
    bench
        .countingUndecided(undecided)
        .losingConnections(number % 4 == 1 ? random.nextInt(20) : 0)
        .inMemory(number % 3 != 2)
        .dehydrate(
            plan, number % 3 == 0 ? new Workers(2, random) : new Workers(1, new Random(number)));

    Map<TableName, List<Map<String, String>>> actual = rows(bench, plan);
    for (TableName table : plan.tables().keySet()) {
      assertThat(actual.get(table))
          .as(table + " under\n" + told(plan))
          .containsExactlyInAnyOrderElementsOf(expected.get(table));
    }
    assertThat(undecided).as(told(plan)).isEqualTo(reference.undecided(expected));
    nothingDangles(bench, plan);
    withUndecided += undecided.isEmpty() ? 0 : 1;
    run++;
    boolean allStay =
        chosen.stream().allMatch(row -> expected.values().stream().anyMatch(l -> l.contains(row)));
    withDeath += allStay ? 0 : 1;
  }

  private static String told(ResolvedPlan plan) {
    return plan.tables().values().stream()
            .map(r -> r.table().name() + " " + r.rows() + " " + r.core())
            .collect(Collectors.joining("\n"))
        + "\n"
        + plan.references().stream()
            .map(r -> r.text() + " " + r.dangling() + (r.followed() ? " followed" : ""))
            .collect(Collectors.joining("\n"));
  }

  private static void nothingDangles(Workbench bench, ResolvedPlan plan) throws SQLException {
    Orphans orphans = new Orphans(plan);
    for (var reference : orphans.counted()) {
      if (orphans.mostLeft(reference, 1) == 0) {
        try (Statement statement = bench.session().createStatement();
            ResultSet row = statement.executeQuery(orphans.query(reference))) {
          row.next();
          assertThat(row.getLong(1)).as(reference.text()).isZero();
        }
      }
    }
  }

  private static boolean allowed(ResolvedPlan plan, TableName table, Map<String, String> row) {
    return plan.rule(table).core().flatMap(Plan.Core::where).isEmpty() || isTrue(WHERE, row);
  }

  private static boolean isTrue(String condition, Map<String, String> row) {
    String grp = row.get("grp");
    String kind = row.get("kind");
    return switch (condition) {
      case WHERE -> grp != null && !grp.equals("3");
      case ALSO -> "1".equals(grp);
      case "kind = 'a'" -> "a".equals(kind);
      case "kind <> 'b'" -> kind != null && !kind.equals("b");
      case "NOT (kind = 'a')" -> kind != null && !kind.equals("a");
      default -> throw new IllegalArgumentException(condition);
    };
  }

  private static Set<Object> chosen(
      ResolvedPlan plan, Map<TableName, List<Map<String, String>>> rows) {
    Set<Object> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    plan.tables()
        .forEach(
            (table, rule) ->
                rule.core()
                    .ifPresent(
                        core -> {
                          List<Map<String, String>> able =
                              rows.get(table).stream()
                                  .filter(row -> allowed(plan, table, row))
                                  .toList();
                          chosen.addAll(chosen(core, able));
                        }));
    return chosen;
  }

  private static List<Map<String, String>> chosen(Plan.Core core, List<Map<String, String>> able) {
    List<Map<String, String>> found = new ArrayList<>();
    if (core.window().isEmpty()) {
      return able;
    }
    String start = core.window().get().startingBefore(Workbench.AS_OF).toLocalDate() + " 02:00:00";
    able.stream()
        .filter(r -> r.get("made") != null && r.get("made").compareTo(start) >= 0)
        .forEach(found::add);
    if (found.size() < core.atLeast()) {
      Comparator<Map<String, String>> newest =
          Comparator.comparing(r -> r.get("made") == null ? "" : r.get("made"));
      newest = newest.thenComparing(r -> Integer.parseInt(r.get("id")));
      newest = newest.thenComparing(r -> Integer.parseInt(r.get("region")));
      found =
          new ArrayList<>(able.stream().sorted(newest.reversed()).limit(core.atLeast()).toList());
    }
    if (core.also().isPresent()) {
      able.stream().filter(r -> isTrue(ALSO, r)).forEach(found::add);
    }
    return found;
  }

  private static ResolvedPlan plan(Catalog catalog, Random random, int tables) {
    for (int tries = 0; tries < 500; tries++) {
      try {
        return Workbench.plan(catalog, yaml(random, tables));
      } catch (InvalidException e) {
        assertThat(e.code()).isEqualTo("plan.invalid");
      }
    }
    throw new IllegalStateException("no plan was sound");
  }

  private static String yaml(Random random, int tables) {
    StringBuilder core = new StringBuilder("core:\n");
    StringBuilder rules = new StringBuilder("tables:\n");
    int withKey = Math.min(tables, 6);
    int first = random.nextInt(withKey);
    int second = random.nextInt(3) == 0 ? random.nextInt(withKey) : first;
    Set<Integer> kept = new HashSet<>();
    for (int t = 0; t < tables; t++) {
      if (t == first || t == second) {
        core.append("  t").append(t).append(": ").append(core(random)).append('\n');
      } else {
        String rule =
            List.of(
                    "follow",
                    "follow",
                    "follow",
                    "follow",
                    "referenced",
                    "referenced",
                    "keep",
                    "truncate",
                    "{ rows: follow, via: [r1] }",
                    "{ rows: follow, via: [r2, rs] }")
                .get(random.nextInt(10));
        if (rule.equals("keep")) {
          kept.add(t);
        }
        rules.append("  t").append(t).append(": ").append(rule).append('\n');
      }
    }
    StringBuilder relations = new StringBuilder("relations:\n");
    for (int t = 0; t < tables; t++) {
      for (String from : List.of("r1", "r2", "rs", "r2, rr", "rt", "rt, rr")) {
        int oneIn = from.equals("r1") ? 5 : 2;
        boolean isRare = from.startsWith("rt");
        if (isRare ? random.nextInt(5) > 0 : random.nextInt(oneIn) == 0) {
          continue;
        }
        int other = random.nextInt(5) == 0 ? t : random.nextInt(tables);
        String to =
            from.equals("rs")
                ? "code"
                : from.endsWith(", rr") ? "id, region" : random.nextInt(4) == 0 ? "grp" : "id";
        String when = random.nextInt(4) == 0 ? " when " + WHENS.get(random.nextInt(3)) : "";
        String dangling =
            List.of(
                    ", dangling: set-null",
                    ", dangling: keep",
                    ", dangling: drop",
                    "",
                    "",
                    ", dangling: keep",
                    "",
                    "")
                .get(random.nextInt(kept.contains(t) ? 5 : 8));
        relations.append(
            "  - { relation: \"t"
                + t
                + "("
                + from
                + ") -> t"
                + other
                + "("
                + to
                + ")"
                + when
                + "\""
                + dangling
                + " }\n");
      }
    }
    return core + relations.toString() + (rules.length() > 9 ? rules : "");
  }

  private static String core(Random random) {
    List<String> parts = new ArrayList<>();
    if (random.nextBoolean()) {
      parts.add("newest-by: made, window: " + (1 + random.nextInt(6)) + " days");
      if (random.nextBoolean()) {
        parts.add("at-least: " + (1 + random.nextInt(8)));
      }
      if (random.nextInt(3) == 0) {
        parts.add("also: \"" + ALSO + "\"");
      }
    }
    if (random.nextInt(3) == 0) {
      parts.add("where: \"" + WHERE + "\"");
    }
    return "{ " + String.join(", ", parts) + " }";
  }

  private static void fill(Workbench bench, Random random, int tables) throws SQLException {
    bench.run("SET foreign_key_checks = 0");
    int orphans = random.nextInt(3) == 0 ? 5 : 60;
    int nulls = 1 + random.nextInt(4);
    for (int t = 0; t < tables; t++) {
      int count = random.nextInt(14) + (random.nextInt(12) == 0 ? 0 : 3);
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        int ids = 12 + (random.nextInt(orphans) == 0 ? 9 : 0);
        values.add(
            "("
                + i
                + ", "
                + (t == 6 ? i : i % 2)
                + ", "
                + some(random, 4, "'c" + i + "'")
                + ", "
                + some(random, 5, "" + random.nextInt(5))
                + ", "
                + some(random, 6, "'" + (char) ('a' + random.nextInt(3)) + "'")
                + ", "
                + some(random, 9, "'2026-11-" + (14 + random.nextInt(8)) + " 03:00:00'")
                + ", "
                + some(random, nulls, "" + (1 + random.nextInt(ids)))
                + ", "
                + some(random, nulls, "" + (1 + random.nextInt(ids)))
                + ", "
                + some(random, nulls, "" + (1 + random.nextInt(ids)))
                + ", "
                + some(random, nulls, "'c" + (1 + random.nextInt(ids)) + "'")
                + ", "
                + some(random, nulls, "" + random.nextInt(2))
                + ", "
                + some(random, nulls, number(random, 1 + random.nextInt(ids)))
                + ", 'text "
                + random.nextInt()
                + "')");
      }
      bench.run("DELETE FROM t" + t);
      if (!values.isEmpty()) {
        bench.run(
            "INSERT INTO t"
                + t
                + " (id, region, code, grp, kind, made, r1, r2, r3, rs, rr, rt, body) VALUES "
                + String.join(", ", values));
      }
    }
  }

  /** A text that is mostly a number. */
  private static String number(Random random, int value) {
    return switch (random.nextInt(40)) {
      case 0 -> "'x'";
      case 1 -> "''";
      case 2 -> "'" + value + ".0'";
      case 3 -> "'0" + value + "'";
      default -> "'" + value + "'";
    };
  }

  private static String some(Random random, int oneIn, String value) {
    return random.nextInt(oneIn + 1) == 0 ? "NULL" : value;
  }

  private static Map<TableName, List<Map<String, String>>> rows(Workbench bench, ResolvedPlan plan)
      throws SQLException {
    Map<TableName, List<Map<String, String>>> all = new TreeMap<>();
    for (TableName table : plan.tables().keySet()) {
      List<Map<String, String>> found = new ArrayList<>();
      try (Statement statement = bench.session().createStatement();
          ResultSet row = statement.executeQuery("SELECT * FROM " + table.quoted())) {
        while (row.next()) {
          Map<String, String> values = new LinkedHashMap<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            values.put(row.getMetaData().getColumnName(i), row.getString(i));
          }
          found.add(values);
        }
      }
      all.put(table, found);
    }
    return all;
  }
}
