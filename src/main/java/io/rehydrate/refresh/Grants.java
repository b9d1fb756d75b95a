package io.rehydrate.refresh;

import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The GRANT statements of a target's two accounts: the one that loads has its schemas and those
 * next to them, the one that migrates the incoming ones alone, and there nothing that continues
 * when its session has ended: no events.
 */
final class Grants {
  /** All that is made or changed by migrations, but EVENT. */
  static final List<String> MIGRATING =
      List.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "DROP",
          "ALTER",
          "INDEX",
          "REFERENCES",
          "CREATE VIEW",
          "SHOW VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "EXECUTE",
          "TRIGGER",
          "CREATE TEMPORARY TABLES",
          "LOCK TABLES");

  private Grants() {}

  static List<String> statements(Target target, Connection session) throws SQLException {
    ServerVersion version = Sessions.version(session);
    boolean patterns = !hasPartialRevokes(session, version);
    String loader = account(target.login().username());
    List<String> grants = new ArrayList<>();
    for (SchemaSwapNames schema : SchemaSwapNames.all(target)) {
      for (String name : List.of(schema.live(), schema.incoming(), schema.outgoing())) {
        grants.add(grant("ALL PRIVILEGES", name, loader, patterns));
      }
    }
    grants.add(grant("SELECT, INSERT, DELETE, CREATE", TargetMark.SCHEMA, loader, patterns));
    if (!version.isMariaDb()) {
      grants.add("GRANT SHOW_ROUTINE ON *.* TO " + loader);
    } else if (!version.isAtLeast(11, 3, 0)) {
      grants.add("GRANT SELECT ON mysql.proc TO " + loader);
    }
    grants.add("GRANT PROCESS ON *.* TO " + loader);
    target
        .migrationLogin()
        .ifPresent(
            login ->
                SchemaSwapNames.all(target)
                    .forEach(
                        s ->
                            grants.add(
                                grant(
                                    String.join(", ", MIGRATING),
                                    s.incoming(),
                                    account(login.username()),
                                    patterns))));
    return List.copyOf(grants);
  }

  /** What some versions of MariaDB ask for, however many rights the account has on the schema. */
  static String onSequence(TableName sequence, String username) {
    return "GRANT CREATE, ALTER ON " + sequence.quoted() + " TO " + account(username);
  }

  /** What lets an account run migrations in a schema. */
  static String migrating(String schema, String account, Connection session) throws SQLException {
    boolean patterns = !hasPartialRevokes(session, Sessions.version(session));
    return grant(String.join(", ", MIGRATING), schema, account, patterns);
  }

  private static boolean hasPartialRevokes(Connection session, ServerVersion version)
      throws SQLException {
    return !version.isMariaDb()
        && new MovableTables(session).names("SELECT @@partial_revokes").contains("1");
  }

  /** In a GRANT a name is a pattern, in which {@code _} stands for any character. */
  private static String grant(String rights, String schema, String account, boolean patterns) {
    String name =
        patterns ? schema.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%") : schema;
    return "GRANT " + rights + " ON " + Sql.name(name) + ".* TO " + account;
  }

  private static String account(String username) {
    return Sql.text(username) + "@'%'";
  }
}
