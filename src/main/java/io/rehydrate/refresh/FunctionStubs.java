package io.rehydrate.refresh;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.StoredObject.Kind;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Functions that return NULL, with the parameters and types of real ones. MariaDB calls functions
 * when it makes a view that compares with their results: whoever makes the view must not run what
 * somebody else wrote.
 */
final class FunctionStubs {
  private static final Pattern AGGREGATE =
      Pattern.compile("\\s*CREATE\\s+AGGREGATE\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final String RETURN_NULL = " NO SQL RETURN NULL";

  /** An aggregate function has to fetch, or the server refuses it. */
  private static final String FETCH_AND_RETURN_NULL =
      " NO SQL BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN NULL;"
          + " LOOP FETCH GROUP NEXT ROW; END LOOP; END";

  private FunctionStubs() {}

  /**
   * The statements that make them.
   *
   * @param session that may see the functions
   * @param schema where the functions are
   * @param live where the stubs shall be
   */
  static List<String> of(Connection session, String schema, String live, List<StoredObject> objects)
      throws SQLException {
    Map<String, Signature> signatures = signatures(session, schema);
    List<String> stubs = new ArrayList<>();
    for (StoredObject object : objects) {
      if (object.kind() == Kind.FUNCTION) {
        boolean aggregate = AGGREGATE.matcher(object.createStatement()).matches();
        stubs.add(
            (aggregate ? "CREATE AGGREGATE FUNCTION " : "CREATE FUNCTION ")
                + new TableName(live, object.name()).quoted()
                + signatures.getOrDefault(object.name(), new Signature())
                + (aggregate ? FETCH_AND_RETURN_NULL : RETURN_NULL));
      }
    }
    return stubs;
  }

  private static Map<String, Signature> signatures(Connection session, String schema)
      throws SQLException {
    Map<String, Signature> found = new LinkedHashMap<>();
    try (PreparedStatement statement =
        session.prepareStatement(
            "SELECT specific_name, ordinal_position, parameter_name, dtd_identifier,"
                + " character_set_name, collation_name FROM information_schema.parameters"
                + " WHERE specific_schema = ? AND routine_type = 'FUNCTION'"
                + " ORDER BY specific_name, ordinal_position")) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String type = type(row.getString(4), row.getString(5), row.getString(6));
          Signature signature =
              found.computeIfAbsent(row.getString(1), function -> new Signature());
          if (row.getInt(2) == 0) {
            signature.returns = type;
          } else {
            signature.parameters.add(Sql.name(row.getString(3)) + " " + type);
          }
        }
      }
    }
    return found;
  }

  private static String type(String type, String characterSet, String collation) {
    return characterSet == null
        ? type
        : type + " CHARACTER SET " + characterSet + " COLLATE " + collation;
  }

  private static final class Signature {
    private final List<String> parameters = new ArrayList<>();
    private String returns = "TEXT";

    @Override
    public String toString() {
      return "(" + String.join(", ", parameters) + ") RETURNS " + returns;
    }
  }
}
