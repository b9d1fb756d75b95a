package io.rehydrate.report;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dehydrate.compile.RowOrigin;
import io.rehydrate.dump.Manifest;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.scan.Finding;
import io.rehydrate.scan.ScanResult;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code report.html}: what a night kept of each table and why, what it masked, what led nowhere,
 * and how long it took. One file without scripts and without anything from elsewhere.
 */
public final class DumpReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width">
      <style>
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #222; background: #fff }
      h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
      table { border-collapse: collapse; width: 100% }
      th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #ddd; overflow-wrap: anywhere; unicode-bidi: isolate }
      td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
      @media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818 } th, td { border-color: #444 } }
      </style>
      """;

  private final Manifest manifest;
  private final ResolvedPlan plan;
  private final DehydrationResult dehydrated;
  private final ScanResult scan;
  private final Html html = new Html();

  private DumpReport(
      Manifest manifest, ResolvedPlan plan, DehydrationResult dehydrated, ScanResult scan) {
    this.manifest = manifest;
    this.plan = plan;
    this.dehydrated = dehydrated;
    this.scan = scan;
  }

  /**
   * The whole page.
   *
   * @param warnings that stand first
   */
  public static String of(
      Manifest manifest,
      ResolvedPlan plan,
      DehydrationResult dehydrated,
      ScanResult scan,
      List<String> warnings) {
    DumpReport report = new DumpReport(manifest, plan, dehydrated, scan);
    report.html.raw(HEAD).raw("<title>" + Html.escape(manifest.id().value()) + "</title>\n");
    report.html.raw("</head>\n<body>\n");
    report.html.raw("<h1>Dump " + Html.escape(manifest.id().value()) + "</h1>\n");
    warnings.forEach(report.html::paragraph);
    report.origin();
    report.tables();
    report.relations();
    report.scan();
    report.times();
    return report.html.raw("</body>\n</html>\n").toString();
  }

  private void origin() {
    Manifest.Source source = manifest.source();
    html.raw("<table>\n")
        .row("As of", manifest.asOf())
        .row("Made", manifest.createdAt())
        .row("Source", source.kind() + " " + source.identifier());
    source.snapshot().ifPresent(snapshot -> html.row("Snapshot", snapshot));
    source.fallback().ifPresent(why -> html.row("An older snapshot, since", why));
    html.row("Server", manifest.serverVersion())
        .row("Plan", "SHA-256 " + manifest.planSha256())
        .row("Tool", manifest.toolVersion())
        .row("Rows", Html.shown(manifest.rows()) + " of " + Html.shown(rowsBefore()))
        .row(
            "Core rows",
            Html.shown(dehydrated.coreChosen())
                + " were chosen for themselves, "
                + Html.shown(dehydrated.coreLost())
                + " of these went, since a reference of theirs can't hold; "
                + Html.shown(coreRows())
                + " stay, with those that were brought along")
        .endTable();
  }

  private long coreRows() {
    return plan.tables().entrySet().stream()
        .filter(table -> table.getValue().rows() == RowRule.CORE)
        .mapToLong(table -> rows(table.getKey()))
        .sum();
  }

  private long rows(TableName table) {
    return Optional.ofNullable(manifest.schemas().get(table.schema()))
        .map(schema -> schema.tables().get(table.table()))
        .map(Manifest.TableEntry::rows)
        .orElse(0L);
  }

  private long rowsBefore() {
    return manifest.schemas().values().stream()
        .flatMap(s -> s.tables().values().stream())
        .mapToLong(Manifest.TableEntry::rowsBefore)
        .sum();
  }

  private void tables() {
    html.heading("Tables")
        .tableOf("Table", "Rule", "Rows before", "Rows after", "Why", "Masked columns");
    manifest
        .schemas()
        .forEach(
            (schema, entry) ->
                entry
                    .tables()
                    .forEach(
                        (table, rows) ->
                            html.row(
                                schema + "." + table,
                                rows.rule(),
                                rows.rowsBefore(),
                                rows.rows(),
                                why(new TableName(schema, table), rows),
                                String.join(", ", rows.masked()))));
    html.endTable();
    if (plan.tables().values().stream().anyMatch(rule -> rule.rows() == RowRule.TRUNCATE)) {
      html.paragraph(
          "Rows before of a table that is truncated are the server's estimate: it is never read.");
    }
  }

  private List<String> why(TableName name, Manifest.TableEntry rows) {
    List<String> lines = new ArrayList<>();
    List<RowOrigin> reasons = dehydrated.reasons().getOrDefault(name, List.of());
    for (RowOrigin reason : reasons) {
      if (!reason.isLoss()) {
        lines.add(Html.shown(reason.rows()) + " " + reason.what());
      }
    }
    losses(reasons, rows.rows())
        .forEach(loss -> lines.add(Html.shown(loss.rows()) + " " + loss.what()));
    RowRule rule = plan.rule(name).rows();
    if (lines.isEmpty()) {
      lines.add(plain(name, rule, rows));
    }
    return lines;
  }

  /**
   * What went of the rows that are reported. Rows that were brought along and went again at once
   * are in neither number, so that the lines add up to the rows that stay.
   */
  private static List<RowOrigin> losses(List<RowOrigin> reasons, long rows) {
    List<RowOrigin> losses = reasons.stream().filter(RowOrigin::isLoss).toList();
    long left = reasons.stream().filter(r -> !r.isLoss()).mapToLong(RowOrigin::rows).sum() - rows;
    List<RowOrigin> told = new ArrayList<>();
    for (RowOrigin loss : losses) {
      boolean last = told.size() == losses.size() - 1;
      long went = last ? left : Math.min(loss.rows(), left);
      left -= went;
      told.add(new RowOrigin(loss.what(), went));
    }
    return told.stream().filter(loss -> loss.rows() > 0).toList();
  }

  private String plain(TableName name, RowRule rule, Manifest.TableEntry rows) {
    return switch (rule) {
      case KEEP -> "kept, all of them";
      case TRUNCATE -> "truncated";
      case CORE -> "no row was chosen";
      case REFERENCED -> "no row that stays refers to one";
      case FOLLOW ->
          Html.shown(rows.rows())
              + " follow by "
              + String.join(
                  " or ",
                  plan.from(name).stream()
                      .filter(Reference::followed)
                      .map(Reference::text)
                      .toList());
    };
  }

  private void relations() {
    html.heading("References that led nowhere").tableOf("Relation", "In the source", "In the dump");
    for (Manifest.RelationEntry relation : manifest.relations()) {
      html.row(relation.relation(), relation.orphansBefore(), relation.orphansAfter());
    }
    html.endTable();
  }

  private void scan() {
    html.heading("Scan for personal data");
    html.paragraph(
        Html.shown(scan.rows())
            + " rows were read again, and "
            + Html.shown(scan.columns())
            + " columns looked at. "
            + (scan.held().isEmpty()
                ? "Nothing was found that would hold the dump."
                : "The dump is held for what was found."));
    if (!scan.held().isEmpty() || !scan.passedOver().isEmpty()) {
      html.tableOf("Column", "Looks like", "Values", "Of", "Holds the dump");
      scan.held().forEach(finding -> found(finding, "yes"));
      scan.passedOver()
          .forEach(finding -> found(finding, "no: chance or business data gives as many"));
      html.endTable();
    }
    if (!scan.wordsKept().isEmpty()) {
      html.paragraph(
          "The mask 'digits' keeps letters. Values in which it kept a word of four letters or more:");
      html.tableOf("Column", "Values");
      scan.wordsKept().forEach((column, values) -> html.row(column, values));
      html.endTable();
    }
  }

  private void found(Finding finding, String holds) {
    html.row(
        finding.table() + "." + finding.column(),
        finding.kind().words(),
        finding.values(),
        finding.of(),
        holds);
  }

  private void times() {
    html.heading("Time").tableOf("Step", "Seconds");
    for (Map.Entry<String, Double> step : manifest.durations().entrySet()) {
      html.row(step.getKey(), step.getValue());
      if (step.getKey().equals("dehydrate")) {
        dehydrated
            .stageSeconds()
            .forEach((stage, seconds) -> html.row("– " + stage.toLowerCase(Locale.ROOT), seconds));
      }
    }
    html.endTable();
  }
}
