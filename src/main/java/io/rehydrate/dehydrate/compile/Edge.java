package io.rehydrate.dehydrate.compile;

import io.rehydrate.plan.Dangling;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableName;
import java.util.Map;
import java.util.Set;

/**
 * What a reference does to the choice of rows.
 *
 * @param index its place among the plan's references
 * @param follows rows of {@code from} come because they depend on a row that stays
 * @param brings rows of {@code to} come because a row that stays refers to them
 * @param mustHold a row of {@code from} whose reference leads to no row that stays goes
 * @param undecided a row of {@code from} stays even where its reference leads to a row that goes,
 *     and the plan does not say that it shall: the dump is held then
 * @param becomesNull when the reference becomes NULL in the copy
 */
public record Edge(
    int index,
    Reference reference,
    boolean follows,
    boolean brings,
    boolean mustHold,
    boolean undecided,
    BecomesNull becomesNull) {

  /** When a reference becomes NULL in the copy. */
  public enum BecomesNull {
    NEVER,
    WHERE_DANGLING,
    ALWAYS
  }

  /**
   * @param lasting {@code keep} tables of which no row ever goes
   */
  static Edge of(
      int index, Reference reference, Map<TableName, RowRule> rules, Set<TableName> lasting) {
    RowRule from = rules.get(reference.from());
    RowRule to = rules.get(reference.to());
    Dangling dangling = reference.dangling();
    if (from == RowRule.TRUNCATE || to == RowRule.TRUNCATE) {
      boolean isCut = from != RowRule.TRUNCATE && dangling != Dangling.KEEP;
      return new Edge(
          index,
          reference,
          false,
          false,
          false,
          false,
          isCut ? BecomesNull.ALWAYS : BecomesNull.NEVER);
    }
    boolean follows = from == RowRule.FOLLOW && reference.followed();
    boolean setsNull = dangling == Dangling.SET_NULL;
    boolean unsaidOfKept = dangling == Dangling.UNDECIDED && from == RowRule.KEEP;
    return new Edge(
        index,
        reference,
        follows,
        !follows && !setsNull && isBroughtTo(from, to),
        mayDrop(reference, from),
        unsaidOfKept && !lasting.contains(reference.to()),
        setsNull ? BecomesNull.WHERE_DANGLING : BecomesNull.NEVER);
  }

  /** Whether a row goes where this reference of it can't hold. */
  static boolean mayDrop(Reference reference, RowRule from) {
    return reference.dangling() == Dangling.DROP
        || (reference.dangling() == Dangling.UNDECIDED && from != RowRule.KEEP);
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
    return follows || brings || mustHold || undecided || becomesNull == BecomesNull.WHERE_DANGLING;
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
