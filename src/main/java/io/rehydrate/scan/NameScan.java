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
    boolean isShort = text.length > 0 && text.length <= LONGEST_NAME;
    boolean whole = isShort && !text.continued && !text.unfinished;
    long hash = whole ? hash(text) : 0;
    if (whole && misses[slot(hash)] == hash) {
      tally.value();
      return;
    }
    boolean any = false;
    found.begin(text);
    int count = 0;
    while (found.next()) {
      count++;
      if (persons && found.isCapital()) {
        any |= pairWithTheLast(text, tally);
      }
      found.keep();
    }
    if (whole && count > 0 && count <= MOST_WORDS) {
      any |= wholeValue(text, tally, count);
    }
    if (whole && !any) {
      misses[slot(hash)] = hash;
    }
    if (!text.unfinished && (text.length > 0 || text.continued)) {
      tally.value();
    }
  }

  private boolean pairWithTheLast(Text text, NameTally tally) {
    boolean any = false;
    for (int back = 0; back < NameWords.CAPITALS; back++) {
      int end = found.capitalEnd(back);
      if (end >= 0 && found.start() - end <= FARTHEST) {
        long hash = pairHash(found.capitalHash(back), found.hash());
        any |=
            misses[slot(hash)] != hash
                && pair(
                    text, found.capitalStart(back), end, found.start(), found.end(), hash, tally);
      }
    }
    return any;
  }

  /** What one word or the whole of a short text may be. */
  private boolean wholeValue(Text text, NameTally tally, int count) {
    boolean any = false;
    if (words && count == 1) {
      plain.begin(NameKind.WORD).word(text, found.start(0), found.end(0));
      any = test(NameKind.WORD, tally);
    }
    if (persons && count > 1) {
      int last = count - 1;
      long hash = pairHash(found.hash(0), found.hash(last));
      any =
          misses[slot(hash)] != hash
              && pair(
                  text,
                  found.start(0),
                  found.end(0),
                  found.start(last),
                  found.end(last),
                  hash,
                  tally);
    }
    if (companies) {
      plain.begin(NameKind.COMPANY).all(text);
      any |= plain.hasSpace() && test(NameKind.COMPANY, tally);
    }
    return any;
  }

  /** In either order. */
  private boolean pair(
      Text text, int start, int end, int otherStart, int otherEnd, long hash, NameTally tally) {
    plain.begin(NameKind.PERSON).word(text, start, end).space().word(text, otherStart, otherEnd);
    boolean any = test(NameKind.PERSON, tally);
    if (!any) {
      plain.begin(NameKind.PERSON).word(text, otherStart, otherEnd).space().word(text, start, end);
      any = test(NameKind.PERSON, tally);
    }
    if (!any) {
      misses[slot(hash)] = hash;
    }
    return any;
  }

  private boolean test(NameKind kind, NameTally tally) {
    long print = digest.of(kind, plain.bytes(), plain.length());
    if (!known.holds(print)) {
      return false;
    }
    if (kind == NameKind.WORD) {
      tally.word(print);
    } else {
      tally.name(print);
    }
    return true;
  }

  private static long hash(Text text) {
    long hash = 0x84222325cbf29ce4L;
    for (int i = 0; i < text.length; i++) {
      hash = (hash ^ text.bytes[i]) * 0x100000001b3L;
    }
    return hash * 0x9e3779b97f4a7c15L;
  }

  private static long pairHash(long one, long other) {
    return (one + other) * 0x9e3779b97f4a7c15L;
  }

  private static int slot(long hash) {
    return (int) (hash >>> 51);
  }
}
