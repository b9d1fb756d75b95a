package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Manifest.SchemaEntry;
import io.rehydrate.dump.Manifest.TableEntry;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.settings.Settings.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target's server that keeps all names in lower case, as those on Windows do. */
class LowerCaseTargetTest {
  @TempDir static Path folder;
  private static EmbeddedMariaDb server;

  @BeforeAll
  static void start() {
    server =
        EmbeddedMariaDb.start(
            Path.of("target", "mariadb").toAbsolutePath(),
            folder.resolve("lower"),
            List.of("--lower-case-table-names=1", "--innodb-flush-log-at-trx-commit=0"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<RehydrateException> problems(Target target, String... tables) {
    Manifest plain = RefreshFixture.manifest(target);
    Map<String, TableEntry> entries = new TreeMap<>();
    for (String table : tables) {
      entries.put(table, new TableEntry(1, 1, "keep", List.of(), List.of()));
    }
    Map<String, SchemaEntry> schemas = new TreeMap<>();
    plain
        .schemas()
        .forEach(
            (name, s) ->
                schemas.put(
                    name,
                    new SchemaEntry(
                        s.characterSet(), s.collation(), s.definitions(), s.after(), entries)));
    Manifest manifest =
        new Manifest(
            plain.id(),
            plain.asOf(),
            plain.createdAt(),
            plain.source(),
            plain.serverVersion(),
            "",
            "",
            schemas,
            List.of(),
            Map.of());
    return new Readiness(Map.of(), true, false)
        .outlook(target, false, Optional.of(manifest))
        .problems();
  }

  @Test
  void tables_that_would_be_one_there_are_known_before_anything_is_loaded() {
    Target target = RefreshFixture.target(server.root(), "shop");

    assertThat(problems(target, "Orders", "orders", "Notes"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("target.names");
              assertThat(problem)
                  .hasMessageContainingAll("lower_case_table_names = 1", "Orders and orders")
                  .hasMessageNotContaining("Notes");
            });
    assertThat(problems(target, "Orders", "Notes")).isEmpty();
  }

  @Test
  void a_schema_that_the_settings_write_with_capitals_is_named() {
    assertThat(problems(RefreshFixture.target(server.root(), "Shop"), "orders"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("target.names");
              assertThat(problem).hasMessageContaining("with capitals: Shop");
            });
  }
}
