package io.rehydrate.mask;

import io.rehydrate.mysql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Made-up words that masks pick from, shortest first, so that the first n are those that fit a
 * column. In SQL a list is one text of slots of equal width, in a column of the one-row table: a
 * word is a SUBSTR away, without a join or a long ELT.
 */
final class WordList {
  static final WordList FIRST_NAMES = new WordList("first-names");
  static final WordList LAST_NAMES = new WordList("last-names");
  static final WordList TRADES = new WordList("trades");
  static final WordList STREETS = new WordList("streets");
  static final WordList CITIES = new WordList("cities");

  private static final List<WordList> ALL =
      List.of(FIRST_NAMES, LAST_NAMES, TRADES, STREETS, CITIES);

  private static final String PREFIX = "words_";

  private final String file;
  private final List<String> words;
  private final int width;

  private WordList(String file) {
    this.file = file;
    this.words = read(file + ".txt");
    this.width = words.get(words.size() - 1).length();
  }

  private static List<String> read(String name) {
    try (InputStream in = WordList.class.getResourceAsStream(name)) {
      return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n"))
          .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<WordList> ofPurpose(String purpose) {
    return ALL.stream().filter(list -> list.purpose().equals(purpose)).findFirst();
  }

  /** What a session is asked for so that this list is there. */
  String purpose() {
    return PREFIX + file;
  }

  List<String> words() {
    return words;
  }

  int longest() {
    return width;
  }

  /** How many words have at most this many letters. */
  int countUpTo(long letters) {
    return (int) words.stream().filter(w -> w.length() <= letters).count();
  }

  /** All slots, one after another. */
  String slots() {
    return words.stream()
        .map(w -> w + " ".repeat(width - w.length()))
        .collect(Collectors.joining());
  }

  /**
   * SQL for one of the first words.
   *
   * @param number SQL that gives an integer from 0 on
   * @param count pick among so many
   */
  String pick(String number, int count) {
    return "RTRIM(SUBSTR("
        + MaskedColumn.KEYS
        + "."
        + Sql.name(purpose())
        + ", 1 + "
        + width
        + " * ("
        + number
        + " % "
        + count
        + "), "
        + width
        + "))";
  }
}
