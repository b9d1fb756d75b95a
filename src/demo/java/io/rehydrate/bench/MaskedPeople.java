package io.rehydrate.bench;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A table of made-up people with ten columns to mask, as most databases have them. */
final class MaskedPeople {
  /** By column. */
  static final Map<String, MaskSpec> MASKS = new LinkedHashMap<>();

  private static final int FIRST_ROWS = 1_000;

  static {
    MASKS.put("email", MaskSpec.of("email"));
    MASKS.put("name", MaskSpec.of("full-name"));
    MASKS.put("phone", MaskSpec.of("phone"));
    MASKS.put("ssn", MaskSpec.of("digits"));
    MASKS.put("street", MaskSpec.of("street"));
    MASKS.put("city", MaskSpec.of("city"));
    MASKS.put("postcode", MaskSpec.of("postcode"));
    MASKS.put("born", new MaskSpec("date-shift", "30"));
    MASKS.put("token", MaskSpec.of("hash"));
    MASKS.put("note", MaskSpec.of("redact"));
  }

  private MaskedPeople() {}

  /** Makes the table; some values are NULL, as they are. */
  static void fill(Connection session, TableName table, long rows) throws SQLException {
    Sessions.run(
        session,
        "CREATE TABLE "
            + table.quoted()
            + " (id INT PRIMARY KEY, status CHAR(8), made_at DATETIME, email VARCHAR(100), name VARCHAR(80),"
            + " phone VARCHAR(30), ssn CHAR(11), street VARCHAR(80), city VARCHAR(60), postcode VARCHAR(10),"
            + " born DATE, token VARCHAR(64), note VARCHAR(200)) CHARACTER SET utf8mb4");
    long have = Math.min(rows, FIRST_ROWS);
    StringBuilder numbers = new StringBuilder("SELECT 1 AS n");
    for (int n = 2; n <= have; n++) {
      numbers.append(" UNION ALL SELECT ").append(n);
    }
    Sessions.run(session, insert(table, "n", "(" + numbers + ") AS first_ones", have));
    while (have < rows) {
      long more = Math.min(have, rows - have);
      Sessions.run(session, insert(table, "id + " + have, table.quoted(), more));
      have += more;
    }
  }

  private static String insert(TableName table, String number, String from, long most) {
    return "INSERT INTO "
        + table.quoted()
        + " SELECT n, IF(n % 3 = 0, 'open', 'closed'), '2020-01-01' + INTERVAL n % 3000000 MINUTE,"
        + " IF(n % 20 = 0, NULL, CONCAT('person.', n, '@mail', n % 97, '.test')),"
        + " CONCAT(ELT(1 + n % 5, 'Jane', 'Karl', 'Li', 'Ada', 'Omar'), ' ', CONV(n * 7919, 10, 36)),"
        + " IF(n % 2 = 0, CONCAT('(', 200 + n % 700, ') 555-', LPAD(n % 10000, 4, '0')),"
        + "   CONCAT('+49 30 ', 100000 + n % 900000)),"
        + " CONCAT(LPAD(n % 900, 3, '0'), '-', LPAD(n % 100, 2, '0'), '-', LPAD(n % 10000, 4, '0')),"
        + " CONCAT(1 + n % 300, ' ', ELT(1 + n % 4, 'Oak', 'Main', 'Lake', 'Hill'), ' Street'),"
        + " CONCAT('Town ', n % 5000), LPAD(n % 100000, 5, '0'), '1950-01-01' + INTERVAL n % 20000 DAY,"
        + " CONCAT('tok-', CONV(n * 104729, 10, 36)),"
        + " CONCAT('Called about the roof of house ', n, REPEAT(', and again', n % 8))"
        + " FROM (SELECT "
        + number
        + " AS n FROM "
        + from
        + " ORDER BY 1 LIMIT "
        + most
        + ") AS numbers";
  }
}
