package io.rehydrate.schema;

/**
 * A view, a routine, a trigger or an event.
 *
 * @param createStatement the text of SHOW CREATE, without its DEFINER
 * @param sqlMode under which the body was written; empty for a view
 * @param characterSet of the client that wrote it
 * @param collation of the connection that wrote it
 * @param databaseCollation of the schema when a routine, a trigger or an event was written, which
 *     says what its texts are; empty for others
 * @param timeZone in which an event's times are meant; empty for others
 */
public record StoredObject(
    Kind kind,
    String name,
    String createStatement,
    String sqlMode,
    String characterSet,
    String collation,
    String databaseCollation,
    String timeZone) {
  public StoredObject {
    // a journal of an older version has neither
    databaseCollation = databaseCollation == null ? "" : databaseCollation;
    timeZone = timeZone == null ? "" : timeZone;
  }

  /** A view or a sequence, or an object whose schema is as it was. */
  public StoredObject(
      Kind kind,
      String name,
      String createStatement,
      String sqlMode,
      String characterSet,
      String collation) {
    this(kind, name, createStatement, sqlMode, characterSet, collation, "", "");
  }

  /** The same object with another text. */
  public StoredObject withStatement(String text) {
    return new StoredObject(
        kind, name, text, sqlMode, characterSet, collation, databaseCollation, timeZone);
  }

  /** In the order in which they are created. */
  public enum Kind {
    SEQUENCE,
    FUNCTION,
    PROCEDURE,
    VIEW,
    TRIGGER,
    EVENT
  }
}
