package io.rehydrate.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of SHOW CREATE TABLE, taken apart so that a table can be made under another name, and
 * without its secondary indexes or foreign keys, which come back later.
 *
 * <p>Save for tablespaces and folders, which go, nothing is rewritten: options, comments,
 * partitions, CHECKs and version comments stay letter by letter. A table made without and completed
 * by {@link #secondaryIndexes()} and {@link #foreignKeys()} shows the same text as before.
 */
public final class TableText {
  private static final Pattern HEAD =
      Pattern.compile("CREATE TABLE (?<name>`(?:[^`]|``)+`) \\(\\n");
  private static final Pattern COLUMN =
      Pattern.compile("(?<name>`(?:[^`]|``)+`) (?<rest>.*)", Pattern.DOTALL);
  private static final Pattern FIRST_KEY_PART = Pattern.compile("[^(]*?\\((?<name>`(?:[^`]|``)+`)");
  private static final Pattern QUOTED = Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|`[^`]*+`");

  /** Where a server keeps a table: no other has these tablespaces and folders. */
  private static final Pattern PLACE =
      Pattern.compile(
          "'(?:[^'\\\\]|\\\\.)*+'|`[^`]*+`|(?<place> /\\*!50100 TABLESPACE `(?:[^`]|``)++` \\*/|"
              + " TABLESPACE(?: =)? `(?:[^`]|``)++`| (?:DATA|INDEX) DIRECTORY ?="
              + " ?'(?:[^'\\\\]|\\\\.|'')*+')");

  private final List<TableItem> items;
  private final String tail;

  private TableText(List<TableItem> items, String tail) {
    this.items = items;
    this.tail = tail;
  }

  /**
   * @param createStatement as SHOW CREATE TABLE gives it under an empty {@code sql_mode}
   */
  public static TableText parse(String createStatement) {
    Matcher head = HEAD.matcher(createStatement);
    if (!head.lookingAt()) {
      throw new IllegalArgumentException("not the text of SHOW CREATE TABLE");
    }
    List<TableItem> items = new ArrayList<>();
    int at = head.end();
    while (createStatement.charAt(at) != ')') {
      int end = TableItem.end(createStatement, at);
      items.add(TableItem.of(createStatement.substring(at, end).strip()));
      at = end + (createStatement.charAt(end) == ',' ? 2 : 1);
    }
    return new TableText(items, createStatement.substring(at));
  }

  /**
   * The conditions of its CHECKs, with blanks in the place of literals; without those by which
   * MariaDB declares a column as JSON.
   */
  public List<String> checks() {
    return items.stream()
        .map(item -> QUOTED.matcher(item.text()).replaceAll(TableText::withoutLiteral))
        .filter(text -> text.contains(" CHECK (") && !text.contains("json_valid("))
        .map(text -> text.substring(text.indexOf(" CHECK (") + 1))
        .toList();
  }

  /** Its CHECKs that the server enforces, without those by which MariaDB declares JSON. */
  public List<TableCheck> enforcedChecks() {
    return items.stream()
        .flatMap(item -> TableCheck.of(item.text()).stream())
        .filter(check -> !check.condition().startsWith("json_valid("))
        .toList();
  }

  private static String withoutLiteral(MatchResult quoted) {
    return quoted.group().startsWith("`") ? Matcher.quoteReplacement(quoted.group()) : " ";
  }

  /** What stands behind the columns, keys and constraints: engine, counter, comment, partitions. */
  public static String options(String createStatement) {
    return parse(createStatement).tail;
  }

  /** The CREATE TABLE statement for a table of this name in this schema. */
  public String create(String schema, String table, boolean secondaryIndexes, boolean foreignKeys) {
    int needed = neededIndexes();
    List<String> lines = new ArrayList<>();
    int index = 0;
    for (TableItem item : items) {
      boolean wanted =
          switch (item.kind()) {
            case INDEX -> index++ < needed || secondaryIndexes;
            case FOREIGN_KEY -> foreignKeys;
            case OTHER -> true;
          };
      if (wanted) {
        lines.add("  " + item.text());
      }
    }
    return "CREATE TABLE "
        + new TableName(schema, table).quoted()
        + " (\n"
        + String.join(",\n", lines)
        + "\n"
        + PLACE
            .matcher(tail)
            .replaceAll(m -> m.group(1) == null ? Matcher.quoteReplacement(m.group()) : "");
  }

  /**
   * The indexes that {@link #create} leaves out, as clauses of one ALTER TABLE: {@code ADD UNIQUE
   * KEY `a` (`b`)}. Their order matters: it is the order in which the server shows them.
   */
  public List<String> secondaryIndexes() {
    return items.stream()
        .filter(item -> item.kind() == TableItem.Kind.INDEX)
        .skip(neededIndexes())
        .map(item -> "ADD " + item.text())
        .toList();
  }

  /**
   * The foreign keys, as clauses of one ALTER TABLE. A referenced table of the same schema stands
   * there without a schema, and the server takes it from the schema of the altered table.
   */
  public List<String> foreignKeys() {
    return items.stream()
        .filter(item -> item.kind() == TableItem.Kind.FOREIGN_KEY)
        .map(item -> "ADD " + item.text())
        .toList();
  }

  /**
   * How many of the first indexes a table can't be made without. All before the needed one stay
   * too: an index that is added later is shown later.
   */
  private int neededIndexes() {
    List<TableItem> indexes =
        items.stream().filter(item -> item.kind() == TableItem.Kind.INDEX).toList();
    boolean hasPrimaryKey = items.stream().anyMatch(i -> i.text().startsWith("PRIMARY KEY"));
    int needed = 0;
    for (int i = 0; i < indexes.size(); i++) {
      boolean partitioning =
          !hasPrimaryKey
              && tail.contains("PARTITION BY")
              && indexes.get(i).text().startsWith("UNIQUE");
      if (partitioning) {
        needed = i + 1;
      }
    }
    String counter = counter();
    if (counter.isEmpty() || items.stream().anyMatch(i -> isPrimaryKeyFrom(counter, i))) {
      return needed;
    }
    for (int i = 0; i < indexes.size(); i++) {
      if (firstPart(indexes.get(i)).equals(counter)) {
        return Math.max(needed, i + 1);
      }
    }
    return counterIsInPrimaryKey(counter) ? needed : indexes.size();
  }

  private boolean counterIsInPrimaryKey(String counter) {
    return items.stream()
        .anyMatch(i -> i.text().startsWith("PRIMARY KEY") && i.text().contains(counter));
  }

  private static boolean isPrimaryKeyFrom(String column, TableItem item) {
    return item.text().startsWith("PRIMARY KEY") && firstPart(item).equals(column);
  }

  private static String firstPart(TableItem item) {
    String text = item.text().replaceFirst("KEY `(?:[^`]|``)+` ", "KEY ");
    Matcher part = FIRST_KEY_PART.matcher(text);
    return part.lookingAt() ? part.group("name") : "";
  }

  /** The quoted name of the AUTO_INCREMENT column, or empty. */
  private String counter() {
    return items.stream()
        .filter(item -> item.kind() == TableItem.Kind.OTHER)
        .map(item -> COLUMN.matcher(item.text()))
        .filter(Matcher::matches)
        .filter(c -> QUOTED.matcher(c.group("rest")).replaceAll("").contains(" AUTO_INCREMENT"))
        .map(c -> c.group("name"))
        .findFirst()
        .orElse("");
  }

  /**
   * ALTER TABLE statements of these clauses, one wherever it can be: InnoDB makes no two FULLTEXT
   * indexes at a time (error 1795 on MySQL).
   */
  public static List<String> alters(TableName table, List<String> clauses) {
    List<List<String>> statements = new ArrayList<>();
    boolean fullText = true;
    for (String clause : clauses) {
      boolean alsoFullText = clause.startsWith("ADD FULLTEXT ");
      if (statements.isEmpty() || (fullText && alsoFullText)) {
        statements.add(new ArrayList<>());
        fullText = false;
      }
      statements.get(statements.size() - 1).add(clause);
      fullText |= alsoFullText;
    }
    return statements.stream()
        .map(s -> "ALTER TABLE " + table.quoted() + "\n  " + String.join(",\n  ", s))
        .toList();
  }
}
