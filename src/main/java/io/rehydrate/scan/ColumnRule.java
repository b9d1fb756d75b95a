package io.rehydrate.scan;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.NameMeaning;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is looked for in a column.
 *
 * @param kinds bits of {@link Kind}
 * @param forms bits of {@link Form}: those of the kinds, and those that tell against them
 * @param isNumber its values are numbers, and not texts
 * @param meanings what its name says of plain digits, bits of {@link Context}
 * @param countsWords whether its mask keeps letters, so that the words among them are counted
 */
record ColumnRule(
    String column, int kinds, long forms, boolean isNumber, int meanings, boolean countsWords) {

  boolean wanted() {
    return kinds != 0 || countsWords;
  }

  boolean wants(Kind kind) {
    return (kinds & kind.bit()) != 0;
  }

  boolean isOfPhones() {
    return wants(Kind.PHONE) && Phones.isNamed(meanings);
  }

  static ColumnRule of(ResolvedPlan plan, Table table, Column column) {
    ResolvedPlan.Rule rule = plan.rule(table.name());
    EnumSet<Kind> kinds = EnumSet.copyOf(kinds(column, isKey(plan, table, column)));
    Set<NameMeaning> meanings = NameMeaning.of(column.name());
    if (column.isNumber()) {
      kinds.removeIf(
          k ->
              (k == Kind.PHONE && !meanings.contains(NameMeaning.PHONE))
                  || (k == Kind.SSN && !meanings.contains(NameMeaning.SOCIAL)));
    }
    Optional<MaskSpec> mask = Optional.ofNullable(rule.masks().get(column.name()));
    mask.ifPresent(spec -> kinds.removeAll(MaskKinds.lookAlikes(spec)));
    rule.exempt()
        .getOrDefault(column.name(), Set.of())
        .forEach(kind -> kinds.remove(Kind.of(kind)));
    return new ColumnRule(
        column.name(),
        Kind.bits(kinds),
        forms(kinds),
        column.isNumber(),
        Context.bits(meanings),
        column.isText() && mask.filter(spec -> spec.name().equals("digits")).isPresent());
  }

  private static long forms(Set<Kind> kinds) {
    return Arrays.stream(Form.values())
        .filter(form -> form.kind().map(kinds::contains).orElse(true))
        .mapToLong(Form::bit)
        .reduce(0, (a, b) -> a | b);
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
}
