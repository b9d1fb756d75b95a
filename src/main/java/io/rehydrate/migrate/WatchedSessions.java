package io.rehydrate.migrate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Measures statements: Flyway says which one begins and ends, its statements' own objects how long
 * they ran and how many rows they affected.
 */
final class WatchedSessions extends DelegatingDataSource implements Callback {
  private static final String EXECUTE = "execute";

  private final StatementWatch watch;
  private boolean watching;
  private long nanos;
  private long rows;

  WatchedSessions(DataSource sessions, StatementWatch watch) {
    super(sessions);
    this.watch = watch;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection session = super.getConnection();
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          Object given = call(session, method, arguments);
          return given instanceof Statement statement && method.getName().equals("createStatement")
              ? watched(statement)
              : given;
        });
  }

  private Statement watched(Statement statement) {
    return proxy(
        Statement.class,
        (proxy, method, arguments) -> {
          boolean measured = watching && method.getName().startsWith(EXECUTE);
          long start = System.nanoTime();
          try {
            Object given = call(statement, method, arguments);
            if (watching && method.getName().equals("getUpdateCount")) {
              rows += Math.max(0, ((Number) given).longValue());
            }
            return given;
          } finally {
            nanos += measured ? System.nanoTime() - start : 0;
          }
        });
  }

  private static Object call(Object of, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(of, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            WatchedSessions.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE_STATEMENT
        || event == Event.AFTER_EACH_MIGRATE_STATEMENT
        || event == Event.AFTER_EACH_MIGRATE_STATEMENT_ERROR;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    if (event == Event.BEFORE_EACH_MIGRATE_STATEMENT) {
      nanos = 0;
      rows = 0;
      watch.before(
          MigrationText.text(context.getMigrationInfo().getScript()),
          context.getStatement().getSql());
      watching = true;
    } else {
      watching = false;
      watch.after(nanos, rows, event == Event.AFTER_EACH_MIGRATE_STATEMENT_ERROR);
    }
  }

  @Override
  public String getCallbackName() {
    return "statement-watch";
  }
}
