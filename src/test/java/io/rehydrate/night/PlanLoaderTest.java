package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.InvalidException;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a night refuses of its source before it begins. */
class PlanLoaderTest {
  private static final String PASSWORD = "Part-of-it-1";

  @TempDir Path folder;
  private String schema;
  private String reader;

  @BeforeEach
  void reader() {
    schema = TestServers.newSchema(TestServers.source());
    reader = "reads_" + schema;
    on("CREATE OR REPLACE USER " + reader + "@'%' IDENTIFIED BY '" + PASSWORD + "'");
  }

  @AfterEach
  void drop() {
    on("DROP USER " + reader + "@'%'", "DROP ROLE IF EXISTS role_" + schema);
  }

  private static void on(String... statements) {
    TestServers.run(TestServers.source().root(), statements);
  }

  private PlanLoader plan() {
    return new PlanLoader(
        HomeFolder.in(folder)
            .with("source.url", TestServers.source().url() + "/" + schema)
            .with("source.username", reader)
            .with("source.password", PASSWORD)
            .withFile(
                "plan.yaml", "version: 1\nunlisted: { tables: keep, columns: keep }\n", "rw-r--r--")
            .read());
  }

  private static void refused(ThrowingCallable call, String code, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(InvalidException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }

  private void tables() {
    on(
        "CREATE TABLE " + schema + ".t (id INT PRIMARY KEY)",
        "CREATE TABLE " + schema + ".hidden (id INT PRIMARY KEY)");
  }

  @Test
  void an_account_from_which_tables_may_be_hidden() {
    tables();
    on("GRANT SELECT, SHOW VIEW, TRIGGER ON " + schema + ".t TO " + reader + "@'%'");

    refused(plan()::resolve, "schema.rights", "may not SELECT from the whole schema " + schema);

    on("GRANT SELECT ON " + schema + ".* TO " + reader + "@'%'");
    assertThat(plan().resolve().tables()).hasSize(2);
  }

  @Test
  void an_account_reads_by_its_role() {
    tables();
    on(
        "CREATE ROLE role_" + schema,
        "GRANT SELECT ON " + schema + ".* TO role_" + schema,
        "GRANT role_" + schema + " TO " + reader + "@'%'",
        "SET DEFAULT ROLE role_" + schema + " FOR " + reader + "@'%'");

    assertThat(plan().resolve().tables()).hasSize(2);
  }

  @Test
  void a_schema_without_tables() {
    on("GRANT SELECT ON " + schema + ".* TO " + reader + "@'%'");

    refused(plan()::resolve, "schema.empty", schema + " holds no table");
  }
}
