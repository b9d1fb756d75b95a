package io.rehydrate.refresh;

import io.rehydrate.mysql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Finds the connection that holds a lock on a live table, as far as the account may see it. */
final class Blocker {
  /** From the surest to the least sure; what a server or an account lacks is passed over. */
  private static final List<String> QUERIES =
      List.of(
          """
          SELECT t.processlist_id AS id, t.processlist_user AS u, t.processlist_host AS h
          FROM performance_schema.metadata_locks l
          JOIN performance_schema.threads t ON t.thread_id = l.owner_thread_id
          WHERE l.lock_status = 'GRANTED' AND l.object_type = 'TABLE' AND l.object_schema IN (%s)
          AND t.processlist_id <> CONNECTION_ID() ORDER BY t.processlist_time DESC LIMIT 1
          """,
          """
          SELECT p.id AS id, p.user AS u, p.host AS h
          FROM information_schema.metadata_lock_info l
          JOIN information_schema.processlist p ON p.id = l.thread_id
          WHERE l.table_schema IN (%s) AND p.id <> CONNECTION_ID() ORDER BY p.time DESC LIMIT 1
          """,
          """
          SELECT p.id AS id, p.user AS u, p.host AS h
          FROM information_schema.innodb_trx x
          JOIN information_schema.processlist p ON p.id = x.trx_mysql_thread_id
          WHERE p.id <> CONNECTION_ID()
          ORDER BY COALESCE(p.db, '') IN (%s) DESC, x.trx_started LIMIT 1
          """,
          """
          SELECT p.id AS id, p.user AS u, p.host AS h
          FROM information_schema.processlist p
          WHERE p.db IN (%s) AND p.id <> CONNECTION_ID() ORDER BY p.time DESC LIMIT 1
          """);

  private Blocker() {}

  /** {@code connection 17 of joe@10.0.0.5:4711}. */
  static Optional<String> find(Connection session, List<SchemaSwapNames> schemas) {
    String names = String.join(", ", schemas.stream().map(s -> Sql.text(s.live())).toList());
    return QUERIES.stream()
        .map(query -> ask(session, query.formatted(names)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> ask(Connection session, String query) {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next()
          ? Optional.of(
              "connection "
                  + row.getLong("id")
                  + " of "
                  + row.getString("u")
                  + "@"
                  + row.getString("h"))
          : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }
}
