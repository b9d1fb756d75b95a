package io.rehydrate.dehydrate;

import io.rehydrate.plan.Dangling;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableName;

/**
 * What a reference does to the choice of rows.
 *
 * @param index its place among the plan's references
 * @param follows rows of {@code from} come because they hang on a row that stays
 * @param brings rows of {@code to} come because a row that stays refers to them
 * @param mustHold a row of {@code from} whose reference leads to no row that stays goes
 * @param becomesNull when the reference becomes NULL in the copy
 */
public record Tie(
    int index,
    Reference reference,
    boolean follows,
    boolean brings,
    boolean mustHold,
    BecomesNull becomesNull) {

  /** When a reference becomes NULL in the copy. */
  public enum BecomesNull {
    NEVER,
    WHERE_DANGLING,
    ALWAYS
  }

  static Tie of(int index, Reference reference, RowRule from, RowRule to) {
    if (from == RowRule.TRUNCATE || reference.dangling() == Dangling.KEEP) {
      return new Tie(index, reference, false, false, false, BecomesNull.NEVER);
    }
    if (to == RowRule.TRUNCATE) {
      return new Tie(index, reference, false, false, false, BecomesNull.ALWAYS);
    }
    boolean follows = from == RowRule.FOLLOW && reference.followed();
    boolean setsNull = reference.dangling() == Dangling.SET_NULL;
    boolean brings = !follows && !setsNull && isBroughtTo(from, to);
    return new Tie(
        index,
        reference,
        follows,
        brings,
        !setsNull,
        setsNull ? BecomesNull.WHERE_DANGLING : BecomesNull.NEVER);
  }

  private static boolean isBroughtTo(RowRule from, RowRule to) {
    return to == RowRule.REFERENCED || (to == RowRule.CORE && from != RowRule.FOLLOW);
  }

  public TableName from() {
    return reference.from();
  }

  public TableName to() {
    return reference.to();
  }

  /** Whether the rows that stay of {@code to} have to be known because of it. */
  public boolean asksForKeys() {
    return follows || brings || mustHold || becomesNull == BecomesNull.WHERE_DANGLING;
  }

  /** Whether rows of one side make rows of the other side come. */
  public boolean grows() {
    return follows || brings;
  }

  /** The side whose new rows make others come. */
  public TableName trigger() {
    return follows ? to() : from();
  }

  /** The side where rows come. */
  public TableName gains() {
    return follows ? from() : to();
  }
}
