package io.rehydrate.night;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dump.DumpFiles;
import io.rehydrate.dump.Manifest;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.SourceSnapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts together what a dump's manifest says. */
public final class ManifestWriter {
  private final Settings settings;
  private final String toolVersion;
  private final Clock clock;

  public ManifestWriter(Settings settings, String toolVersion, Clock clock) {
    this.settings = settings;
    this.toolVersion = toolVersion;
    this.clock = clock;
  }

  Manifest manifest(
      ActiveRun run,
      DumpWork work,
      Scratch scratch,
      ResolvedPlan plan,
      DehydrationResult dehydrated) {
    Map<String, Manifest.SchemaEntry> schemas = new LinkedHashMap<>();
    for (Schema schema : scratch.catalog().schemas()) {
      schemas.put(
          schema.name(),
          new Manifest.SchemaEntry(
              schema.characterSet(),
              schema.collation(),
              work.entry(DumpFiles.definitions(schema.name())),
              work.entry(DumpFiles.after(schema.name())),
              tables(schema, work, plan, dehydrated),
              work.leftOut(schema.name())));
    }
    return new Manifest(
        Nights.dumpOf(run),
        run.run().asOf().orElseThrow(),
        clock.instant(),
        new Manifest.Source(
            settings.source().kind(),
            scratch.identifier(),
            scratch.snapshot().map(SourceSnapshot::id),
            scratch.snapshot().flatMap(SourceSnapshot::older)),
        scratch.catalog().server().text(),
        plan.sha256(),
        toolVersion,
        schemas,
        dehydrated.relations(),
        run.durations());
  }

  private static Map<String, Manifest.TableEntry> tables(
      Schema schema, DumpWork work, ResolvedPlan plan, DehydrationResult dehydrated) {
    Map<String, Manifest.TableEntry> tables = new LinkedHashMap<>();
    schema
        .tables()
        .forEach(
            table -> {
              TableName name = table.name();
              ResolvedPlan.Rule rule = plan.rule(name);
              tables.put(
                  name.table(),
                  new Manifest.TableEntry(
                      dehydrated.rows().getOrDefault(name, 0L),
                      dehydrated.rowsBefore().getOrDefault(name, 0L),
                      rule.rows().name().toLowerCase(Locale.ROOT),
                      rule.masks().keySet().stream().sorted().toList(),
                      files(work, name),
                      work.largestRow(name)));
            });
    return tables;
  }

  private static List<Manifest.FileEntry> files(DumpWork work, TableName table) {
    List<Manifest.FileEntry> files = new ArrayList<>();
    work.files().stream()
        .filter(file -> file.table().filter(table::equals).isPresent())
        .map(DumpFile::name)
        .sorted()
        .forEach(name -> files.add(work.entry(name)));
    return files;
  }
}
