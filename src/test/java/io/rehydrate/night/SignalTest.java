package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.SlowSql;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A night and a refresh in the foreground that are told to stop. */
class SignalTest {
  @TempDir Path folder;

  @Test
  void a_command_that_is_told_to_stop_ends_its_run_cleanly_and_says_what_ended_it()
      throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE orders (id INT PRIMARY KEY)",
        "CREATE TABLE parts (id INT PRIMARY KEY, order_id INT)",
        "INSERT INTO orders VALUES (1), (2)",
        "INSERT INTO parts SELECT seq, 1 + seq % 2 FROM seq_1_to_100");
    TestHome home =
        TestHome.in(folder, schema)
            .plan(
                """
                version: 1
                unlisted: { tables: fail, columns: keep }
                core: { orders: {} }
                relations: [ "parts.order_id -> orders.id when %s" ]
                """
                    .formatted(SlowSql.condition("order_id", 2)));

    for (String signal : List.of("TERM", "INT")) {
      CommandProcess night = CommandProcess.start(home.path(), "night");
      String moment = signal.equals("TERM") ? "stage load" : "stage rewrite";
      assertThat(night.said(moment)).as(night.errors()).isTrue();

      assertThat(night.signal(signal)).isEqualTo(signal.equals("TERM") ? 143 : 130);
      assertThat(night.errors())
          .contains("process was stopped (at the step dehydrate) [run.stopped]", "ended: cancelled")
          .doesNotContain("not clean", "Exception", "unexpected");
      assertThat(home.path().resolve("state/work")).isEmptyDirectory();
      assertThat(home.path().resolve("state/tmp")).isEmptyDirectory();
      assertThat(schemasOnScratch(schema)).isEmpty();
    }
    CommandProcess runs = CommandProcess.start(home.path(), "runs");
    runs.exitCode();
    assertThat(runs.output()).contains("cancelled").doesNotContain("running");
  }

  private static List<String> schemasOnScratch(String schema) throws Exception {
    try (Connection session = Sessions.open(TestServers.scratch().root(), "scratch")) {
      return JdbcClient.create(new SingleConnectionDataSource(session, true))
          .sql("SELECT schema_name FROM information_schema.schemata WHERE schema_name = ?")
          .param(schema)
          .query(String.class)
          .list();
    }
  }
}
