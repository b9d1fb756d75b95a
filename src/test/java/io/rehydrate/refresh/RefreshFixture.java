package io.rehydrate.refresh;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Manifest.FileEntry;
import io.rehydrate.dump.Manifest.SchemaEntry;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.ServerLife;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetName;
import io.rehydrate.support.Kill;
import io.rehydrate.support.MortalSession;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Targets, manifests and looks at schemas for the tests of this package. */
final class RefreshFixture {
  static final RunId RUN = RunId.at(Instant.parse("2026-11-22T02:00:00Z"));

  private RefreshFixture() {}

  static Target target(ServerLogin login, String... schemas) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String schema : schemas) {
      pairs.put("src_" + schema, schema);
    }
    return new Target(
        new TargetName("dev-a"),
        login,
        pairs,
        Set.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  static Manifest manifest(Target target) {
    Map<String, SchemaEntry> schemas = new LinkedHashMap<>();
    FileEntry none = new FileEntry("none", 0, "");
    target
        .schemas()
        .keySet()
        .forEach(
            s ->
                schemas.put(
                    s, new SchemaEntry("utf8mb4", "utf8mb4_unicode_ci", none, none, Map.of())));
    Instant asOf = Instant.parse("2026-11-22T02:00:00Z");
    return new Manifest(
        DumpId.at(asOf),
        asOf,
        asOf,
        new Manifest.Source("server", "s", Optional.empty(), Optional.empty()),
        "11.4.5-MariaDB",
        "",
        "",
        schemas,
        List.of(),
        Map.of());
  }

  /** Schemas on whatever server is there, which bears no mark. */
  static StagingSchemaSetup schemas(ResourceBook book, TargetSessions sessions) {
    return new StagingSchemaSetup(
        book,
        sessions,
        (target, session) ->
            AdmittedServer.unmarked(ServerIdentity.of(session), ServerLife.of(session)));
  }

  static TargetSessions mortal(Kill kill) {
    return target -> MortalSession.of(TargetSessions.byLogin().open(target), kill);
  }

  /** All that can be seen of schemas: definitions, objects and the rows of every table. */
  static String state(String... schemas) {
    ServerLogin root = TestServers.target().root();
    StringBuilder state = new StringBuilder();
    try (Connection session = Sessions.open(root, "test server")) {
      Catalog catalog = CatalogReader.read(session, List.of(schemas));
      for (var schema : catalog.schemas()) {
        state.append(schema.name()).append(' ').append(schema.collation()).append('\n');
        for (var table : schema.tables()) {
          state.append(table.createStatement()).append('\n');
          state.append(rows(session, "SELECT * FROM " + table.name().quoted() + " ORDER BY 1"));
        }
        for (var trigger : new LiveTriggers(session).read(schema.name())) {
          state.append(trigger).append('\n');
        }
        schema.objects().forEach(o -> state.append(o).append('\n'));
      }
      state.append(
          rows(
              session,
              "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '"
                  + schemas[0]
                  + "\\_\\_%'"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return state.toString();
  }

  static List<String> rows(Connection session, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(rows.getString(i)).append('|');
        }
        found.add(line.toString());
      }
    }
    return found;
  }
}
