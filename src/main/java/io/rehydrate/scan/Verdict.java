package io.rehydrate.scan;

/**
 * What the forms in a column's values come to. Most are judged by what else is there: a number like
 * {@code 123-45-6789} is nobody's in a column where one in ten of the same shape can't be
 * anybody's, and a token proves nothing where chance makes as many.
 */
final class Verdict {
  /** Of numbers at random one in ten has sound check digits, and few of those begin like a card. */
  private static final int CARDS_ONE_IN = 3;

  private static final int FEWEST_CARDS_OF_NUMBERS = 3;

  /** A larger column of such tokens is one of tokens, and not of a cloud's keys. */
  private static final long MOST_KEYS = 5_000;

  private static final double BEGINNINGS_OF_THREE = 1 << 18;
  private static final double BEGINNINGS_OF_FOUR = (1 << 24) / 8.0;
  private static final double BY_CHANCE = 1e-3;

  private final long[] counts;
  private final boolean numbers;

  /**
   * @param counts of values with each {@link Form}
   * @param numbers whether the column is of a number's type
   */
  Verdict(long[] counts, boolean numbers) {
    this.counts = counts;
    this.numbers = numbers;
  }

  private long count(Form form) {
    return counts[form.place()];
  }

  /** How many values hold what is a person's beyond doubt; 0: what there is may be anything. */
  long held(Kind kind) {
    return switch (kind) {
      case EMAIL -> count(Form.EMAIL_SURE) + among(Form.EMAIL, Form.AT_OTHER, 4);
      case PHONE ->
          count(Form.PHONE_SURE)
              + mostly(Form.PHONE_PLUS, Form.PLUS_OTHER, 3)
              + mostly(Form.PHONE_DOUBLE_ZERO, Form.DOUBLE_ZERO_OTHER, 3)
              + among(Form.PHONE_NATIONAL, Form.NATIONAL_OTHER, 2)
              + mostly(Form.PHONE_NORTH_AMERICAN, Form.NORTH_AMERICAN_OTHER, 6);
      case CARD ->
          count(Form.CARD_SURE)
              + among(Form.CARD_GROUPED, Form.GROUPED_OTHER, CARDS_ONE_IN - 1)
              + bareCards();
      case IBAN -> among(Form.IBAN, Form.IBAN_OTHER, 2);
      case SSN -> count(Form.SSN_SURE) + mostly(Form.SSN, Form.SSN_OTHER, 30);
      case IP -> count(Form.IP_SURE) + addresses();
      case SECRET ->
          count(Form.SECRET_SURE)
              + beyondChance(Form.SECRET_OF_THREE, BEGINNINGS_OF_THREE)
              + beyondChance(Form.SECRET_OF_FOUR, BEGINNINGS_OF_FOUR)
              + keys();
      case NAME -> 0;
    };
  }

  /** All of a form, where the others are at most so many times as many. */
  private long among(Form form, Form other, int times) {
    return count(other) <= times * count(form) ? count(form) : 0;
  }

  /** All of a form, where it is at least so many times as many as the others, or there is one. */
  private long mostly(Form form, Form other, int times) {
    long found = count(form);
    long others = count(other);
    return others * times <= found || (others == 1 && found > 0) ? found : 0;
  }

  private long bareCards() {
    long cards = count(Form.CARD_BARE);
    boolean enough = cards >= (numbers ? FEWEST_CARDS_OF_NUMBERS : 1);
    return enough ? among(Form.CARD_BARE, Form.BARE_OTHER, CARDS_ONE_IN - 1) : 0;
  }

  /** Where large ones are there, the small ones among them are addresses too. */
  private long addresses() {
    long large = count(Form.IP_LARGE);
    long small = count(Form.IP_SMALL);
    return 2 * large > small + count(Form.IP_OTHER) ? large + small : 0;
  }

  private long keys() {
    long keys = count(Form.KEY_BY_LENGTH);
    return keys <= MOST_KEYS && 2 * keys >= count(Form.TOKEN_OTHER) ? keys : 0;
  }

  /** All of a form, where random tokens would hardly have as many. */
  private long beyondChance(Form form, double beginnings) {
    long found = count(form);
    double expected = (count(Form.TOKEN_OTHER) + found) / beginnings;
    if (found <= expected) {
      return 0;
    }
    // Chernoff's bound of a Poisson distribution's tail
    double chance = Math.exp(found - expected + found * Math.log(expected / found));
    return chance < BY_CHANCE ? found : 0;
  }
}
