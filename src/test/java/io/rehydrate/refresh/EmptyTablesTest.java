package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Manifest.FileEntry;
import io.rehydrate.dump.Manifest.SchemaEntry;
import io.rehydrate.dump.Manifest.TableEntry;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.support.TestBook;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptyTablesTest {
  private static final TargetSessions SESSIONS = TargetSessions.byLogin();

  @TempDir Path dump;
  private final ServerLogin root = TestServers.target().root();
  private final String live = TestServers.newSchema(TestServers.target());
  private final Target target = RefreshFixture.target(root, live);
  private final TestBook book = new TestBook();

  @AfterEach
  void clear() {
    Recovery recovery = new Recovery(Map.of(target.name(), target), SESSIONS, (name, holds) -> {});
    book.resources().forEach(recovery::release);
  }

  @Test
  void a_large_table_waits_for_its_indexes_and_every_table_for_its_foreign_keys() {
    Manifest manifest = manifest(Map.of("p", 50_000L, "c", 50_000L, "small", 3L));
    StagingSchemas incoming = incoming(manifest);
    String in = incoming.first().incoming();
    TestServers.run(
        root,
        "USE " + in,
        "CREATE TABLE p (id INT AUTO_INCREMENT PRIMARY KEY, a INT, t TEXT, UNIQUE KEY u (a),"
            + " FULLTEXT KEY ft (t)) AUTO_INCREMENT=77",
        "CREATE TABLE c (id INT PRIMARY KEY, a INT, CONSTRAINT fk_c FOREIGN KEY (a) REFERENCES p"
            + " (a) ON DELETE CASCADE)",
        "CREATE TABLE small (id INT PRIMARY KEY, a INT, KEY k (a), CONSTRAINT fk_s FOREIGN KEY (id)"
            + " REFERENCES c (id))");
    String before = RefreshFixture.state(in);

    EmptyTables tables = new EmptyTables(SESSIONS);
    DeferredDdl deferred = tables.strip(incoming, manifest);
    assertThat(RefreshFixture.state(in))
        .doesNotContain("FOREIGN KEY", "UNIQUE KEY", "FULLTEXT")
        .contains("KEY `k`", "AUTO_INCREMENT=77");

    assertThat(deferred.indexes()).hasSize(2);
    tables.run(incoming, deferred.indexes());
    tables.run(incoming, deferred.foreignKeys());
    assertThat(RefreshFixture.state(in)).isEqualTo(before);
  }

  @Test
  void a_reference_to_another_schema_of_the_dump_leads_to_the_incoming_one() {
    String second = TestServers.newSchema(TestServers.target());
    Target two = RefreshFixture.target(root, live, second);
    Manifest manifest = RefreshFixture.manifest(two);
    TestServers.run(
        root,
        "CREATE DATABASE src_" + live,
        "CREATE TABLE src_" + live + ".p (id INT PRIMARY KEY)");
    StagingSchemas incoming =
        RefreshFixture.schemas(book, SESSIONS).create(RefreshFixture.RUN, two, manifest);
    SchemaSwapNames a = incoming.schemas().get(0);
    SchemaSwapNames b = incoming.schemas().get(1);
    TestServers.run(
        root,
        "CREATE TABLE " + a.incoming() + ".p (id INT PRIMARY KEY)",
        "CREATE TABLE "
            + b.incoming()
            + ".q (p INT, CONSTRAINT fk FOREIGN KEY (p) REFERENCES src_"
            + live
            + ".p (id))");

    EmptyTables tables = new EmptyTables(SESSIONS);
    tables.run(incoming, tables.strip(incoming, manifest).foreignKeys());

    assertThat(RefreshFixture.state(b.incoming()))
        .contains("REFERENCES `" + a.incoming() + "`.`p`");
    TestServers.run(root, "DROP DATABASE src_" + live);
  }

  @Test
  void a_table_that_the_definitions_lack_is_told() {
    Manifest manifest = manifest(Map.of("p", 1L));
    StagingSchemas incoming = incoming(manifest);

    assertThatThrownBy(() -> new EmptyTables(SESSIONS).strip(incoming, manifest))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("table p");
  }

  @Test
  void rows_that_did_not_arrive_are_told_by_their_table() {
    Manifest manifest = manifest(Map.of("p", 2L, "c", 0L));
    StagingSchemas incoming = incoming(manifest);
    String in = incoming.first().incoming();
    TestServers.run(
        root,
        "CREATE TABLE " + in + ".p (id INT)",
        "CREATE TABLE " + in + ".c (id INT)",
        "INSERT INTO " + in + ".p VALUES (1)");

    assertThatThrownBy(() -> new RowCounts(SESSIONS).check(incoming, manifest))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining(".p (1, not 2)")
        .hasMessageNotContaining(".c");
    TestServers.run(root, "INSERT INTO " + in + ".p VALUES (2)");
    new RowCounts(SESSIONS).check(incoming, manifest);
  }

  @Test
  void the_largest_files_come_first_and_go_into_the_incoming_schema() throws Exception {
    Manifest manifest = manifest(Map.of("p", 1L, "c", 1L));
    StagingSchemas incoming = incoming(manifest);
    for (String name : List.of("x/tables", "x/after", "x/p", "x/c")) {
      Files.createDirectories(dump.resolve(name).getParent());
      Files.writeString(dump.resolve(name), name);
    }

    List<LoadBatch> rows = new LoadFiles().rows(dump, manifest, incoming);

    assertThat(rows)
        .flatExtracting(LoadBatch::files)
        .extracting(f -> f.entry().name())
        .containsExactly("x/p", "x/c");
    assertThat(rows.get(0).login().url().schema()).contains(live + "__incoming");
    assertThat(new LoadFiles().definitions(dump, manifest, incoming))
        .flatExtracting(LoadBatch::files)
        .extracting(f -> f.entry().name())
        .containsExactly("x/tables");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/etc/passwd", "x/link", "x", "x/none", "x/\0"})
  void a_manifest_that_names_another_file_is_refused(String name) throws Exception {
    Files.createDirectories(dump.resolve("x"));
    Files.writeString(dump.resolveSibling("outside"), "");
    Files.createSymbolicLink(dump.resolve("x/link"), Path.of("/etc/passwd"));
    Manifest manifest = RefreshFixture.manifest(target);
    FileEntry entry = new FileEntry(name, 1, "");
    manifest
        .schemas()
        .replaceAll(
            (s, e) -> new SchemaEntry(e.characterSet(), e.collation(), entry, entry, Map.of()));
    StagingSchemas incoming = incoming(manifest);

    assertThatThrownBy(() -> new LoadFiles().after(dump, manifest, incoming))
        .isInstanceOf(CorruptDumpException.class);
  }

  private StagingSchemas incoming(Manifest manifest) {
    return RefreshFixture.schemas(book, SESSIONS).create(RefreshFixture.RUN, target, manifest);
  }

  private Manifest manifest(Map<String, Long> rows) {
    Manifest manifest = RefreshFixture.manifest(target);
    Map<String, TableEntry> tables = new LinkedHashMap<>();
    new TreeMap<>(rows)
        .forEach(
            (table, count) ->
                tables.put(
                    table,
                    new TableEntry(
                        count,
                        count,
                        "keep",
                        List.of(),
                        List.of(
                            new FileEntry("x/" + table, table.equals("p") ? 2_000 : 1_000, "")))));
    manifest
        .schemas()
        .replaceAll(
            (s, e) ->
                new SchemaEntry(
                    e.characterSet(),
                    e.collation(),
                    new FileEntry("x/tables", 1, ""),
                    new FileEntry("x/after", 1, ""),
                    tables));
    return manifest;
  }
}
