package io.rehydrate.scan;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is looked for in a column.
 *
 * @param kinds bits of {@link Kind}
 * @param isNumber its values are numbers, and not texts
 * @param namedPhone its name says that plain digits are telephone numbers
 * @param namedSocialSecurity likewise
 */
record ColumnRule(
    String column, int kinds, boolean isNumber, boolean namedPhone, boolean namedSocialSecurity) {
  private static final Set<String> PHONES =
      Set.of("phone", "telephone", "tel", "mobile", "cell", "cellphone", "fax", "msisdn");

  boolean wanted() {
    return kinds != 0;
  }

  boolean wants(Kind kind) {
    return (kinds & kind.bit()) != 0;
  }

  static ColumnRule of(ResolvedPlan plan, Table table, Column column) {
    ResolvedPlan.Rule rule = plan.rule(table.name());
    EnumSet<Kind> kinds = EnumSet.copyOf(kinds(column, isKey(plan, table, column)));
    List<String> words = words(column.name());
    boolean phone = words.stream().anyMatch(PHONES::contains);
    boolean social =
        words.contains("ssn") || column.name().toLowerCase(Locale.ROOT).contains("social_sec");
    if (column.isNumber()) {
      kinds.removeIf(k -> (k == Kind.PHONE && !phone) || (k == Kind.SSN && !social));
    }
    if (rule.masks().containsKey(column.name())) {
      kinds.removeAll(MaskKinds.lookAlikes(rule.masks().get(column.name())));
    }
    rule.exempt()
        .getOrDefault(column.name(), Set.of())
        .forEach(kind -> kinds.remove(Kind.of(kind)));
    return new ColumnRule(
        column.name(),
        Kind.bits(kinds),
        column.isNumber(),
        phone && kinds.contains(Kind.PHONE),
        social && kinds.contains(Kind.SSN));
  }

  private static Set<Kind> kinds(Column column, boolean key) {
    if (column.generated()) {
      return EnumSet.noneOf(Kind.class);
    }
    boolean choice = column.dataType().equals("enum") || column.dataType().equals("set");
    boolean address = column.dataType().equals("inet4") || column.dataType().equals("inet6");
    if (address || column.isJson() || column.isBinary() || (column.isText() && !choice)) {
      return Kind.all();
    }
    boolean whole = column.isInteger() || column.dataType().equals("decimal");
    return whole && !key ? EnumSet.of(Kind.CARD, Kind.PHONE, Kind.SSN) : EnumSet.noneOf(Kind.class);
  }

  private static boolean isKey(ResolvedPlan plan, Table table, Column column) {
    return table.primaryKey().contains(column.name())
        || plan.from(table.name()).stream().anyMatch(r -> r.fromColumns().contains(column.name()))
        || plan.to(table.name()).stream().anyMatch(r -> r.toColumns().contains(column.name()));
  }

  /** {@code homePhone}, {@code home_phone} and {@code HOME PHONE} are home and phone. */
  private static List<String> words(String name) {
    return List.of(
        name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT).split("[^a-z]+", -1));
  }
}
