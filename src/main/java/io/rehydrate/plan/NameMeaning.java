package io.rehydrate.plan;

import io.rehydrate.schema.Column;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the name of a column says of its values, in the languages that the masks have lists for. */
public enum NameMeaning {
  PHONE,
  BIRTH,
  INCOME,
  TAX,
  SOCIAL,
  IDENTITY,
  ACCOUNT,
  PLACE,
  NATURE,
  NETWORK,
  HOST,
  SECRET,
  VERSION;

  private static final String FILE = "name-meanings.txt";
  private static final Pattern BORDER =
      Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
  private static final int LONGEST_NAME = 100;
  private static final int MOST_WORDS_JOINED = 4;

  /** What stands for a number at the end of a word: {@code handynr}. */
  private static final List<String> ENDINGS =
      List.of("nummer", "number", "numero", "nr", "no", "num");

  /** Whose or which one it is, in front of a word: {@code privattelefon}. */
  private static final List<String> BEGINNINGS =
      List.of(
          "home",
          "work",
          "office",
          "business",
          "private",
          "privat",
          "personal",
          "mobile",
          "mobil",
          "cell",
          "customer",
          "contact",
          "emergency",
          "user",
          "client",
          "kunden",
          "geschafts",
          "dienst",
          "haupt",
          "main",
          "daytime",
          "evening",
          "festnetz");

  /** At the end of a name they say that it is about the thing, and not the thing itself. */
  private static final Set<String> ABOUT =
      Set.of(
          "count",
          "cnt",
          "rate",
          "type",
          "status",
          "state",
          "class",
          "kind",
          "category",
          "flag",
          "verified",
          "required",
          "enabled",
          "disabled",
          "confirmed",
          "valid",
          "validated",
          "version",
          "level",
          "percent",
          "pct",
          "at",
          "format",
          "exempt",
          "included",
          "source",
          "provider",
          "model",
          "attempts",
          "length",
          "order",
          "position",
          "visible",
          "optional",
          "amount",
          "total",
          "id",
          "ids",
          "uuid",
          "code",
          "group",
          "name",
          "year",
          "text",
          "label");

  private static final Set<String> FLAGS =
      Set.of(
          "is",
          "has",
          "can",
          "may",
          "needs",
          "show",
          "allow",
          "allows",
          "use",
          "uses",
          "hide",
          "with",
          "require",
          "requires",
          "enable",
          "ist",
          "hat");

  private static final Map<String, Set<NameMeaning>> WORDS = new HashMap<>();

  static {
    try (InputStream in = NameMeaning.class.getResourceAsStream(FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          List<String> words = List.of(line.split(" "));
          NameMeaning meaning = valueOf(words.get(0).toUpperCase(Locale.ROOT));
          for (String word : words.subList(1, words.size())) {
            WORDS.computeIfAbsent(word, w -> EnumSet.noneOf(NameMeaning.class)).add(meaning);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Meanings that say that a value of any type is a person's. */
  private static final Set<NameMeaning> PERSONAL =
      EnumSet.complementOf(EnumSet.of(HOST, SECRET, VERSION));

  /** What a name means; mostly nothing. */
  public static Set<NameMeaning> of(String name) {
    if (name.length() > LONGEST_NAME) {
      return EnumSet.noneOf(NameMeaning.class);
    }
    List<String> words = words(name);
    EnumSet<NameMeaning> found = EnumSet.noneOf(NameMeaning.class);
    if (words.isEmpty() || FLAGS.contains(words.get(0))) {
      return found;
    }
    found.addAll(WORDS.getOrDefault("=" + String.join("", words), Set.of()));
    boolean about = ABOUT.contains(words.get(words.size() - 1));
    for (int from = 0; from < words.size(); from++) {
      StringBuilder joined = new StringBuilder();
      for (int to = from; to < Math.min(words.size(), from + MOST_WORDS_JOINED); to++) {
        joined.append(words.get(to));
        if (to == words.size() - 1 || !about) {
          variants(joined.toString()).forEach(w -> found.addAll(WORDS.getOrDefault(w, Set.of())));
        }
      }
    }
    return found;
  }

  /** Whether a column of any type is a person's by its name: a birth date, a salary, a latitude. */
  public static boolean isPersonal(Column column) {
    boolean flag = column.type().matches("(?i)tinyint\\(1\\).*|bit\\(1\\)|bit|bool.*");
    return !flag && of(column.name()).stream().anyMatch(PERSONAL::contains);
  }

  private static List<String> words(String name) {
    return Arrays.stream(BORDER.split(name))
        .map(NameMeaning::plain)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Lower case, without accents and without digits. */
  private static String plain(String word) {
    return Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
        .replace("ß", "ss")
        .replaceAll("[^\\p{L}]", "");
  }

  private static List<String> variants(String word) {
    List<String> variants = new ArrayList<>(List.of(word));
    ENDINGS.stream()
        .filter(word::endsWith)
        .map(end -> word.substring(0, word.length() - end.length()))
        .forEach(variants::add);
    for (String variant : List.copyOf(variants)) {
      BEGINNINGS.stream()
          .filter(variant::startsWith)
          .map(begin -> variant.substring(begin.length()))
          .forEach(variants::add);
    }
    return variants;
  }
}
