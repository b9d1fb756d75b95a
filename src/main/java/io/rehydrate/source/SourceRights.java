package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.mysql.AccountRights;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Whether the account sees all that a source's schemas hold. A server says nothing of what an
 * account may not see: a dump without it would look complete, and a refresh would remove it at a
 * developer's.
 */
public final class SourceRights {
  private static final List<String> OBJECTS = List.of("SHOW VIEW", "TRIGGER", "EVENT");

  private final AccountRights rights;
  private final ServerVersion server;

  private SourceRights(AccountRights rights, ServerVersion server) {
    this.rights = rights;
    this.server = server;
  }

  /** Those of the account that the session belongs to. */
  public static SourceRights of(Connection source) throws SQLException {
    return new SourceRights(AccountRights.of(source), Sessions.version(source));
  }

  /** Whether it sees all tables of a schema. */
  public boolean seesTables(String schema) {
    return rights.may("SELECT", schema);
  }

  /**
   * @throws InvalidException {@code schema.rights} where tables may be hidden
   */
  public void requireTables(String account, List<String> schemas) {
    List<String> hidden = schemas.stream().filter(schema -> !seesTables(schema)).toList();
    if (!hidden.isEmpty()) {
      throw new InvalidException(
          ErrorCode.SCHEMA_RIGHTS,
          "The source account "
              + account
              + " may not SELECT from the whole schema "
              + String.join(", ", hidden)
              + ": tables that it does not see would be missing from the dump",
          "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON "
              + Sql.name(hidden.get(0))
              + ".* to it; what shall not be copied gets the rule 'truncate' in the plan");
    }
  }

  /**
   * Rights that it lacks, without which views, triggers or events of a schema are hidden from it.
   */
  public List<String> missing(String schema) {
    return OBJECTS.stream().filter(right -> !rights.may(right, schema)).toList();
  }

  /** The statement that shows it the routines of a schema. */
  public String grantOfRoutines(String schema) {
    if (!server.isMariaDb()) {
      return "GRANT SHOW_ROUTINE ON *.* to it";
    }
    return server.isAtLeast(11, 3, 0)
        ? "GRANT SHOW CREATE ROUTINE ON " + Sql.name(schema) + ".* to it"
        : "GRANT SELECT ON mysql.proc to it";
  }

  /** Whether it sees all routines of a schema. */
  public boolean seesRoutines(String schema) {
    boolean ofSchema =
        List.of("CREATE ROUTINE", "ALTER ROUTINE", "EXECUTE", "SHOW CREATE ROUTINE").stream()
            .anyMatch(right -> rights.may(right, schema));
    return ofSchema
        || (server.isMariaDb()
            ? rights.may("SELECT", "mysql")
            : rights.mayEverywhere("SHOW_ROUTINE") || rights.mayEverywhere("SELECT"));
  }
}
