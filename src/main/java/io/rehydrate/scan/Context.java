package io.rehydrate.scan;

import io.rehydrate.plan.NameMeaning;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * The word before a place: the name of a member in JSON or PHP's serialized text, a word of prose.
 * What words mean is remembered, since few of them come again and again. For one thread.
 */
final class Context {
  private static final int FARTHEST = 10;
  private static final int LONGEST_WORD = 32;
  private static final int MOST_FILLERS = 2;

  /** Between a word and its number: {@code phone no. is}. */
  private static final Set<String> FILLERS =
      Set.of(
          "no", "nr", "num", "number", "nummer", "numero", "is", "ist", "est", "es", "e", "me",
          "us", "at", "on", "under", "unter", "to", "the", "der", "die", "das", "le", "la", "al",
          "my", "our", "addr", "address", "value");

  private static final Set<String> CALLS =
      Set.of("call", "calling", "dial", "ring", "reach", "ruf", "anrufen", "appeler", "llamar");

  private static final int NONE = 0;
  private static final int FILLER = 1 << 30;
  private static final int MEMORY = 1 << 11;

  private final long[] hashes = new long[MEMORY];
  private final int[] meanings = new int[MEMORY];
  private int from;
  private int end;

  /** 0 for a meaning that says nothing of what is looked for here. */
  static int bit(NameMeaning meaning) {
    return switch (meaning) {
      case PHONE -> 1;
      case SOCIAL -> 1 << 1;
      case ACCOUNT -> 1 << 2;
      case NETWORK -> 1 << 3;
      case HOST -> 1 << 4;
      case SECRET -> 1 << 5;
      case VERSION -> 1 << 6;
      case BIRTH, INCOME, TAX, IDENTITY, PLACE, NATURE -> 0;
    };
  }

  static int bits(Set<NameMeaning> meanings) {
    return meanings.stream().mapToInt(Context::bit).reduce(0, (a, b) -> a | b);
  }

  /** Bits of what the word before says; 0 where there is none, or it says nothing. */
  int before(Text text, int start) {
    int at = beforeLength(text, start - 1);
    for (int fillers = 0; fillers <= MOST_FILLERS; fillers++) {
      at = wordBefore(text, at);
      if (at < 0) {
        return NONE;
      }
      int meaning = meaning(text, from, end);
      if (meaning != FILLER) {
        return meaning == NONE ? twoWords(text) : meaning;
      }
      at = from - 1;
    }
    return NONE;
  }

  /** PHP writes {@code s:5:"phone";s:11:"01711234567";} and {@code i:49171;} */
  private static int beforeLength(Text text, int last) {
    int at = last;
    if (text.at(at) == '"' && text.at(at - 1) == ':' && text.isDigit(at - 2)) {
      at -= 2;
      while (text.isDigit(at)) {
        at--;
      }
      return text.at(at) == ':' && text.at(at - 1) == 's' ? at - 2 : last;
    }
    boolean number = text.at(at) == ':' && (text.at(at - 1) == 'i' || text.at(at - 1) == 'd');
    return number && text.at(at - 2) == ';' ? at - 2 : last;
  }

  /** Sets {@code from} and {@code end}; -1: there is none near. */
  private int wordBefore(Text text, int last) {
    int at = last;
    while (at >= 0 && last - at <= FARTHEST && !text.isLetter(at) && !text.isDigit(at)) {
      at--;
    }
    if (!text.isLetter(at)) {
      return -1;
    }
    end = at + 1;
    while (at >= 0 && end - at <= LONGEST_WORD && (text.isLetter(at) || text.at(at) == '_')) {
      at--;
    }
    from = at + 1;
    return end - from > LONGEST_WORD ? -1 : from;
  }

  /** {@code social security}, {@code credit card} */
  private int twoWords(Text text) {
    int first = from;
    int last = end;
    int mark = text.at(first - 1);
    boolean joined =
        (mark == ' ' || mark == '-')
            && wordBefore(text, first - 2) >= 0
            && end == first - 1
            && last - from <= LONGEST_WORD;
    return joined ? known(meaning(text, from, last)) : NONE;
  }

  private static int known(int meaning) {
    return meaning == FILLER ? NONE : meaning;
  }

  private int meaning(Text text, int start, int stop) {
    long hash = 0xcbf29ce484222325L;
    for (int i = start; i < stop; i++) {
      hash = (hash ^ text.at(i)) * 0x100000001b3L;
    }
    int slot = (int) ((hash * 0x9e3779b97f4a7c15L) >>> 53);
    if (hashes[slot] != hash) {
      hashes[slot] = hash;
      meanings[slot] = meaning(new String(text.bytes, start, stop - start, StandardCharsets.UTF_8));
    }
    return meanings[slot];
  }

  private static int meaning(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (FILLERS.contains(lower)) {
      return FILLER;
    }
    return CALLS.contains(lower) ? bit(NameMeaning.PHONE) : bits(NameMeaning.of(word));
  }
}
