package io.rehydrate.dehydrate.compile;

import java.util.List;
import java.util.Optional;

/**
 * One SQL statement of a night.
 *
 * @param effect what the number of rows that the server reports means
 * @param isRepeatable whether it may run again if it is not known whether it was executed
 * @param table the quoted name of the table that it creates or fills, where that is empty before
 */
public record ScratchStatement(
    String sql, Effect effect, boolean isRepeatable, Optional<String> table) {

  /** What a statement does. */
  public enum Effect {
    /** Creates, renames or drops something; the reported number has no meaning. */
    DEFINITION,
    /** Changes the definition of a table with rows, which takes the longer the more there are. */
    ALTERATION,
    /** Adds, changes or deletes rows; the reported number is theirs. */
    ROWS,
    /** Writes all rows of a table that is rewritten. */
    REWRITTEN_ROWS
  }

  /** A statement that can't be repeated, like {@code RENAME TABLE}. */
  public static ScratchStatement definition(String sql) {
    return new ScratchStatement(sql, Effect.DEFINITION, false, Optional.empty());
  }

  /** One whose result is the same however often it runs, like {@code DROP TABLE IF EXISTS}. */
  static ScratchStatement repeatableDefinition(String sql) {
    return new ScratchStatement(sql, Effect.DEFINITION, true, Optional.empty());
  }

  /**
   * A {@code CREATE TABLE} in the helper schema.
   *
   * @param table its quoted name
   */
  static ScratchStatement creation(String table, String sql) {
    return new ScratchStatement(sql, Effect.DEFINITION, true, Optional.of(table));
  }

  static ScratchStatement alteration(String sql) {
    return new ScratchStatement(sql, Effect.ALTERATION, false, Optional.empty());
  }

  static List<ScratchStatement> alterations(List<String> sql) {
    return sql.stream().map(ScratchStatement::alteration).toList();
  }

  /** One that skips rows which an earlier attempt has changed already. */
  static ScratchStatement rows(String sql) {
    return new ScratchStatement(sql, Effect.ROWS, true, Optional.empty());
  }

  /**
   * The only {@code INSERT} into a table of the helper schema.
   *
   * @param table its quoted name
   */
  static ScratchStatement filling(String table, String sql) {
    return new ScratchStatement(sql, Effect.ROWS, true, Optional.of(table));
  }

  /** The {@code INSERT} that writes a table's rows again. */
  static ScratchStatement rewriting(String table, String sql) {
    return new ScratchStatement(sql, Effect.REWRITTEN_ROWS, true, Optional.of(table));
  }

  /** Removes what an earlier attempt may have left. */
  public Optional<String> undo() {
    return table.map(name -> (countsRows() ? "TRUNCATE TABLE " : "DROP TABLE IF EXISTS ") + name);
  }

  /** Whether the reported number is one of rows. */
  public boolean countsRows() {
    return effect == Effect.ROWS || effect == Effect.REWRITTEN_ROWS;
  }

  /** Whether its duration grows with the table's rows. */
  public boolean growsWithRows() {
    return effect != Effect.DEFINITION;
  }
}
