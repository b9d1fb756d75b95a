package io.rehydrate.mask;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * SQL of the keyed fingerprints of the names that a table's masks take away, by which the read-back
 * knows a real name where it should not be. They are in the same form as {@link NameDigest}'s.
 */
public final class NamePrints {
  /** What a session must hold for them. */
  public static final String PURPOSE = "names";

  private static final int MOST_PAIRS = 6;

  private final Table table;
  private final Map<String, MaskSpec> masks;

  /**
   * @param masks by column name
   */
  public NamePrints(Table table, Map<String, MaskSpec> masks) {
    this.table = table;
    this.masks = masks;
  }

  /**
   * An expression a fingerprint, NULL where a row has no such name; none where no mask of the table
   * stands for one.
   */
  public List<String> expressions() {
    List<String> prints = new ArrayList<>();
    under("full-name").forEach(name -> prints.add(fullName(name)));
    under("company").forEach(name -> prints.add(company(plain(name))));
    List<String> first = under("first-name");
    List<String> last = under("last-name");
    first.forEach(name -> prints.add(word(name)));
    last.forEach(name -> prints.add(word(name)));
    first.stream()
        .flatMap(f -> last.stream().map(l -> pair(firstOf(f), lastOf(l))))
        .limit(MOST_PAIRS)
        .forEach(prints::add);
    return prints;
  }

  /** SQL of all texts that such a mask replaces, inside JSON too. */
  private List<String> under(String mask) {
    List<String> texts = new ArrayList<>();
    for (Column column : table.writtenColumns()) {
      MaskSpec spec = masks.get(column.name());
      if (spec != null) {
        MaskedColumn masked =
            MaskedColumn.of(table, column, spec.argument(), table.name().quoted());
        if (spec.name().equals(mask)) {
          texts.add(masked.text());
        } else if (spec.name().equals("json")) {
          texts.addAll(JsonMask.valuesUnder(mask, masked));
        }
      }
    }
    return texts;
  }

  /** Lower case, without commas and full stops, one space between two words. */
  private static String plain(String text) {
    String bare = "REPLACE(REPLACE(" + text + ", ',', ' '), '.', ' ')";
    return "TRIM(LOWER(REPLACE(REPLACE(" + bare + ", '  ', ' '), '  ', ' ')))";
  }

  /** Two plain words, as nearly all names are, need no more than lower case. */
  private static String fullName(String text) {
    String name = plain(text);
    return "CASE WHEN "
        + text
        + " LIKE '_% %_' AND NOT ("
        + text
        + " LIKE '% % %' OR "
        + isMarked(text)
        + ") THEN "
        + print(NameKind.PERSON, "LOWER(" + text + ")")
        + " WHEN "
        + name
        + " LIKE '% %' THEN "
        + pair(firstWord(name), lastWord(name))
        + " ELSE "
        + word(text)
        + " END";
  }

  private static String isMarked(String text) {
    return text + " LIKE '%,%' OR " + text + " LIKE '%.%'";
  }

  private static String ifSimple(String text, String otherwise) {
    return "IF("
        + text
        + " LIKE '% %' OR "
        + isMarked(text)
        + ", "
        + otherwise
        + ", LOWER("
        + text
        + "))";
  }

  private static String word(String text) {
    return unlessShort(text, print(NameKind.WORD, ifSimple(text, plain(text))));
  }

  private static String firstOf(String text) {
    return ifSimple(text, firstWord(plain(text)));
  }

  private static String lastOf(String text) {
    return ifSimple(text, lastWord(plain(text)));
  }

  private static String company(String name) {
    return "IF(" + name + " LIKE '% %', " + print(NameKind.COMPANY, name) + ", NULL)";
  }

  private static String unlessShort(String name, String sql) {
    return "IF(CHAR_LENGTH(" + name + ") < 2, NULL, " + sql + ")";
  }

  private static String firstWord(String name) {
    String first = "SUBSTRING_INDEX(" + name + ", ' ', 1)";
    return "SUBSTRING_INDEX(IF(CHAR_LENGTH("
        + first
        + ") = 1 OR "
        + first
        + " IN "
        + list(NameDigest.TITLES)
        + ", SUBSTR("
        + name
        + ", LOCATE(' ', "
        + name
        + ") + 1), "
        + name
        + "), ' ', 1)";
  }

  private static String lastWord(String name) {
    String last = "SUBSTRING_INDEX(" + name + ", ' ', -1)";
    return "IF(CHAR_LENGTH("
        + last
        + ") = 1 OR "
        + last
        + " IN "
        + list(NameDigest.SUFFIXES)
        + ", SUBSTRING_INDEX(SUBSTRING_INDEX("
        + name
        + ", ' ', -2), ' ', 1), "
        + last
        + ")";
  }

  private static String list(List<String> words) {
    return words.stream().map(w -> "'" + w + "'").collect(Collectors.joining(", ", "(", ")"));
  }

  private static String pair(String first, String last) {
    return print(NameKind.PERSON, first + ", ' ', " + last);
  }

  /** NULL for NULL: the first 60 bits of the keyed hash, and the kind behind them. */
  private static String print(NameKind kind, String text) {
    return "CAST(CONV(LEFT(SHA2(CONCAT("
        + MaskedColumn.KEYS
        + ".`key_"
        + PURPOSE
        + "`, '"
        + kind.letter()
        + "', "
        + text
        + "), 256), 15), 16, 10) AS UNSIGNED) * 4 + "
        + kind.bits();
  }
}
