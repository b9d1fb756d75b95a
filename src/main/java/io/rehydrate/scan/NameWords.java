package io.rehydrate.scan;

import io.rehydrate.mask.NameDigest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The words of a text that may be a name's: letters, with an apostrophe or a hyphen inside. Single
 * letters, titles, and what has a digit in it are none. The last few are kept.
 */
final class NameWords {
  /** In bytes; longer ones are no names. */
  static final int LONGEST = 60;

  /** With how many capitalised words before it a word is paired. */
  static final int CAPITALS = 2;

  private static final int KEPT = 8;
  private static final int LONGEST_TITLE = 4;
  private static final Set<Long> TITLES = new HashSet<>();

  static {
    for (List<String> words : List.of(NameDigest.TITLES, NameDigest.SUFFIXES)) {
      for (String word : words) {
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        TITLES.add(packed(bytes, 0, bytes.length));
      }
    }
  }

  private final int[] starts = new int[KEPT];
  private final int[] ends = new int[KEPT];
  private final long[] hashes = new long[KEPT];
  private final long[] capitalHashes = new long[CAPITALS];
  private final int[] capitalStarts = new int[CAPITALS];
  private final int[] capitalEnds = new int[CAPITALS];
  private Text text;
  private int at;
  private int count;

  void begin(Text next) {
    text = next;
    at = 0;
    count = 0;
    Arrays.fill(capitalEnds, -1);
  }

  /** Goes to the next word, of which {@link #start()} and {@link #end()} tell until it is kept. */
  boolean next() {
    while (at < text.length) {
      int mark = mark(at);
      if (mark > 0) {
        at += mark;
      } else {
        int start = at;
        int end = endOfRun(start);
        at = end;
        while (end > start && isInner(text.at(end - 1))) {
          end--;
        }
        if (isName(start, end)) {
          starts[current()] = start;
          ends[current()] = end;
          return true;
        }
      }
    }
    return false;
  }

  private int endOfRun(int start) {
    int end = start;
    while (end < text.length && (mark(end) == 0 || isInner(text.at(end)))) {
      end++;
    }
    return end;
  }

  private static boolean isInner(int b) {
    return b == '\'' || b == '-';
  }

  /** How many bytes stand there that belong to no word; 0: a letter or a digit. */
  private int mark(int index) {
    int b = text.at(index);
    if (b < 0x80) {
      return text.isWord(index) ? 0 : 1;
    }
    if (b == 0xc2) {
      return 2;
    }
    boolean punctuation = b == 0xe2 && text.at(index + 1) == 0x80 && text.at(index + 2) != 0x99;
    return punctuation ? 3 : 0;
  }

  private boolean isName(int start, int end) {
    if (end - start < 2 || end - start > LONGEST) {
      return false;
    }
    long hash = 0xcbf29ce484222325L;
    for (int i = start; i < end; i++) {
      if (text.isDigit(i)) {
        return false;
      }
      hash = (hash ^ (text.bytes[i] | 0x20)) * 0x100000001b3L;
    }
    hashes[current()] = hash;
    return end - start > LONGEST_TITLE || !TITLES.contains(packed(text.bytes, start, end));
  }

  private static long packed(byte[] bytes, int start, int end) {
    long packed = 0;
    for (int i = start; i < end; i++) {
      packed = (packed << 8) | ((bytes[i] | 0x20) & 0xff);
    }
    return packed;
  }

  boolean isCapital() {
    int b = text.at(start());
    return text.isUpper(start()) || b >= 0x80;
  }

  void keep() {
    if (isCapital()) {
      System.arraycopy(capitalStarts, 0, capitalStarts, 1, CAPITALS - 1);
      System.arraycopy(capitalEnds, 0, capitalEnds, 1, CAPITALS - 1);
      System.arraycopy(capitalHashes, 0, capitalHashes, 1, CAPITALS - 1);
      capitalStarts[0] = start();
      capitalEnds[0] = end();
      capitalHashes[0] = hash();
    }
    count++;
  }

  private int current() {
    return count % KEPT;
  }

  int start() {
    return starts[current()];
  }

  int end() {
    return ends[current()];
  }

  /** Of the word's letters, in either case. */
  long hash() {
    return hashes[current()];
  }

  /** Of the capitalised words that were kept, the last one is 0; the end is -1 for none. */
  int capitalStart(int back) {
    return capitalStarts[back];
  }

  int capitalEnd(int back) {
    return capitalEnds[back];
  }

  long capitalHash(int back) {
    return capitalHashes[back];
  }

  /** Of the words of a short text, from 0 on. */
  int start(int index) {
    return starts[index];
  }

  int end(int index) {
    return ends[index];
  }

  long hash(int index) {
    return hashes[index];
  }
}
