package io.rehydrate.planning.draft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words that a name is made of: {@code retail_brokers} and {@code RetailBroker} are both retail
 * and broker.
 */
record NameTokens(List<String> all) {
  private static final Pattern BORDER =
      Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  /** What makes a name that of a key. */
  private static final Set<String> KEY =
      Set.of("id", "code", "no", "nr", "num", "number", "key", "ref", "uuid", "guid", "fk");

  private static final Set<String> KEY_FIRST = Set.of("id", "fk");

  private static final List<String> PLURALS_KEPT = List.of("status", "address", "business", "news");

  static NameTokens of(String name) {
    return new NameTokens(
        Arrays.stream(BORDER.split(name))
            .filter(word -> !word.isEmpty())
            .map(word -> singular(word.toLowerCase(Locale.ROOT)))
            .toList());
  }

  private static String singular(String word) {
    if (word.length() < 4 || !word.endsWith("s") || word.endsWith("ss") || word.endsWith("us")) {
      return word;
    }
    if (PLURALS_KEPT.contains(word)) {
      return word;
    }
    if (word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    boolean es =
        word.endsWith("sses")
            || word.endsWith("xes")
            || word.endsWith("ches")
            || word.endsWith("shes");
    return word.substring(0, word.length() - (es ? 2 : 1));
  }

  /** {@code customer_id}, and {@code id_customer} as well. */
  boolean isKey() {
    return KEY.contains(last()) || beginsAsKey();
  }

  private boolean beginsAsKey() {
    return all.size() > 1 && KEY_FIRST.contains(first());
  }

  /** Without the word that makes it a key's name: what the key is of. */
  List<String> base() {
    if (KEY.contains(last())) {
      return all.subList(0, all.size() - 1);
    }
    return beginsAsKey() ? all.subList(1, all.size()) : all;
  }

  String first() {
    return all.isEmpty() ? "" : all.get(0);
  }

  String last() {
    return all.isEmpty() ? "" : all.get(all.size() - 1);
  }

  /** Words between spaces. */
  static Set<String> set(String words) {
    return Set.of(words.split("\\s+"));
  }

  boolean hasAny(Set<String> words) {
    return all.stream().anyMatch(words::contains);
  }

  /** Whether these words, or several of them run together, hold one of those. */
  boolean holds(Set<String> words) {
    if (hasAny(words) || words.contains(String.join("", all))) {
      return true;
    }
    List<String> pairs = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      pairs.add(all.get(i - 1) + all.get(i));
    }
    return pairs.stream().anyMatch(words::contains);
  }

  static boolean endsWith(List<String> words, List<String> end) {
    return !end.isEmpty()
        && words.size() >= end.size()
        && words.subList(words.size() - end.size(), words.size()).equals(end);
  }
}
