package io.rehydrate.demo;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The accounts that the settings name, made on the servers with the least rights that will do. */
public final class DemoAccounts {
  private DemoAccounts() {}

  /** On production: reads, and may hold writers for the moment in which a copy begins. */
  public static void source(ServerLogin root, Settings settings) {
    ServerLogin reader = settings.source().login().orElseThrow();
    List<String> statements = new ArrayList<>(account(reader));
    boolean mariaDb = isMariaDb(root);
    statements.add(
        "GRANT RELOAD" + (mariaDb ? "" : ", SHOW_ROUTINE") + " ON *.* TO " + name(reader));
    for (String schema : settings.source().schemas()) {
      statements.add(
          "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT"
              + (mariaDb ? ", SHOW CREATE ROUTINE" : "")
              + " ON "
              + Sql.name(schema)
              + ".* TO "
              + name(reader));
    }
    run(root, statements);
  }

  private static boolean isMariaDb(ServerLogin root) {
    try (Connection session = Sessions.open(root, "demo's server")) {
      return Sessions.version(session).isMariaDb();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** On the scratch: everything, it is there to be thrown away. */
  public static void scratch(ServerLogin root, Settings settings) {
    ServerLogin writer = settings.scratch().orElseThrow().login();
    List<String> statements = new ArrayList<>(account(writer));
    statements.add("GRANT ALL ON *.* TO " + name(writer) + " WITH GRANT OPTION");
    run(root, statements);
  }

  /** On a developer's server: two accounts that may do nothing yet, and an empty database. */
  public static void target(ServerLogin root, Target target) {
    List<String> statements = new ArrayList<>(account(target.login()));
    target.migrationLogin().ifPresent(login -> statements.addAll(account(login)));
    for (String schema : target.schemas().values()) {
      statements.add(
          "CREATE DATABASE IF NOT EXISTS " + Sql.name(schema) + " CHARACTER SET utf8mb4");
      statements.add("GRANT SELECT ON " + Sql.name(schema) + ".* TO " + name(target.login()));
    }
    run(root, statements);
  }

  /** Gives rights, as an admission prints them. */
  public static void grant(ServerLogin root, List<String> grants) {
    run(root, grants);
  }

  private static List<String> account(ServerLogin login) {
    String identified = name(login) + " IDENTIFIED BY " + Sql.text(login.password().reveal());
    return List.of("CREATE USER IF NOT EXISTS " + identified, "ALTER USER " + identified);
  }

  private static String name(ServerLogin login) {
    return Sql.text(login.username()) + "@'%'";
  }

  private static void run(ServerLogin root, List<String> statements) {
    try (Connection session = Sessions.open(root, "demo's server")) {
      Sessions.run(session, statements.toArray(String[]::new));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static StageFailedException failed(SQLException e) {
    return new StageFailedException(
        ErrorCode.DEMO_ACCOUNTS,
        "The demo's accounts can't be made (" + SqlErrors.describe(e) + ")",
        "Remove the demo's folder and start again",
        e);
  }
}
