package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.StoredObject.Kind;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a branch, or the script after it, may change in the incoming schemas. Before it runs, all
 * that could run with the rights of the account that loads is handed over to the migration account;
 * afterwards nothing is looked at but through that one.
 */
final class Branch {
  private static final Set<Kind> OWNED =
      Set.of(Kind.FUNCTION, Kind.PROCEDURE, Kind.VIEW, Kind.TRIGGER);

  private static final Pattern CREATE =
      Pattern.compile(
          "^CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:ALGORITHM\\s*=\\s*\\w+\\s+)?",
          Pattern.CASE_INSENSITIVE);

  /** As every server writes it. */
  private static final Pattern DEFINER_VIEW =
      Pattern.compile("^(CREATE (?:ALGORITHM=\\w+ )?SQL SECURITY )DEFINER( VIEW )");

  private final StagingSchemas incoming;
  private final MigrationSessions sessions;
  private final Set<StoredObject> dumps = new HashSet<>();

  private Branch(StagingSchemas incoming, MigrationSessions sessions) {
    this.incoming = incoming;
    this.sessions = sessions;
  }

  /**
   * Makes the migration account the definer of all routines, views and triggers of the dump.
   *
   * @param loader a session of the account that loads
   * @throws MigrationFailedException {@code migrations.objects}
   */
  static Branch handOver(Connection loader, StagingSchemas incoming, MigrationSessions sessions)
      throws SQLException {
    Branch branch = new Branch(incoming, sessions);
    try (Connection migrator = sessions.open()) {
      String account = account(migrator);
      if (!account.equals(account(loader))) {
        for (Schema schema : CatalogReader.read(loader, branch.names()).schemas()) {
          branch.handOver(loader, migrator, account, schema);
        }
      }
      branch.read(migrator).forEach(schema -> branch.dumps.addAll(schema.objects()));
      return branch;
    }
  }

  private List<String> names() {
    return incoming.schemas().stream().map(SchemaSwapNames::incoming).toList();
  }

  /** {@code `user`@`host`}: the account that the server took the login for. */
  private static String account(Connection session) throws SQLException {
    String account = new MovableTables(session).names("SELECT CURRENT_USER()").get(0);
    int at = account.lastIndexOf('@');
    return Sql.name(account.substring(0, at)) + "@" + Sql.name(account.substring(at + 1));
  }

  private void handOver(Connection loader, Connection migrator, String account, Schema schema)
      throws SQLException {
    List<StoredObject> objects =
        schema.objects().stream().filter(o -> OWNED.contains(o.kind())).toList();
    if (objects.isEmpty()) {
      return;
    }
    new ObjectMaker(loader, schema.name()).dropAllButEvents();
    ObjectMaker own = new ObjectMaker(migrator, schema.name());
    ObjectMaker loaders = new ObjectMaker(loader, schema.name());
    for (StoredObject object : objects) {
      try {
        own.make(object);
      } catch (SQLException refused) {
        try {
          loaders.make(ownedBy(account, object));
        } catch (SQLException e) {
          requireBroken(object, refused);
        }
      }
    }
  }

  /** Only an account with special rights may name another as definer. */
  private static StoredObject ownedBy(String account, StoredObject object) {
    return object.withStatement(
        CREATE
            .matcher(object.createStatement())
            .replaceFirst("$0DEFINER=" + Matcher.quoteReplacement(account) + " "));
  }

  /** A view whose tables are gone is left out, as it would be at the end. */
  private static void requireBroken(StoredObject object, SQLException refused) {
    if (!BrokenViews.isBroken(object, refused)) {
      throw new MigrationFailedException(
          ErrorCode.MIGRATIONS_OBJECTS,
          "The migration account can't have the dump's "
              + object.kind().name().toLowerCase(Locale.ROOT)
              + " "
              + object.name()
              + " ("
              + SqlErrors.describe(refused)
              + ")",
          "'targets admit' prints its GRANT statements; with binary logging MySQL also needs"
              + " log_bin_trust_function_creators = 1",
          refused);
    }
  }

  /**
   * What is in the incoming schemas now. A routine or view that is not the dump's runs with the
   * rights of whoever calls it, and with nobody else's.
   */
  List<Schema> read() throws SQLException {
    try (Connection migrator = sessions.open()) {
      List<Schema> found = read(migrator);
      return takeDefinersRights(migrator, found) ? read(migrator) : found;
    }
  }

  private List<Schema> read(Connection migrator) {
    return CatalogReader.read(migrator, names()).schemas();
  }

  private boolean takeDefinersRights(Connection migrator, List<Schema> schemas)
      throws SQLException {
    boolean altered = false;
    for (Schema schema : schemas) {
      for (StoredObject object : schema.objects()) {
        boolean routine = object.kind() == Kind.FUNCTION || object.kind() == Kind.PROCEDURE;
        if (routine && !dumps.contains(object)) {
          Sessions.run(
              migrator,
              "ALTER "
                  + object.kind()
                  + " "
                  + new TableName(schema.name(), object.name()).quoted()
                  + " SQL SECURITY INVOKER");
          altered = true;
        }
      }
    }
    return altered;
  }

  /** The object as it may be made in the live schema. */
  StoredObject forLive(StoredObject object) {
    return object.kind() == Kind.VIEW && !dumps.contains(object)
        ? object.withStatement(
            DEFINER_VIEW.matcher(object.createStatement()).replaceFirst("$1INVOKER$2"))
        : object;
  }

  List<String> stubs(SchemaSwapNames schema, List<StoredObject> objects) throws SQLException {
    try (Connection migrator = sessions.open()) {
      return FunctionStubs.of(migrator, schema.incoming(), schema.live(), objects);
    }
  }

  /**
   * Ends what the branch may have left running at the server.
   *
   * @param loader a session of the account that loads
   */
  void end(Connection loader) throws SQLException {
    for (String schema : names()) {
      Events.switchOff(loader, schema);
    }
    try (Connection migrator = sessions.open()) {
      boolean shared = incoming.target().sharesAccounts();
      new LingeringSessions(migrator, loader, incoming.schemas(), shared).end();
    }
  }

  /** Proves that the branch left alone what is ours. */
  static List<String> reserved(Connection session, StagingSchemas incoming) throws SQLException {
    List<String> found = new ArrayList<>();
    for (SchemaSwapNames schema : incoming.schemas()) {
      new MovableTables(session)
              .names(
                  "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                      + Sql.text(schema.incoming())
                      + " AND table_name LIKE '\\_\\_rehydrate\\_%'")
              .stream()
              .filter(name -> !name.equals(RunMarker.TABLE))
              .forEach(found::add);
    }
    return found;
  }
}
