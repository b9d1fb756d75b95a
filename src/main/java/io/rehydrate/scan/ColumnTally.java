package io.rehydrate.scan;

import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many values of a column hold what was looked for. */
final class ColumnTally {
  /**
   * Of numbers at random one in ten has sound check digits, and few of those begin like a card: a
   * column of cards has them nearly all.
   */
  private static final int ONE_IN = 3;

  private static final int FEWEST_OF_A_NUMBER_COLUMN = 3;

  private final ColumnRule rule;
  private final Map<Kind, Long> values = new EnumMap<>(Kind.class);
  private final NameTally names = new NameTally();
  private long bareCards;
  private long bareCardsOrNot;
  private int bits;

  ColumnTally(ColumnRule rule) {
    this.rule = rule;
  }

  ColumnRule rule() {
    return rule;
  }

  NameTally names() {
    return names;
  }

  /** A value, or a piece of one: what it holds twice counts once. */
  void add(Text text, boolean quoted) {
    bits |= quoted || !rule.isNumber() || isWhole(text) ? Patterns.find(text, rule.kinds()) : 0;
    bits |= rule.namedPhone() && Phones.isNumber(text) ? Kind.PHONE.bit() : 0;
    bits |= rule.namedSocialSecurity() && isNineDigits(text) ? Kind.SSN.bit() : 0;
    if (!text.unfinished) {
      count();
    }
  }

  private static boolean isWhole(Text text) {
    for (int i = 0; i < text.length; i++) {
      if (!text.isDigit(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNineDigits(Text text) {
    return text.length == 9 && isWhole(text);
  }

  private void count() {
    if (bits != 0) {
      for (Kind kind : Kind.values()) {
        values.merge(kind, (bits & kind.bit()) == 0 ? 0L : 1L, Long::sum);
      }
      boolean other = (bits & Kind.CARD.bit()) != 0;
      bareCards += (bits & Patterns.BARE_CARD) == 0 || other ? 0 : 1;
      bareCardsOrNot += (bits & Patterns.BARE_CARD_OR_NOT) == 0 ? 0 : 1;
      bits = 0;
    }
  }

  void add(ColumnTally other) {
    other.values.forEach((kind, count) -> values.merge(kind, count, Long::sum));
    bareCards += other.bareCards;
    bareCardsOrNot += other.bareCardsOrNot;
    names.add(other.names);
  }

  List<Finding> findings(TableName table) {
    List<Finding> findings = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      long count = values.getOrDefault(kind, 0L) + more(kind);
      if (count > 0) {
        findings.add(new Finding(table, rule.column(), kind, count));
      }
    }
    return findings;
  }

  /** What only the whole column tells. */
  private long more(Kind kind) {
    return switch (kind) {
      case CARD -> areCards() ? bareCards : 0;
      case NAME -> names.found();
      default -> 0;
    };
  }

  private boolean areCards() {
    return rule.wants(Kind.CARD)
        && bareCards >= (rule.isNumber() ? FEWEST_OF_A_NUMBER_COLUMN : 1)
        && bareCards * ONE_IN >= bareCardsOrNot;
  }
}
