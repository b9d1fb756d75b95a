package io.rehydrate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.settings.TargetName;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsuranceExampleTest {
  private static final Path EXAMPLE = Path.of("examples", "insurance");

  /** Columns that hold a person's data; none of them may come through as it is. */
  private static final Set<String> PERSONAL =
      Set.of(
          "full_name",
          "contact_name",
          "signer_name",
          "email",
          "signer_email",
          "phone",
          "ssn",
          "birth_date",
          "street",
          "city",
          "postcode",
          "profile",
          "underwriter_note",
          "body",
          "image",
          "signer_ip",
          "licence_no",
          "bank_account",
          "original_name");

  @Test
  void the_plan_fits_the_schema_and_masks_everything_personal() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    DemoData.fill(
        TestServers.source().root(),
        schema,
        new DemoSize(100),
        1,
        Instant.parse("2026-03-01T02:00:00Z"),
        line -> {});
    ResolvedPlan plan;
    try (Connection session = Sessions.open(TestServers.source().root(), "source")) {
      Catalog catalog = CatalogReader.read(session, List.of(schema));
      plan =
          PlanResolver.check(PlanFile.read(EXAMPLE.resolve("plan.yaml")), catalog, Masks.check());
    }

    assertThat(plan.tables().keySet())
        .extracting(TableName::table)
        .containsExactlyInAnyOrderElementsOf(new DemoSize(100).estimatedRowsByTable().keySet());
    assertThat(plan.references()).filteredOn(Reference::declared).hasSize(6);
    assertThat(plan.references()).filteredOn(r -> !r.declared()).hasSize(12);
    plan.tables().values().stream()
        .filter(rule -> rule.rows() != RowRule.TRUNCATE)
        .forEach(
            rule ->
                assertThat(rule.masks().keySet())
                    .as(rule.table().name().table())
                    .containsAll(personal(rule.table())));
  }

  private static List<String> personal(Table table) {
    return table.columns().stream().map(Column::name).filter(PERSONAL::contains).toList();
  }

  @Test
  void the_settings_are_complete_once_the_demo_has_filled_in_its_addresses(@TempDir Path home)
      throws Exception {
    Files.copy(EXAMPLE.resolve("application.properties"), home.resolve("application.properties"));
    Files.createDirectory(home.resolve("secrets"));
    for (String name : List.of("source", "scratch", "dev", "dev-migrations", "mask.key")) {
      Files.writeString(home.resolve("secrets").resolve(name), "x".repeat(40));
      Files.setPosixFilePermissions(
          home.resolve("secrets").resolve(name), PosixFilePermissions.fromString("rw-------"));
    }
    DemoRepository.create(EXAMPLE, home.resolve("migrations.git"));
    Map<String, String> filledIn =
        Map.of(
            "demo.source", "127.0.0.1:4001",
            "demo.scratch", "127.0.0.1:4002",
            "demo.target", "127.0.0.1:4003",
            "demo.tools", home.toString(),
            "demo.port", "0",
            "demo.management-port", "8081");
    filledIn.forEach(System::setProperty);
    try {
      Settings settings = SettingsReader.read(home, Map.of());

      assertThat(settings.source().schemas()).containsExactly("insurance");
      assertThat(settings.targets().get(new TargetName("dev")).schemas())
          .containsExactlyEntriesOf(Map.of("insurance", "insurance_dev"));
      assertThat(settings.targets().get(new TargetName("dev")).migrationLogin()).isPresent();
      assertThat(settings.maskKeyFile()).contains(home.resolve("secrets/mask.key"));
      assertThat(settings.migrations().repository()).isPresent();
    } finally {
      filledIn.keySet().forEach(System::clearProperty);
    }
  }
}
