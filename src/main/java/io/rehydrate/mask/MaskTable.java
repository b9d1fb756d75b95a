package io.rehydrate.mask;

import io.rehydrate.mysql.Sql;
import java.util.Optional;

/**
 * The temporary table of one row in a session's helper schema from which masks take keys and words:
 * what it is called, and what is in it for each purpose of a {@link MaskExpression}.
 */
public final class MaskTable {
  /** Its name, in the helper schema. */
  public static final String NAME = "mask_keys";

  /** As what expressions know it. */
  public static final String ALIAS = MaskedColumn.KEYS;

  private MaskTable() {}

  /** Its quoted name. */
  public static String in(String helperSchema) {
    return Sql.name(helperSchema) + "." + Sql.name(NAME);
  }

  /**
   * The quoted name of a copy of it: MySQL opens a temporary table once in a statement.
   *
   * @param number from 1 on
   */
  public static String copy(String helperSchema, int number) {
    return Sql.name(helperSchema) + "." + Sql.name(NAME + "_" + number);
  }

  /** An expression of its own, of what refers to the table as {@link #ALIAS}. */
  public static String selected(String sql, String helperSchema, int number) {
    return "(SELECT " + sql + " FROM " + copy(helperSchema, number) + " AS " + ALIAS + ")";
  }

  /** What a copying statement joins: {@code CROSS JOIN `helper`.`mask_keys` AS mk}. */
  public static String join(String helperSchema) {
    return "CROSS JOIN " + in(helperSchema) + " AS " + ALIAS;
  }

  /** The quoted name of a purpose's column. */
  public static String column(String purpose) {
    return Sql.name(words(purpose).isPresent() ? purpose : "key_" + purpose);
  }

  /** The words of a purpose as one text of ASCII; empty: its column holds a subkey of the key. */
  public static Optional<String> words(String purpose) {
    return WordList.ofPurpose(purpose).map(WordList::slots);
  }
}
