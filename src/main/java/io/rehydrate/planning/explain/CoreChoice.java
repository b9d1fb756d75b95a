package io.rehydrate.planning.explain;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.plan.Window;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether a core row is chosen for itself: by the window, the floor or {@code also}. */
final class CoreChoice {
  private final ResolvedPlan plan;
  private final ReadOnlySource source;
  private final ZonedDateTime asOf;
  private final Map<TableName, Long> inWindow = new HashMap<>();

  /**
   * @param otherwise why it is not chosen; empty where it is
   */
  record Answer(Optional<String> chosen, String otherwise) {
    static Answer yes(String why) {
      return new Answer(Optional.of(why), "");
    }

    static Answer no(String why) {
      return new Answer(Optional.empty(), why);
    }

    /** For a table without a core entry. */
    static Answer without(RowRule rule) {
      return rule == RowRule.KEEP ? yes("all rows of the table are kept") : no("");
    }
  }

  CoreChoice(ResolvedPlan plan, ReadOnlySource source, ZonedDateTime asOf) {
    this.plan = plan;
    this.source = source;
    this.asOf = asOf;
  }

  /** SQL that is true for a row of the window, and for one of {@code also}, as far as there are. */
  List<String> conditions(Table table, Plan.Core core) {
    List<String> conditions = new ArrayList<>();
    core.window().ifPresent(window -> conditions.add(inside(table, core, window)));
    core.also().ifPresent(also -> conditions.add("(" + also + ") IS TRUE"));
    return conditions;
  }

  private String inside(Table table, Plan.Core core, Window window) {
    return table.name().quoted()
        + "."
        + Sql.name(core.newestBy().orElseThrow())
        + " >= '"
        + RowReader.LITERAL.format(window.startingBefore(asOf))
        + "'";
  }

  /**
   * @param holds what {@link #conditions} gave for the row
   */
  Answer decide(Table table, Plan.Core core, RowKey key, boolean mayStay, List<Boolean> holds) {
    if (!mayStay) {
      return Answer.no("'where' of its core entry does not hold");
    }
    if (core.window().isEmpty() && core.also().isEmpty() && core.atLeast() == 0) {
      return Answer.yes("a core row");
    }
    List<String> no = new ArrayList<>();
    int next = 0;
    if (core.window().isPresent()) {
      String window = words(core.window().get());
      if (holds.get(next++)) {
        return Answer.yes("a core row inside the window of " + window);
      }
      no.add("outside the window of " + window);
    }
    if (core.atLeast() > 0) {
      if (isInFloor(table, core, key)) {
        return Answer.yes("a core row among the newest " + core.atLeast() + " (at-least)");
      }
      no.add("not among the newest that 'at-least' adds");
    }
    if (core.also().isPresent()) {
      if (holds.get(next)) {
        return Answer.yes("a core row added by 'also'");
      }
      no.add("not added by 'also'");
    }
    return Answer.no(String.join(", ", no));
  }

  static String words(Window window) {
    return window.amount()
        + " "
        + window.unit().name().toLowerCase(Locale.ROOT)
        + (window.amount() == 1 ? "" : "s");
  }

  private boolean isInFloor(Table table, Plan.Core core, RowKey key) {
    if (core.window().isPresent()
        && inWindow.computeIfAbsent(table.name(), t -> count(table, core, insideOnly(table, core)))
            >= core.atLeast()) {
      return false;
    }
    return before(table, core, key) < core.atLeast();
  }

  private String insideOnly(Table table, Plan.Core core) {
    return inside(table, core, core.window().orElseThrow());
  }

  /** How many rows come before this one, the newest first; at a tie the larger key. */
  private long before(Table table, Plan.Core core, RowKey key) {
    RowIdentity identity = RowIdentity.of(plan.rule(table.name()).table()).orElseThrow();
    String row = table.name().quoted() + ".";
    String newest = row + Sql.name(core.newestBy().orElseThrow());
    String own =
        "(SELECT _r."
            + Sql.name(core.newestBy().orElseThrow())
            + " FROM "
            + table.name().quoted()
            + " AS _r WHERE "
            + identity.condition("_r.")
            + ")";
    String earlier =
        "(("
            + newest
            + " > "
            + own
            + ") OR ("
            + own
            + " IS NULL AND "
            + newest
            + " IS NOT NULL) OR ("
            + newest
            + " <=> "
            + own
            + " AND "
            + identity.larger(row)
            + "))";
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      values.addAll(List.of(identity.values(key)));
    }
    return count(table, core, earlier, values.toArray());
  }

  /** Counts no further than the floor. */
  private long count(Table table, Plan.Core core, String condition, Object... values) {
    return source
        .one(
            "SELECT COUNT(*) FROM (SELECT 1 FROM "
                + table.name().quoted()
                + " WHERE "
                + condition
                + core.where().map(w -> " AND (" + w + ")").orElse("")
                + " LIMIT "
                + core.atLeast()
                + ") AS _n",
            row -> row.getLong(1),
            values)
        .orElseThrow(OutOfTimeException::new);
  }
}
