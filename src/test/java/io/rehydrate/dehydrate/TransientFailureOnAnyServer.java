package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What servers of either vendor say when they end a statement. */
abstract class TransientFailureOnAnyServer {
  private final ServerLogin server;
  private Connection ours;
  private Connection other;

  TransientFailureOnAnyServer(ServerLogin server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws SQLException {
    String schema = TestServers.newSchema(server);
    ours = Sessions.open(server, "scratch");
    other = Sessions.open(server, "scratch");
    for (Connection session : new Connection[] {ours, other}) {
      Sessions.run(session, "USE " + schema, "SET SESSION innodb_lock_wait_timeout = 20");
    }
    Sessions.run(
        ours, "CREATE TABLE t (id INT PRIMARY KEY, n INT)", "INSERT INTO t VALUES (1, 0), (2, 0)");
  }

  @AfterEach
  void close() throws SQLException {
    ours.close();
    other.close();
  }

  private static CompletableFuture<Throwable> failing(Connection session, String... statements) {
    return CompletableFuture.supplyAsync(
        () -> catchThrowable(() -> Sessions.run(session, statements)));
  }

  private static Throwable failure(CompletableFuture<Throwable> running)
      throws ExecutionException, InterruptedException, TimeoutException {
    return running.get(60, TimeUnit.SECONDS);
  }

  private void awaitStatement(String like) {
    await()
        .until(
            () -> {
              try (Statement statement = other.createStatement();
                  ResultSet rows =
                      statement.executeQuery(
                          "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '"
                              + like
                              + "'")) {
                rows.next();
                return rows.getLong(1) > 0;
              }
            });
  }

  private static long id(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void a_deadlock_takes_the_statement_back() throws Exception {
    Sessions.run(other, "BEGIN", "UPDATE t SET n = 1 WHERE id = 2");
    Sessions.run(ours, "BEGIN", "UPDATE t SET n = 1 WHERE id = 1");
    CompletableFuture<Throwable> one = failing(ours, "UPDATE t SET n = 2 WHERE id = 2");
    awaitStatement("UPDATE t SET n = 2%");

    Throwable two = catchThrowable(() -> Sessions.run(other, "UPDATE t SET n = 2 WHERE id = 1"));
    Sessions.run(other, "ROLLBACK");
    Throwable victim = two == null ? failure(one) : two;

    assertThat(victim).isInstanceOf(SQLException.class);
    assertThat(TransientFailure.of(victim)).contains(TransientFailure.ROLLED_BACK);
  }

  @Test
  void a_lock_that_is_not_to_be_had_takes_the_statement_back() throws Exception {
    Sessions.run(other, "BEGIN", "UPDATE t SET n = 1 WHERE id = 2");
    Sessions.run(ours, "SET SESSION innodb_lock_wait_timeout = 1");

    Throwable failure = catchThrowable(() -> Sessions.run(ours, "UPDATE t SET n = 2"));

    assertThat(TransientFailure.of(failure)).contains(TransientFailure.ROLLED_BACK);
  }

  @Test
  void a_killed_session_is_a_lost_connection_and_so_is_one_that_is_gone() throws Exception {
    CompletableFuture<Throwable> running = failing(ours, "DO SLEEP(30)");
    long id = idOf("DO SLEEP(30)");

    Sessions.run(other, "KILL " + id);

    assertThat(TransientFailure.of(failure(running))).contains(TransientFailure.LOST);
    assertThat(TransientFailure.of(catchThrowable(() -> Sessions.run(ours, "DO 1"))))
        .contains(TransientFailure.LOST);
  }

  private long idOf(String statement) {
    awaitStatement(statement);
    try (Statement asking = other.createStatement();
        ResultSet row =
            asking.executeQuery(
                "SELECT id FROM information_schema.processlist WHERE info = '" + statement + "'")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_fault_of_the_statement_itself_is_none_and_neither_is_one_that_took_too_long()
      throws Exception {
    assertThat(
            TransientFailure.of(
                catchThrowable(() -> Sessions.run(ours, "INSERT INTO t VALUES (1, 1)"))))
        .isEmpty();
    try (Statement statement = ours.createStatement()) {
      statement.setQueryTimeout(1);
      assertThat(
              TransientFailure.of(catchThrowable(() -> statement.executeQuery("SELECT SLEEP(20)"))))
          .isEmpty();
    }
    assertThat(id(ours)).isPositive();
  }
}
