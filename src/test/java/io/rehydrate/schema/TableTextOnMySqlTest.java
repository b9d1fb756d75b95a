package io.rehydrate.schema;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;
import java.util.stream.Stream;

@ContainerTest
class TableTextOnMySqlTest extends TableTextOnAnyServer {

  TableTextOnMySqlTest() {
    super(MySqlServer.source());
  }

  @Override
  String setting() {
    return "SET SESSION restrict_fk_on_non_standard_key = OFF";
  }

  @Override
  Stream<String> ownDefinitions() {
    return Stream.of(
        "(a INT, b INT, KEY fx ((a + b)), KEY b (b))",
        "(j JSON, n INT, KEY mv ((CAST(j->'$.x' AS UNSIGNED ARRAY))), KEY (n))",
        "(id INT, n INT, UNIQUE KEY i (n) INVISIBLE, KEY (id))",
        "(id INT, v VARCHAR(40) DEFAULT (CONCAT('KEY (', UUID(), '),\\n')), KEY (v))",
        "(id INT, g GEOMETRY NOT NULL SRID 4326, SPATIAL KEY sp (g), KEY (id))",
        "(a INT CHECK (a > 1) NOT ENFORCED, b INT, CONSTRAINT z CHECK (b > 1), CONSTRAINT m CHECK (a <> b) NOT ENFORCED, KEY (b))",
        "(t TEXT, n INT, FULLTEXT KEY f (t) WITH PARSER ngram, FULLTEXT KEY g (t), KEY (n))",
        "(v VARCHAR(20) COLLATE utf8mb4_0900_ai_ci, w VARCHAR(9) COLLATE utf8mb4_0900_as_cs, KEY (v, w))",
        "(e VECTOR(3), n INT, KEY (n))",
        "(id INT PRIMARY KEY, n INT, KEY (n) KEY_BLOCK_SIZE=8) COMPRESSION='zlib' STATS_PERSISTENT=1",
        "(id INT, n INT, v INT GENERATED ALWAYS AS (JSON_VALUE('{\"a\": 1}', '$.a' RETURNING SIGNED)) STORED INVISIBLE, KEY (v))",
        "(id INT NOT NULL, d DATE NOT NULL, UNIQUE KEY u (id, d), KEY (d)) PARTITION BY RANGE COLUMNS (d) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN ('2020-01-01'), PARTITION p1 VALUES LESS THAN (MAXVALUE))");
  }
}
