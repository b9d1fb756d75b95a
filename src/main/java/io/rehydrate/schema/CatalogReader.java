package io.rehydrate.schema;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Reads what a server declares, in a session that is given: information_schema for the parts, SHOW
 * CREATE for the texts. A fixed number of queries per schema, and one per object.
 */
public final class CatalogReader {
  /** The table that marks a scratch schema as ours; it is never a table of the source. */
  public static final String SCRATCH_MARKER = "__rehydrate_scratch";

  private CatalogReader() {}

  /**
   * @param schemas in the order in which the catalogue shall have them
   * @throws NotFoundException {@code schema.unknown} where one does not exist, or is not to be seen
   * @throws io.rehydrate.error.RefusedException {@code schema.name} where a name holds control
   *     characters
   * @throws io.rehydrate.error.InvalidException {@code schema.rights} where the account may not
   *     read a definition
   */
  public static Catalog read(Connection session, List<String> schemas) {
    try {
      ServerVersion version = Sessions.version(session);
      SessionSettings before = SessionSettings.plain(session);
      try {
        return read(session, version, schemas);
      } finally {
        before.restore();
      }
    } catch (SQLException | DataAccessException e) {
      throw unread(schemas, e);
    }
  }

  private static StageFailedException unread(List<String> schemas, Exception e) {
    return new StageFailedException(
        ErrorCode.SCHEMA_READ,
        "Reading the schemas "
            + String.join(", ", schemas)
            + " failed ("
            + SqlErrors.describeAny(e)
            + ")",
        "A table may have changed while it was read: try again, and look at the account's rights",
        e);
  }

  /** The events of a schema alone: an account may see them that may see nothing else, or less. */
  public static List<StoredObject> events(Connection session, String schema) {
    try {
      ServerVersion version = Sessions.version(session);
      SessionSettings before = SessionSettings.plain(session);
      try {
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(session, true));
        return new ObjectReader(jdbc, schema, version).events();
      } finally {
        before.restore();
      }
    } catch (SQLException | DataAccessException e) {
      throw unread(List.of(schema), e);
    }
  }

  private static Catalog read(Connection session, ServerVersion version, List<String> schemas)
      throws SQLException {
    JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(session, true));
    List<SchemaRow> existing =
        jdbc.query(
            "SELECT schema_name AS n, default_character_set_name AS cs, default_collation_name AS"
                + " co FROM information_schema.schemata ORDER BY schema_name",
            (row, i) ->
                new SchemaRow(row.getString("n"), row.getString("cs"), row.getString("co")));
    boolean anyCase =
        Integer.valueOf(1)
            .equals(
                jdbc.queryForObject(
                    "SELECT @@lower_case_table_names <> 0", (row, i) -> row.getInt(1)));
    List<Schema> found = new ArrayList<>();
    for (String name : schemas) {
      SchemaRow schema = find(existing, name, anyCase);
      Sessions.use(session, schema.name());
      found.add(
          new Schema(
              schema.name(),
              schema.characterSet(),
              schema.collation(),
              new TableReader(jdbc, schema.name(), version).read(),
              new ObjectReader(jdbc, schema.name(), version).read()));
    }
    Names.requirePlain(found);
    return new Catalog(version, List.copyOf(found));
  }

  private static SchemaRow find(List<SchemaRow> existing, String name, boolean anyCase) {
    return existing.stream()
        .filter(s -> anyCase ? s.name().equalsIgnoreCase(name) : s.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(existing, name));
  }

  private static NotFoundException unknown(List<SchemaRow> existing, String name) {
    List<String> others =
        existing.stream().map(SchemaRow::name).filter(n -> !Names.isServersOwn(n)).toList();
    return new NotFoundException(
        ErrorCode.SCHEMA_UNKNOWN,
        "There is no schema " + Names.escaped(name) + " on the server, or the account can't see it",
        others.isEmpty()
            ? "The account sees no schema at all: grant it SELECT on the one to copy"
            : "It sees these: " + String.join(", ", others.stream().map(Names::escaped).toList()));
  }

  private record SchemaRow(String name, String characterSet, String collation) {}
}
