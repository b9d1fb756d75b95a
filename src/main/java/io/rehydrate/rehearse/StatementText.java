package io.rehydrate.rehearse;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be said of a statement without any of its values. */
final class StatementText {
  private static final String NAME =
      "((?:`[^`]{1,64}`|[\\w$]{1,64})(?:\\s*\\.\\s*(?:`[^`]{1,64}`|[\\w$]{1,64}))?)";
  private static final Pattern COMMENTS =
      Pattern.compile(
          "\\A(?:\\s+|--[^\\n]*(?:\\n|\\z)|#[^\\n]*(?:\\n|\\z)|/\\*(?![!M]).*?\\*/)+",
          Pattern.DOTALL);
  private static final Pattern DEFINES =
      pattern(
          "(ALTER|DROP|TRUNCATE|OPTIMIZE|RENAME|CREATE)\\s+(?:OR\\s+REPLACE\\s+)?(?:ONLINE\\s+|IGNORE\\s+|TEMPORARY\\s+)?"
              + "TABLE\\s+(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?"
              + NAME);
  private static final Pattern INDEXES =
      pattern("(CREATE|DROP)\\s+(?:\\w+\\s+)?INDEX\\s.{1,300}?\\sON\\s+" + NAME);
  private static final Pattern CHANGES =
      pattern(
          "(INSERT|REPLACE|UPDATE|DELETE)\\s+(?:LOW_PRIORITY\\s+|QUICK\\s+|DELAYED\\s+|HIGH_PRIORITY\\s+|IGNORE\\s+)*(?:INTO\\s+|FROM\\s+)?"
              + NAME);
  private static final Set<String> ALTERING = Set.of("ALTER", "OPTIMIZE");
  private static final Pattern VERBS = pattern("([A-Z]+(?:\\s+OR\\s+REPLACE)?(?:\\s+[A-Z]+)?)");

  private final String what;
  private final Optional<String> table;
  private final boolean alters;

  private StatementText(String what, Optional<String> table, boolean alters) {
    this.what = what;
    this.table = table;
    this.alters = alters;
  }

  private static Pattern pattern(String text) {
    return Pattern.compile("\\A" + text, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  static StatementText of(String sql) {
    String text = COMMENTS.matcher(sql).replaceFirst("");
    Matcher defines = DEFINES.matcher(text);
    if (defines.find()) {
      return named(defines, "TABLE", ALTERING.contains(upper(defines.group(1))));
    }
    Matcher indexes = INDEXES.matcher(text);
    if (indexes.find()) {
      return named(indexes, "INDEX ON", true);
    }
    Matcher changes = CHANGES.matcher(text);
    if (changes.find()) {
      return named(changes, "", false);
    }
    Matcher verbs = VERBS.matcher(text);
    return new StatementText(
        verbs.find() ? upper(verbs.group(1)).replaceAll("\\s+", " ") : "statement",
        Optional.empty(),
        false);
  }

  /** How long the comments before a statement are. */
  static int leading(String sql) {
    Matcher comments = COMMENTS.matcher(sql);
    return comments.find() ? comments.end() : 0;
  }

  private static StatementText named(Matcher found, String of, boolean alters) {
    String table = name(found.group(2));
    return new StatementText(
        (upper(found.group(1)) + " " + of).strip() + " " + table, Optional.of(table), alters);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static String name(String written) {
    return written.replaceAll("\\s*\\.\\s*", ".").replace("`", "").replaceAll("\\p{Cntrl}", "?");
  }

  /** {@code ALTER TABLE policies} */
  String what() {
    return what;
  }

  /** That it changes, without quotes. */
  Optional<String> table() {
    return table;
  }

  /** Whether it changes the definition of a table that exists. */
  boolean alters() {
    return alters;
  }
}
