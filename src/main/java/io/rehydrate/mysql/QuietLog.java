package io.rehydrate.mysql;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/**
 * Keeps Flyway silent: it logs statements, server warnings and results, and rows' values with them.
 * Flyway makes it by its class name.
 */
public final class QuietLog implements LogCreator, Log {

  @Override
  public Log createLogger(Class<?> type) {
    return this;
  }

  @Override
  public void debug(String message) {}

  @Override
  public void info(String message) {}

  @Override
  public void warn(String message) {}

  @Override
  public void error(String message) {}

  @Override
  public void error(String message, Exception e) {}

  @Override
  public void notice(String message) {}
}
