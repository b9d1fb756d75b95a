package io.rehydrate.dump;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The SQL that makes a schema's functions, procedures, views, triggers and events, in this order,
 * each under the settings with which it was written; events come disabled. No name of the schema is
 * in it: it fills the schema that the session uses.
 */
public final class AfterScript {
  private static final List<StoredObject.Kind> ORDER =
      List.of(
          StoredObject.Kind.FUNCTION,
          StoredObject.Kind.PROCEDURE,
          StoredObject.Kind.VIEW,
          StoredObject.Kind.TRIGGER,
          StoredObject.Kind.EVENT);

  /** Only behind the name and the schedule: both may hold such words themselves. */
  private static final Pattern EVENT_STATE =
      Pattern.compile(
          "(\\s*CREATE\\s+EVENT\\s+(?:`(?:[^`]|``)++`|\"(?:[^\"]|\"\")++\")\\s+ON\\s+SCHEDULE\\s"
              + "(?:[^'\"`]|'(?:[^'\\\\]|\\\\.|'')*+'|`(?:[^`]|``)*+`|\"(?:[^\"\\\\]|\\\\.|\"\")*+\")*?"
              + "ON\\s+COMPLETION\\s+(?:NOT\\s+)?PRESERVE)"
              + "\\s+(?:ENABLE|DISABLE(?:\\s+ON\\s+(?:SLAVE|REPLICA))?)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern COLLATION = Pattern.compile("[a-z0-9_]{1,64}");

  private static final List<String> SAVE =
      List.of(
          "SET @rehydrate_sql_mode = @@sql_mode, @rehydrate_client = @@character_set_client,"
              + " @rehydrate_collation = @@collation_connection,"
              + " @rehydrate_time_zone = @@time_zone");
  private static final List<String> RESTORE =
      List.of(
          "SET sql_mode = @rehydrate_sql_mode, character_set_client = @rehydrate_client,"
              + " collation_connection = @rehydrate_collation,"
              + " time_zone = @rehydrate_time_zone");

  private AfterScript() {}

  /**
   * The statements one by one, for a session over JDBC; run all of them in this order, in one
   * session whose current schema is the one to fill.
   */
  public static List<String> statements(Schema schema) {
    List<String> statements = new ArrayList<>(SAVE);
    String collation = schema.collation();
    for (StoredObject.Kind kind : ORDER) {
      for (StoredObject object : schema.objects(kind)) {
        String wanted =
            object.databaseCollation().isEmpty() ? collation : object.databaseCollation();
        if (!wanted.equals(collation)) {
          statements.add(collated(wanted));
          collation = wanted;
        }
        statements.add(settings(object));
        statements.add(text(schema, object));
      }
    }
    if (!collation.equals(schema.collation())) {
      statements.add(collated(schema.collation()));
    }
    statements.addAll(RESTORE);
    return List.copyOf(statements);
  }

  /**
   * Gives the session's current schema a collation: the server notes with a body what it was, and
   * takes it for texts that say none.
   */
  public static String collated(String collation) {
    if (!COLLATION.matcher(collation).matches()) {
      throw new IllegalArgumentException("not a collation's name");
    }
    return "ALTER DATABASE COLLATE = " + collation;
  }

  /** The same as text for the {@code mysql} program, ending with the line that says so. */
  public static String text(Schema schema) {
    StringBuilder script = new StringBuilder("SET NAMES utf8mb4;\n");
    for (String statement : statements(schema)) {
      String delimiter = delimiter(statement);
      if (delimiter.equals(";")) {
        script.append(statement).append(";\n");
      } else {
        script.append("DELIMITER ").append(delimiter).append('\n');
        script.append(statement).append('\n').append(delimiter).append('\n');
        script.append("DELIMITER ;\n");
      }
    }
    return script.append("-- Dump completed\n").toString();
  }

  /**
   * A plain text keeps the character set of the client that wrote it; any other one arrives as
   * UTF-8 and must be taken for that. The collation, which says what a literal is, stays either
   * way.
   */
  private static String settings(StoredObject object) {
    boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(object.createStatement());
    return "SET sql_mode = "
        + Sql.text(modes(object.sqlMode()))
        + ", character_set_client = "
        + Sql.text(plain ? object.characterSet() : "utf8mb4")
        + ", collation_connection = "
        + Sql.text(object.collation())
        + zone(object).stream()
            .map(set -> set.replaceFirst("^SET SESSION", ","))
            .collect(Collectors.joining());
  }

  /**
   * The statement that sets the zone in which an event's times are meant; none for other objects. A
   * zone by name is not on every server: there the event, which is disabled, has the session's.
   */
  public static List<String> zone(StoredObject object) {
    if (object.timeZone().isEmpty()) {
      return List.of();
    }
    String name = Sql.text(object.timeZone());
    return List.of(
        "SET SESSION time_zone = IF(CONVERT_TZ('2000-01-01', '+00:00', "
            + name
            + ") IS NULL, @@time_zone, "
            + name
            + ")");
  }

  /** MySQL 8 refuses a mode that 5.7 had, and that says nothing about a body. */
  private static String modes(String sqlMode) {
    return Arrays.stream(sqlMode.split(","))
        .filter(mode -> !mode.equals("NO_AUTO_CREATE_USER"))
        .collect(Collectors.joining(","));
  }

  private static String text(Schema schema, StoredObject object) {
    if (object.kind() != StoredObject.Kind.EVENT) {
      return object.createStatement();
    }
    Matcher matcher = EVENT_STATE.matcher(object.createStatement());
    if (!matcher.lookingAt()) {
      throw new StageFailedException(
          ErrorCode.DUMP_EVENT,
          "The text of the event "
              + schema.name()
              + "."
              + object.name()
              + " is not understood,"
              + " so it can't be dumped disabled",
          "Drop the event in the source, or change it to the common form");
    }
    return matcher.group(1) + " DISABLE" + object.createStatement().substring(matcher.end());
  }

  private static String delimiter(String statement) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> i == 0 ? ";" : i == 1 ? ";;" : "$" + i + "$")
        .filter(candidate -> !statement.contains(candidate))
        .findFirst()
        .orElseThrow();
  }
}
