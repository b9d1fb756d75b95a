package io.rehydrate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.run.RunId;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestProxy;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScratchTest {
  private static final RunId RUN = RunId.at(Instant.parse("2026-11-22T02:00:00Z"));

  private final ServerLogin root = TestServers.scratch().root();
  private final ServerLogin turner = new ServerLogin(root.url(), "turner", new Secret("pw-turner"));
  private final String schema = TestServers.newSchema(TestServers.scratch());

  /** The same on both servers. */
  @BeforeAll
  static void account() {
    for (ServerLogin server : List.of(TestServers.scratch().root(), TestServers.source().root())) {
      TestServers.run(
          server,
          "CREATE OR REPLACE USER turner@'%' IDENTIFIED BY 'pw-turner'",
          "GRANT SELECT ON *.* TO turner@'%'");
    }
  }

  @Test
  void no_session_is_handed_out_once_the_address_leads_to_another_server() throws Exception {
    try (TestProxy proxy = TestProxy.to(root.url())) {
      Scratch scratch = scratch(proxy.login(turner));
      scratch.open().close();

      proxy.turnTo(TestServers.source().url());

      refused(scratch::open);
    }
  }

  @Test
  void a_server_that_says_the_same_of_itself_and_lacks_the_mark_is_another_one() throws Exception {
    Scratch scratch = scratch(root);
    TestServers.run(root, "DROP TABLE " + schema + ".__rehydrate_scratch");

    refused(scratch::open);
    assertThatThrownBy(
            () ->
                TestServers.run(
                    root, "SELECT 1 FROM DUAL WHERE " + scratch.proof(schema).orElseThrow()))
        .hasMessageContaining("__rehydrate_scratch");
  }

  @Test
  void a_table_that_lost_its_rows_with_the_server_s_memory_is_not_taken_for_an_empty_one()
      throws Exception {
    TableName name = new TableName(schema, "t");
    TestServers.run(
        root,
        "CREATE TABLE " + name.quoted() + " (id INT PRIMARY KEY) ENGINE = MEMORY",
        "INSERT INTO " + name.quoted() + " VALUES (1), (2)");
    Scratch scratch = scratch(root);
    Table table = scratch.catalog().table(name).orElseThrow().narrowed(Set.of("id")).inMemory(9);
    Scratch copied =
        new Scratch(
            root,
            scratch.identity(),
            Optional.empty(),
            scratch.catalog(),
            "s",
            Optional.empty(),
            Map.of(name, 2L),
            List.of(),
            Optional.of(RUN.value()),
            new FirstPass(Map.of(name, table), Set.of(name), Map.of()),
            Optional.empty());
    try (Connection session = copied.open()) {
      copied.requireInMemory(session);
      TestServers.run(root, "DELETE FROM " + name.quoted());

      assertThatThrownBy(() -> copied.requireInMemory(session))
          .isInstanceOfSatisfying(
              StageFailedException.class, e -> assertThat(e.code()).isEqualTo("scratch.restarted"))
          .hasMessageContaining("t has not the rows");
    }
  }

  @Test
  void a_copy_gives_no_session_to_its_workers_once_the_address_leads_to_another_server()
      throws Exception {
    try (TestProxy proxy = TestProxy.to(root.url())) {
      scratch(root);
      CopySettings settings =
          new CopySettings(
              TestServers.source().root(),
              proxy.login(turner),
              Optional.empty(),
              2,
              Duration.ofMinutes(1),
              Duration.ofMinutes(1));
      try (CopySessions sessions = new CopySessions(settings)) {
        ScratchGuard guard = new ScratchGuard("here");
        sessions.proveScratch(session -> guard.requireOurs(session, List.of(schema), RUN));
        assertThat(sessions.scratch().isValid(5)).isTrue();

        proxy.turnTo(TestServers.source().url());

        refused(sessions::scratch);
      }
    }
  }

  private interface Opening {
    Connection open() throws Exception;
  }

  private static void refused(Opening opening) {
    assertThatThrownBy(opening::open)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("guard.scratch"));
  }

  private Scratch scratch(ServerLogin login) throws Exception {
    try (Connection session = Sessions.open(root, "test server")) {
      OwnershipMarker.write(session, schema, "here", RUN);
      Catalog catalog = CatalogReader.read(session, List.of(schema));
      return new Scratch(
          login,
          ServerIdentity.of(session),
          Optional.empty(),
          catalog,
          "s",
          Optional.empty(),
          Map.of(),
          List.of(),
          Optional.of(RUN.value()),
          FirstPass.none(),
          Optional.empty());
    }
  }
}
