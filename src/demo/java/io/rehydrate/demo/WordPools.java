package io.rehydrate.demo;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.datafaker.Faker;

/** Names, places and sentences that the rows are put together from; the same for the same seed. */
final class WordPools {
  private static final List<Locale> LOCALES =
      List.of(
          Locale.US,
          Locale.GERMANY,
          Locale.FRANCE,
          Locale.forLanguageTag("pl"),
          Locale.forLanguageTag("es"),
          Locale.forLanguageTag("sv"),
          Locale.JAPAN);
  private static final int WORDS_PER_LOCALE = 30;
  private static final List<String> SENTENCES =
      List.of(
          "Asked for the last three years of claims.",
          "The roof was replaced in spring, photographs will follow.",
          "Wants the higher deductible if the premium drops by a tenth.",
          "Called back twice, no answer yet.",
          "Payment bounced, second try on the first of the month.",
          "Has moved; the new address is in the signed form.",
          "Please quote with and without the umbrella policy.",
          "The inspection found no smoke detector in the basement.",
          "A second driver, 19 years old, has to be added.",
          "Thank you, that is exactly what I needed!",
          "Compares us with two other carriers, decides by Friday.",
          "Spouse signs as well: send both forms.",
          "Birth date was wrong in the first version, corrected.",
          "The broker keeps the original, we hold the copy.",
          "Referred to underwriting because of the coastal location.",
          "When will the policy documents arrive?",
          "No losses in five years – preferred tier applies.",
          "Cancelled the old policy as of midnight.");

  private final Map<String, List<String>> pools;

  private WordPools(Map<String, List<String>> pools) {
    this.pools = pools;
  }

  static WordPools of(long seed) {
    List<Faker> fakers = LOCALES.stream().map(l -> new Faker(l, new Random(seed))).toList();
    List<String> first = words(fakers, f -> f.name().firstName());
    List<String> last = words(fakers, f -> f.name().lastName());
    return new WordPools(
        Map.of(
            "first", first,
            "last", last,
            "first_ascii", first.stream().map(WordPools::ascii).toList(),
            "last_ascii", last.stream().map(WordPools::ascii).toList(),
            "street", words(fakers.subList(0, 3), f -> f.address().streetName()),
            "city", words(fakers, f -> f.address().city()),
            "sentence", SENTENCES,
            "domain", List.of("example.com", "example.org", "example.net", "mail.example.com")));
  }

  private static List<String> words(List<Faker> fakers, Function<Faker, String> word) {
    Set<String> words = new LinkedHashSet<>();
    for (Faker faker : fakers) {
      for (int i = 0; i < WORDS_PER_LOCALE; i++) {
        words.add(word.apply(faker));
      }
    }
    return new ArrayList<>(words);
  }

  /** What stands of a name in a mail address. */
  private static String ascii(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("[^A-Za-z]", "")
            .toLowerCase(Locale.ROOT);
    return plain.isEmpty() ? "mail" : plain;
  }

  List<String> pool(String name) {
    List<String> pool = pools.get(name);
    if (pool == null) {
      throw new IllegalArgumentException("no pool of words named " + name);
    }
    return pool;
  }
}
