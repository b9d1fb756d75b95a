package io.rehydrate.planning.draft;

import io.rehydrate.mask.Masks;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.plan.PlanProblem;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.ForeignKey;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Drafts a first plan from what a source declares and holds. */
public final class PlanDraft {
  private static final String HEAD =
      """
      # A first plan for %s, drafted from names, types and the data itself. Read each line: a
      # relation that is missing cuts what hangs on it, a column under 'safe' is copied as it is.
      # Then: plan check.""";

  private PlanDraft() {}

  /**
   * @param problems what 'plan check' would say of the draft; none, as a rule
   */
  public record Draft(String text, List<PlanProblem> problems) {}

  /** Looks at the source, over a session that only reads. */
  public static Draft of(Catalog declared, ReadOnlySource source) {
    Catalog catalog = TableSizes.counted(declared, source);
    RelationGuesses.Guesses relations = RelationGuesses.of(catalog, source);
    List<ColumnRelation> links = new ArrayList<>(declared(catalog));
    relations.held().forEach(guess -> links.add(guess.link()));
    ColumnGuesses columns = new ColumnGuesses(source);
    RowGuesses rows = RowGuesses.of(catalog, links, columns::isPersonal);
    String schemas = catalog.schemas().stream().map(Schema::name).collect(Collectors.joining(", "));
    String text =
        new DraftText(catalog, relations, rows, columns)
            .write(HEAD.formatted(schemas.replaceAll("\\p{Cntrl}", "?")));
    List<PlanProblem> problems =
        PlanResolver.examine(PlanFile.parse("the draft", text), catalog, Masks.check()).problems();
    return new Draft(text, problems);
  }

  private static List<ColumnRelation> declared(Catalog catalog) {
    List<ColumnRelation> links = new ArrayList<>();
    for (Table table : catalog.tables()) {
      for (ForeignKey key : table.foreignKeys()) {
        catalog
            .table(key.referenced())
            .ifPresent(
                to ->
                    links.add(
                        new ColumnRelation(
                            table, key.columns(), to, key.referencedColumns(), Optional.empty())));
      }
    }
    return links;
  }
}
