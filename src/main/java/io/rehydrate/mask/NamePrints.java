package io.rehydrate.mask;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  private final String row;

  /**
   * Of rows that a statement selects by the table's own name.
   *
   * @param masks by column name
   */
  public NamePrints(Table table, Map<String, MaskSpec> masks) {
    this(table, masks, table.name().quoted());
  }

  /**
   * @param masks by column name
   * @param row how a statement names the table of the row
   */
  public NamePrints(Table table, Map<String, MaskSpec> masks, String row) {
    this.table = table;
    this.masks = masks;
    this.row = row;
  }

  /**
   * Where names are, and their fingerprints: the table's rows, and each array in a document.
   *
   * @param join SQL behind the table's name, which must be there by its full name; empty for rows
   * @param expressions a fingerprint each, NULL where there is no such name
   */
  public record Source(String join, List<String> expressions) {
    public Source {
      expressions = List.copyOf(expressions);
    }
  }

  /** None where no mask of the table stands for a name. */
  public List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    sources.add(new Source("", expressions(this::inRows)));
    for (Column column : table.writtenColumns()) {
      MaskSpec spec = masks.get(column.name());
      if (spec != null && spec.name().equals("json")) {
        sources.addAll(arrays(masked(column, spec)));
      }
    }
    sources.removeIf(source -> source.expressions().isEmpty());
    return sources;
  }

  private MaskedColumn masked(Column column, MaskSpec spec) {
    return MaskedColumn.of(table, column, spec.argument(), row);
  }

  /**
   * @param under SQL of all texts that a mask replaces
   */
  private static List<String> expressions(Function<String, List<String>> under) {
    List<String> prints = new ArrayList<>();
    under.apply("full-name").forEach(name -> prints.add(fullName(name)));
    under.apply("company").forEach(name -> prints.add(company(plain(name))));
    List<String> first = under.apply("first-name");
    List<String> last = under.apply("last-name");
    first.forEach(name -> prints.add(word(name)));
    last.forEach(name -> prints.add(word(name)));
    first.stream()
        .flatMap(f -> last.stream().map(l -> pair(firstOf(f), lastOf(l))))
        .limit(MOST_PAIRS)
        .forEach(prints::add);
    return prints;
  }

  /** Inside of documents too, but for the elements of arrays, of which a row has many. */
  private List<String> inRows(String mask) {
    List<String> texts = new ArrayList<>();
    for (Column column : table.writtenColumns()) {
      MaskSpec spec = masks.get(column.name());
      if (spec != null && spec.name().equals(mask)) {
        texts.add(masked(column, spec).text());
      } else if (spec != null && spec.name().equals("json")) {
        MaskedColumn document = masked(column, spec);
        texts.addAll(texts(document.value(), mask, at(document, Optional.empty())));
      }
    }
    return texts;
  }

  /** The masks of a document's paths that lead into the elements of one array, or into none. */
  private static Map<JsonPath, MaskSpec> at(MaskedColumn document, Optional<JsonPath> elements) {
    Map<JsonPath, MaskSpec> masks = new LinkedHashMap<>(JsonMask.masks(document));
    masks.keySet().removeIf(path -> !path.elements().equals(elements));
    return masks;
  }

  private static List<String> texts(String value, String mask, Map<JsonPath, MaskSpec> masks) {
    return masks.entrySet().stream()
        .filter(e -> e.getValue().name().equals(mask))
        .map(e -> JsonDocument.textOf(value, e.getKey().inElement()))
        .toList();
  }

  private static List<Source> arrays(MaskedColumn document) {
    return JsonMask.masks(document).keySet().stream()
        .flatMap(path -> path.elements().stream())
        .distinct()
        .map(
            elements ->
                new Source(
                    "\nCROSS JOIN JSON_TABLE("
                        + document.value()
                        + ", "
                        + Sql.text(elements.toString())
                        + " COLUMNS (item JSON PATH '$')) AS _element",
                    expressions(
                        mask -> texts("_element.item", mask, at(document, Optional.of(elements))))))
        .toList();
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
