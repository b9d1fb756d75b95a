package io.rehydrate.schema;

/**
 * A view, a routine, a trigger or an event.
 *
 * @param createStatement the text of SHOW CREATE, without its DEFINER
 * @param sqlMode under which the body was written; empty for a view
 * @param characterSet of the client that wrote it
 * @param collation of the connection that wrote it
 */
public record StoredObject(
    Kind kind,
    String name,
    String createStatement,
    String sqlMode,
    String characterSet,
    String collation) {

  /** The same object with another text. */
  public StoredObject withStatement(String text) {
    return new StoredObject(kind, name, text, sqlMode, characterSet, collation);
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
