package io.rehydrate.scan;

import io.rehydrate.mask.NameDigest;
import io.rehydrate.mask.NameKind;

/**
 * Looks for known names in texts: in a short one its first and last word, in a long one two
 * capitalised words near each other, in either order. For one thread.
 */
final class NameScan {
  /** Longer ones are read as prose. */
  private static final int LONGEST_NAME = 100;

  private static final int MOST_WORDS = 6;
  private static final int FARTHEST = 24;

  /** What was looked up in vain lately, by a hash of the text. */
  private final long[] misses = new long[1 << 13];

  private final KnownNames known;
  private final NameDigest digest;
  private final boolean persons;
  private final boolean companies;
  private final boolean words;
  private final NameText plain = new NameText(NameWords.LONGEST * 2 + LONGEST_NAME);
  private final NameWords found = new NameWords();

  NameScan(KnownNames known, NameDigest digest) {
    this.known = known;
    this.digest = digest;
    this.persons = known.hasAny(NameKind.PERSON);
    this.companies = known.hasAny(NameKind.COMPANY);
    this.words = known.hasAny(NameKind.WORD);
  }

  /** A value, or a piece of one. */
  void look(Text text, NameTally tally) {
    boolean whole = !text.continued && !text.unfinished && text.length <= LONGEST_NAME;
    found.begin(text);
    int count = 0;
    while (found.next()) {
      count++;
      if (persons && found.isCapital()) {
        pairWithTheLast(text, tally);
      }
      found.keep();
    }
    if (whole && count > 0 && count <= MOST_WORDS) {
      wholeValue(text, tally, count);
    }
    if (!text.unfinished && (text.length > 0 || text.continued)) {
      tally.value();
    }
  }

  private void pairWithTheLast(Text text, NameTally tally) {
    for (int back = 0; back < NameWords.CAPITALS; back++) {
      int end = found.capitalEnd(back);
      if (end >= 0 && found.start() - end <= FARTHEST) {
        pair(text, found.capitalStart(back), end, found.start(), found.end(), tally);
      }
    }
  }

  private void wholeValue(Text text, NameTally tally, int count) {
    if (words && count == 1) {
      plain.begin(NameKind.WORD).word(text, found.start(0), found.end(0));
      test(NameKind.WORD, tally);
    }
    if (persons && count > 1) {
      int last = count - 1;
      pair(text, found.start(0), found.end(0), found.start(last), found.end(last), tally);
    }
    if (companies) {
      plain.begin(NameKind.COMPANY).all(text);
      if (plain.hasSpace()) {
        test(NameKind.COMPANY, tally);
      }
    }
  }

  private void pair(Text text, int start, int end, int otherStart, int otherEnd, NameTally tally) {
    plain.begin(NameKind.PERSON).word(text, start, end).space().word(text, otherStart, otherEnd);
    if (!test(NameKind.PERSON, tally)) {
      plain.begin(NameKind.PERSON).word(text, otherStart, otherEnd).space().word(text, start, end);
      test(NameKind.PERSON, tally);
    }
  }

  private boolean test(NameKind kind, NameTally tally) {
    long hash = plain.hash();
    int slot = (int) (hash >>> 51);
    if (misses[slot] == hash) {
      return false;
    }
    long print = digest.of(kind, plain.bytes(), plain.length());
    if (!known.holds(print)) {
      misses[slot] = hash;
      return false;
    }
    if (kind == NameKind.WORD) {
      tally.word(print);
    } else {
      tally.name(print);
    }
    return true;
  }
}
