package io.rehydrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@OnEveryMariaDb
class TableTextTest extends TableTextOnAnyServer {

  TableTextTest() {
    super(TestServers.source().root());
  }

  @Override
  String setting() {
    return "SET SESSION foreign_key_checks = 1";
  }

  @Override
  Stream<String> ownDefinitions() {
    return Stream.of(
        "(id INT, n INT, KEY (n)) ENGINE=Aria",
        "(x INT, y INT, KEY d (x DESC, y), KEY ig (y) IGNORED, UNIQUE KEY h (y) USING HASH)",
        "(id INT PRIMARY KEY, n INT, KEY (n)) WITH SYSTEM VERSIONING",
        "(id INT, n INT, rs TIMESTAMP(6) AS ROW START INVISIBLE, re TIMESTAMP(6) AS ROW END, PERIOD FOR SYSTEM_TIME (rs, re), KEY (n)) WITH SYSTEM VERSIONING",
        "(id INT, s DATE, e DATE, PERIOD FOR ap (s, e), UNIQUE KEY u (id, ap WITHOUT OVERLAPS), KEY (e))",
        "(u UUID DEFAULT uuid(), i INET6, v VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_german2_ci, KEY (u), KEY (v)) DEFAULT CHARSET=utf8mb3",
        "(x INT, y INT, KEY ig (y) IGNORED)");
  }

  @Test
  void secondary_indexes_and_foreign_keys_are_left_out_and_listed() {
    TableText text =
        TableText.parse(
            """
            CREATE TABLE `c` (
              `id` int NOT NULL AUTO_INCREMENT,
              `b` int DEFAULT '3' /*!80023 INVISIBLE */,
              PRIMARY KEY (`id`),
              UNIQUE KEY `u` (`b`),
              KEY `fx` (((`a` + `b`)),(length(`t`))),
              KEY `mv` ((cast(json_extract(`j`,_utf8mb4'$.x') as unsigned array))) /*!80000 INVISIBLE */,
              FULLTEXT KEY `ft` (`t`) /*!50100 WITH PARSER `ngram` */ ,
              CONSTRAINT `f` FOREIGN KEY (`b`) REFERENCES `other`.`p` (`id`) ON DELETE CASCADE,
              CONSTRAINT `c``x` CHECK ((`b` > 1)) /*!80016 NOT ENFORCED */
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='x'
            /*!50100 PARTITION BY HASH (`id`)
            PARTITIONS 2 */""");

    assertThat(text.create("s`", "t", false, false))
        .isEqualTo(
            """
            CREATE TABLE `s```.`t` (
              `id` int NOT NULL AUTO_INCREMENT,
              `b` int DEFAULT '3' /*!80023 INVISIBLE */,
              PRIMARY KEY (`id`),
              CONSTRAINT `c``x` CHECK ((`b` > 1)) /*!80016 NOT ENFORCED */
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='x'
            /*!50100 PARTITION BY HASH (`id`)
            PARTITIONS 2 */""");
    assertThat(text.secondaryIndexes())
        .containsExactly(
            "ADD UNIQUE KEY `u` (`b`)",
            "ADD KEY `fx` (((`a` + `b`)),(length(`t`)))",
            "ADD KEY `mv` ((cast(json_extract(`j`,_utf8mb4'$.x') as unsigned array)))"
                + " /*!80000 INVISIBLE */",
            "ADD FULLTEXT KEY `ft` (`t`) /*!50100 WITH PARSER `ngram` */");
    assertThat(text.foreignKeys())
        .containsExactly(
            "ADD CONSTRAINT `f` FOREIGN KEY (`b`) REFERENCES `other`.`p` (`id`) ON DELETE CASCADE");
  }

  @Test
  void every_fulltext_index_gets_a_statement_of_its_own() {
    TableName table = new TableName("s", "t");

    assertThat(
            TableText.alters(
                table, List.of("ADD KEY a", "ADD FULLTEXT KEY b", "ADD FULLTEXT KEY c", "ADD d")))
        .containsExactly(
            "ALTER TABLE `s`.`t`\n  ADD KEY a,\n  ADD FULLTEXT KEY b",
            "ALTER TABLE `s`.`t`\n  ADD FULLTEXT KEY c,\n  ADD d");
    assertThat(TableText.alters(table, List.of())).isEmpty();
  }

  @Test
  void other_statements_are_not_taken() {
    assertThatThrownBy(() -> TableText.parse("CREATE VIEW `v` AS select 1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TableText.parse("CREATE TABLE `v` (\n  `a` int DEFAULT 'x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void where_a_server_keeps_a_table_is_left_out() {
    TableText text =
        TableText.parse(
            """
            CREATE TABLE `c` (
              `id` int NOT NULL
            ) /*!50100 TABLESPACE `app``ts` */ ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='a DATA DIRECTORY=''/x/'' b' DATA DIRECTORY='/mnt/x/' INDEX DIRECTORY='/mnt/y/'
            /*!50100 PARTITION BY RANGE (`id`)
            (PARTITION p0 VALUES LESS THAN (1) TABLESPACE = `innodb_file_per_table` ENGINE = InnoDB,
             PARTITION p1 VALUES LESS THAN (2) DATA DIRECTORY = '/mnt/x/' ENGINE = InnoDB) */""");

    assertThat(text.create("s", "t", true, true))
        .isEqualTo(
            """
            CREATE TABLE `s`.`t` (
              `id` int NOT NULL
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='a DATA DIRECTORY=''/x/'' b'
            /*!50100 PARTITION BY RANGE (`id`)
            (PARTITION p0 VALUES LESS THAN (1) ENGINE = InnoDB,
             PARTITION p1 VALUES LESS THAN (2) ENGINE = InnoDB) */""");
  }
}
