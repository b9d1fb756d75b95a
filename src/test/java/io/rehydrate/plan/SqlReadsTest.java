package io.rehydrate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlReadsTest {

  private static String tables(String sql) {
    return SqlReads.of(sql).tables().stream()
        .map(t -> (t.schema().isEmpty() ? "" : t.schema() + ".") + t.name())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a = 1 AND EXTRACT(YEAR FROM made) = 2 | ''",
        "TRIM(BOTH 'x' FROM note) = SUBSTRING(a FROM 2) | ''",
        "a IN (SELECT id FROM b) | b",
        "a IN (SELECT id FROM `b``c` AS x WHERE x.d = 1.5) | b`c",
        "a IN (SELECT b.id FROM s.b, c d JOIN e ON d.x = e.x, `f` WHERE TRUE) | s.b c e f",
        "EXISTS (SELECT 1 FROM (SELECT id FROM b UNION SELECT x FROM c) AS d LEFT JOIN e USING (id)) | b c e",
        "EXISTS (SELECT 1 FROM (b CROSS JOIN c) NATURAL JOIN d) | b c d",
        "a = (WITH w AS (SELECT 1 FROM b), v (x) AS (SELECT y FROM w) SELECT x FROM v, c) | b c",
        "a IN (TABLE b) AND b IN (SELECT TRIM(LEADING FROM x) FROM dual) | b",
        "a IN (SELECT j.x FROM b, JSON_TABLE(b.doc, '$[*]' COLUMNS (x INT PATH '$')) AS j) | b",
        "a IN (SELECT x FROM b GROUP BY x, y HAVING COUNT(*) > 1 ORDER BY x, z LIMIT 1, 2) | b",
        "a IN (SELECT MAX(id) OVER (PARTITION BY c, d) FROM b, LATERAL (SELECT 1 FROM e) AS f) | b e",
        "a IN (SELECT 1 FROM b WHERE x IN (SELECT y FROM c WHERE z = (SELECT 1 FROM d))) | b c d",
      })
  void the_tables_of_subqueries_are_found(String sql, String expected) {
    assertThat(tables(sql)).isEqualTo(expected);
  }

  @Test
  void names_are_found_with_what_stands_before_them() {
    SqlReads reads =
        SqlReads.of("o.x = 1.5 AND s.o.y IN (SELECT q.z FROM b AS q WHERE f(o.`from`) > 2)");

    assertThat(reads.qualified())
        .containsExactly(
            List.of("o", "x"), List.of("s", "o", "y"), List.of("q", "z"), List.of("o", "from"));
    assertThat(reads.names("Q")).isTrue();
    assertThat(reads.names("b")).isTrue();
    assertThat(reads.names("o")).isFalse();
    assertThat(reads.calls()).contains("f");
  }
}
