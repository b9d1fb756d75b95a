package io.rehydrate.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** A session that dies with its {@link Kill}: every statement that changes something counts. */
public final class MortalSession {
  private MortalSession() {}

  public static Connection of(Connection real, Kill kill) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("close")) {
            return call(method, real, arguments);
          }
          alive(real, kill);
          Object result = call(method, real, arguments);
          if (result instanceof PreparedStatement prepared) {
            return statement(PreparedStatement.class, prepared, real, kill);
          }
          return result instanceof Statement plain
              ? statement(Statement.class, plain, real, kill)
              : result;
        });
  }

  private static <T extends Statement> T statement(
      Class<T> type, T real, Connection session, Kill kill) {
    return proxy(
        type,
        (method, arguments) -> {
          if (method.getName().equals("close")) {
            return call(method, real, arguments);
          }
          alive(session, kill);
          if (method.getName().startsWith("execute")
              && arguments != null
              && changes((String) arguments[0])) {
            try {
              return kill.effect((String) arguments[0], () -> rethrown(method, real, arguments));
            } finally {
              if (kill.happened()) {
                session.close();
              }
            }
          }
          return call(method, real, arguments);
        });
  }

  private static Object rethrown(Method method, Object real, Object[] arguments) throws Exception {
    try {
      return call(method, real, arguments);
    } catch (Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean changes(String sql) {
    String word = sql.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
    return switch (word) {
      case "SELECT", "SHOW", "SET", "USE", "UNLOCK" -> false;
      default -> true;
    };
  }

  private static void alive(Connection real, Kill kill) throws SQLException {
    if (kill.happened()) {
      real.close();
    }
    kill.requireAlive();
  }

  private interface Call {
    Object invoke(Method method, Object[] arguments) throws Throwable;
  }

  private static Object call(Method method, Object on, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            MortalSession.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call.invoke(method, arguments)));
  }
}
