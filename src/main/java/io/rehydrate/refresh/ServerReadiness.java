package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Manifest.FileEntry;
import io.rehydrate.dump.Manifest.SchemaEntry;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.DiskSpace;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.run.Figures;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a target's server can take a dump: its vendor, its names, its packets, its disk. */
final class ServerReadiness {
  /** Unknown character set, unknown collation, one that is not of the character set. */
  private static final Set<Integer> UNKNOWN_COLLATION = Set.of(1115, 1273, 1253);

  private final Target target;
  private final Connection session;
  private final boolean inPlace;

  /**
   * @param inPlace whether the live tables are dropped before the dump is loaded
   */
  ServerReadiness(Target target, Connection session, boolean inPlace) {
    this.target = target;
    this.session = session;
    this.inPlace = inPlace;
  }

  void look(Manifest manifest, List<RehydrateException> problems, List<String> doubts)
      throws SQLException {
    ServerVersion here = Sessions.version(session);
    Map<String, SchemaEntry> schemas = new TreeMap<>();
    for (SchemaSwapNames schema : SchemaSwapNames.all(target)) {
      Optional.ofNullable(manifest.schemas().get(schema.source()))
          .ifPresent(entry -> schemas.put(schema.source(), entry));
    }
    vendor(manifest, here, schemas, problems, doubts);
    names(schemas, problems);
    new PacketSize(session).problem(target, manifest).ifPresent(problems::add);
    space(schemas, problems);
  }

  private void vendor(
      Manifest manifest,
      ServerVersion here,
      Map<String, SchemaEntry> schemas,
      List<RehydrateException> problems,
      List<String> doubts)
      throws SQLException {
    String servers =
        "the dump is of "
            + told(manifest.serverVersion())
            + ", and the target's server is "
            + told(here.text());
    List<String> unknown = new ArrayList<>();
    for (var schema : schemas.entrySet()) {
      if (!knows(schema.getValue())) {
        unknown.add(schema.getKey() + " (" + schema.getValue().collation() + ")");
      }
    }
    if (!unknown.isEmpty()) {
      problems.add(
          new RefusedException(
              ErrorCode.TARGET_VENDOR,
              "The target "
                  + target.name()
                  + " does not know the collation of "
                  + String.join(", ", unknown)
                  + ": "
                  + servers,
              "Take a server of the source's vendor and version as the target"));
    } else if (ServerVersion.parse(manifest.serverVersion()).vendor() != here.vendor()) {
      doubts.add(
          servers
              + ": another vendor may refuse its definitions, collations and functions; a server of"
              + " the source's vendor is safe");
    }
  }

  private static String told(String version) {
    ServerVersion parsed = ServerVersion.parse(version);
    return (parsed.isMariaDb() ? "MariaDB " : "MySQL ")
        + parsed.major()
        + "."
        + parsed.minor()
        + "."
        + parsed.patch();
  }

  private boolean knows(SchemaEntry schema) throws SQLException {
    if (!schema.characterSet().matches("[a-z0-9_]{1,64}")
        || !schema.collation().matches("[a-z0-9_]{1,64}")) {
      return true; // refused as a corrupt dump, later
    }
    try {
      new MovableTables(session)
          .names(
              "SELECT CONVERT('' USING "
                  + schema.characterSet()
                  + ") COLLATE "
                  + schema.collation());
      return true;
    } catch (SQLException e) {
      if (UNKNOWN_COLLATION.contains(e.getErrorCode())) {
        return false;
      }
      throw e;
    }
  }

  /** Where the server takes Orders and orders for one table. */
  private void names(Map<String, SchemaEntry> schemas, List<RehydrateException> problems)
      throws SQLException {
    String setting = new MovableTables(session).names("SELECT @@lower_case_table_names").get(0);
    if (setting.equals("0")) {
      return;
    }
    List<String> clashes = new ArrayList<>();
    schemas.forEach(
        (name, schema) ->
            schema.tables().keySet().stream()
                .collect(Collectors.groupingBy(table -> table.toLowerCase(Locale.ROOT)))
                .values()
                .stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> clashes.add(name + ": " + String.join(" and ", same))));
    if (!clashes.isEmpty()) {
      problems.add(
          named(
              setting,
              "tables of the dump are one and the same there: " + String.join("; ", clashes)));
    }
    List<String> capitals =
        SchemaSwapNames.all(target).stream()
            .map(SchemaSwapNames::live)
            .filter(live -> !live.equals(live.toLowerCase(Locale.ROOT)))
            .toList();
    if (!capitals.isEmpty()) {
      problems.add(
          new RefusedException(
              ErrorCode.TARGET_NAMES,
              "The server of the target "
                  + target.name()
                  + " has lower_case_table_names = "
                  + setting
                  + ", and the settings write its schema with capitals: "
                  + String.join(", ", capitals),
              "Write the schema in lower case in target." + target.name() + ".url or .schemas"));
    }
  }

  private RefusedException named(String setting, String what) {
    return new RefusedException(
        ErrorCode.TARGET_NAMES,
        "The server of the target "
            + target.name()
            + " has lower_case_table_names = "
            + setting
            + ", and "
            + what,
        "Take a server with lower_case_table_names = 0 as the target, or rename one of the tables");
  }

  private void space(Map<String, SchemaEntry> schemas, List<RehydrateException> problems)
      throws SQLException {
    List<Long> unpacked =
        schemas.values().stream()
            .flatMap(schema -> schema.tables().values().stream())
            .flatMap(table -> table.files().stream())
            .map(FileEntry::unpackedBytes)
            .toList();
    Optional<Long> free = DiskSpace.free(session, target.login().url().host());
    if (free.isEmpty() || unpacked.contains(Manifest.UNKNOWN)) {
      return;
    }
    long needed = unpacked.stream().mapToLong(Long::longValue).sum();
    long freed = inPlace ? liveBytes() : 0;
    if (needed > free.get() + freed) {
      problems.add(
          new RefusedException(
              ErrorCode.TARGET_SPACE,
              "The server of the target "
                  + target.name()
                  + " has "
                  + Figures.bytes(free.get())
                  + " free where its data lies"
                  + (inPlace ? " and " + Figures.bytes(freed) + " in the live tables" : "")
                  + ", and the dump's rows take "
                  + Figures.bytes(needed)
                  + (inPlace ? "" : " next to the old ones"),
              "Make room there, or choose a smaller dump"
                  + (inPlace ? "" : "; refresh.mode=in-place drops the old tables first")));
    }
  }

  /** What dropping the live tables gives back, by the server's statistics. */
  private long liveBytes() throws SQLException {
    String live =
        SchemaSwapNames.all(target).stream()
            .map(schema -> Sql.text(schema.live()))
            .collect(Collectors.joining(", "));
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COALESCE(SUM(data_length + index_length), 0)"
                    + " FROM information_schema.tables WHERE table_schema IN ("
                    + live
                    + ")")) {
      row.next();
      return row.getLong(1);
    }
  }
}
