package io.rehydrate.planning.draft;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table of settings: one column says what the other holds, so that it is looked at by key.
 *
 * @param plain whether the keys are names of programs, which say nothing of people
 * @param personal the keys whose values are personal or secret
 */
record KeyValues(Column key, Column value, boolean plain, List<String> personal) {
  private static final Set<String> VALUES = NameTokens.set("value val data content");
  private static final Set<String> KEYS =
      NameTokens.set(
          "name key option setting param parameter property attribute variable field code path");
  private static final Set<String> SECRETS =
      NameTokens.set(
          "pass password passwd passphrase pwd secret token salt credential apikey privatekey"
              + " secretkey accesskey licensekey authkey");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:/-]{0,63}");
  private static final int LONGEST_KEY = 255;

  /** Empty for a table that is none, and where there was no time. */
  static Optional<KeyValues> of(ReadOnlySource source, Table table) {
    Optional<Column> value = column(table, VALUES, Long.MAX_VALUE);
    Optional<Column> key =
        value.flatMap(v -> column(table, KEYS, LONGEST_KEY).filter(k -> !k.equals(v)));
    return key.flatMap(k -> new ValuesByKey(source, table, k, value.get()).read())
        .filter(found -> !found.isEmpty())
        .map(found -> of(key.get(), value.get(), found));
  }

  private static KeyValues of(Column key, Column value, List<ValuesByKey.Found> found) {
    boolean plain = found.stream().allMatch(f -> PLAIN.matcher(f.key()).matches());
    List<String> personal =
        found.stream()
            .filter(KeyValues::isPersonal)
            .map(ValuesByKey.Found::key)
            .distinct()
            .sorted()
            .toList();
    return new KeyValues(key, value, plain, personal);
  }

  private static boolean isPersonal(ValuesByKey.Found found) {
    return found.looksPersonal() || (found.isLong() && NameTokens.of(found.key()).holds(SECRETS));
  }

  private static Optional<Column> column(Table table, Set<String> words, long longest) {
    return table.columns().stream()
        .filter(c -> c.isText() && !c.generated())
        .filter(c -> c.characters().orElse(0) <= longest)
        .filter(c -> words.contains(NameTokens.of(c.name()).last()))
        .findFirst();
  }

  /** The masks of the values, where some of them need one. */
  Optional<ColumnGuess> guess() {
    if (personal.isEmpty()) {
      return Optional.empty();
    }
    String why = personal.size() + (personal.size() == 1 ? " key holds" : " keys hold");
    if (!plain) {
      return Optional.of(ColumnGuess.personal(why + " what is personal or secret", "redact"));
    }
    String expression =
        personal.stream()
            .map(k -> "'" + k + "'")
            .collect(
                Collectors.joining(
                    ", ",
                    "IF(" + Sql.name(key.name()) + " IN (",
                    "), 'masked', " + Sql.name(value.name()) + ")"));
    return Optional.of(
        ColumnGuess.personal(
            why + " what is personal or secret; are these all?",
            List.of(new MaskSpec("sql", "\"" + expression + "\""))));
  }
}
