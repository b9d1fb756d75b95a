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
    under("company").forEach(name -> prints.add(company(name)));
    List<String> first = under("first-name");
    List<String> last = under("last-name");
    first.forEach(name -> prints.add(unlessShort(name, print(NameKind.WORD, name))));
    last.forEach(name -> prints.add(unlessShort(name, print(NameKind.WORD, name))));
    first.stream()
        .flatMap(f -> last.stream().map(l -> pair(firstWord(f), lastWord(l))))
        .limit(MOST_PAIRS)
        .forEach(prints::add);
    return prints;
  }

  /** SQL of the plain forms of all texts that such a mask replaces, inside JSON too. */
  private List<String> under(String mask) {
    List<String> texts = new ArrayList<>();
    for (Column column : table.writtenColumns()) {
      MaskSpec spec = masks.get(column.name());
      if (spec != null) {
        MaskedColumn masked =
            MaskedColumn.of(table, column, spec.argument(), table.name().quoted());
        if (spec.name().equals(mask)) {
          texts.add(plain(masked.text()));
        } else if (spec.name().equals("json")) {
          JsonMask.valuesUnder(mask, masked).forEach(value -> texts.add(plain(value)));
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

  private static String fullName(String name) {
    return "IF("
        + name
        + " LIKE '% %', "
        + pair(firstWord(name), lastWord(name))
        + ", "
        + unlessShort(name, print(NameKind.WORD, name))
        + ")";
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
