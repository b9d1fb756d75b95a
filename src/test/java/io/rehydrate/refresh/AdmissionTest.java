package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetName;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  private static final Actor OPERATOR = new Actor("olga", "cli");

  private final ServerLogin root = TestServers.target().root();
  private final String live = TestServers.newSchema(TestServers.target());
  private final Remembered remembered = new Remembered();

  @Test
  void a_target_that_was_admitted_may_be_refreshed() {
    Admission admission = admission(target(root));

    Admission.Admitted admitted = admission.admit("dev-a", OPERATOR);

    assertThat(admission.check("dev-a", true).name()).isEqualTo(new TargetName("dev-a"));
    assertThat(admitted.server().value()).startsWith("host:");
    assertThat(admitted.grants())
        .contains(
            "GRANT ALL PRIVILEGES ON `" + live + "`.* TO 'root'@'%'",
            "GRANT ALL PRIVILEGES ON `" + live + "\\_\\_incoming`.* TO 'root'@'%'",
            "GRANT ALL PRIVILEGES ON `" + live + "\\_\\_outgoing`.* TO 'root'@'%'",
            "GRANT SELECT, INSERT, DELETE, CREATE ON `rehydrate\\_\\_admission`.* TO 'root'@'%'");
    assertThat(admitted.grants().stream().filter(g -> g.contains("migrator")))
        .singleElement()
        .satisfies(
            grant ->
                assertThat(grant)
                    .startsWith(
                        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, ")
                    .endsWith(" ON `" + live + "\\_\\_incoming`.* TO 'migrator'@'%'")
                    .doesNotContain("EVENT", "ALL"));
  }

  @Test
  void a_target_that_was_never_admitted_is_refused() {
    refused(admission(target(root)), "guard.not-admitted");
  }

  @Test
  void another_server_behind_an_admitted_name_is_refused() {
    admission(target(root)).admit("dev-a", OPERATOR);

    refused(admission(target(TestServers.scratch().root())), "guard.changed");
  }

  @Test
  void the_sources_server_is_refused_under_every_name_and_can_t_be_admitted() {
    ServerLogin source = TestServers.source().root();
    ServerLogin alias =
        source.withUrl(new ServerUrl("localhost", source.url().port(), Optional.empty(), Map.of()));
    Admission admission = admission(target(alias));

    refused(admission, "guard.production");
    assertThatThrownBy(() -> admission.admit("dev-a", OPERATOR))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("guard.production"));
    assertThat(remembered.admitted).isEmpty();
  }

  @Test
  void a_source_that_can_t_be_reached_any_more_is_known_again() throws Exception {
    try (Connection session = Sessions.open(root, "test server")) {
      remembered.sources.add(ServerIdentity.of(session));
    }
    ServerLogin gone = root.withUrl(ServerUrl.parse("jdbc:mysql://127.0.0.1:1"));

    refused(
        new Admission(
            Map.of(new TargetName("dev-a"), target(root)),
            Optional.of(gone),
            remembered,
            TargetSessions.byLogin()),
        "guard.production");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dev-b", "DEV-A", "dev-a.", "dev-а", "dev-a@prod", "", "../dev-a", "dev-a\n"})
  void a_name_that_is_not_configured_opens_no_connection(String name) {
    Admission admission =
        new Admission(
            Map.of(new TargetName("dev-a"), target(root)),
            Optional.empty(),
            remembered,
            target -> {
              throw new AssertionError("a connection was opened");
            });

    assertThatThrownBy(() -> admission.check(name, false))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> {
              assertThat(e.code()).isEqualTo("target.unknown");
              assertThat(e.hint()).contains("dev-a");
            });
  }

  @Test
  void a_ref_needs_the_account_for_migrations() {
    Target without = RefreshFixture.target(root, live);
    Admission admission = admission(without);
    admission.admit("dev-a", OPERATOR);

    assertThat(admission.check("dev-a", false)).isSameAs(without);
    assertThatThrownBy(() -> admission.check("dev-a", true))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("migrations.account"));
  }

  @Test
  void the_printed_grants_are_enough_for_a_refresh_and_give_nothing_else() {
    Admission admission = admission(target(root));
    List<String> grants = admission.admit("dev-a", OPERATOR).grants();
    TestServers.run(
        root,
        "CREATE OR REPLACE USER loader@'%' IDENTIFIED BY 'pw'",
        "CREATE OR REPLACE USER migrator@'%' IDENTIFIED BY 'pw'",
        "CREATE TABLE " + live + ".t (i INT)",
        "CREATE TRIGGER " + live + ".trg BEFORE INSERT ON " + live + ".t FOR EACH ROW SET @x = 1");
    grants.forEach(g -> TestServers.run(root, g.replace("'root'", "'loader'")));
    Target target =
        RefreshFixture.target(new ServerLogin(root.url(), "loader", new Secret("pw")), live);
    var book = new io.rehydrate.support.TestBook();

    StagingSchemas incoming =
        RefreshFixture.schemas(book, TargetSessions.byLogin())
            .create(RefreshFixture.RUN, target, RefreshFixture.manifest(target));
    TestServers.run(
        new ServerLogin(root.url(), "migrator", new Secret("pw")),
        "CREATE TABLE " + incoming.first().incoming() + ".fresh (i INT)",
        "CREATE PROCEDURE " + incoming.first().incoming() + ".p() SELECT 1");
    new SchemaSwap(book, TargetSessions.byLogin()).exchange(incoming);

    assertThat(RefreshFixture.state(live)).contains("`fresh`", "name=p").doesNotContain("__");
    ServerLogin migrator = new ServerLogin(root.url(), "migrator", new Secret("pw"));
    for (String reach :
        List.of(
            "CREATE TABLE " + live + ".x (i INT)",
            "CREATE DATABASE y",
            "CREATE DATABASE " + live + "xxincoming")) {
      assertThatThrownBy(() -> TestServers.run(migrator, reach)).hasMessageContaining("denied");
    }
  }

  private void refused(Admission admission, String code) {
    assertThatThrownBy(() -> admission.check("dev-a", false))
        .isInstanceOfSatisfying(RehydrateException.class, e -> assertThat(e.code()).isEqualTo(code))
        .isInstanceOf(RefusedException.class);
  }

  private Admission admission(Target target) {
    return new Admission(
        Map.of(target.name(), target),
        Optional.of(TestServers.source().root()),
        remembered,
        TargetSessions.byLogin());
  }

  private Target target(ServerLogin login) {
    Target plain = RefreshFixture.target(login, live);
    return new Target(
        plain.name(),
        plain.login(),
        plain.schemas(),
        Set.of(),
        Map.of(),
        Optional.empty(),
        Optional.of(new ServerLogin(login.url(), "migrator", new Secret("pw"))));
  }

  private static final class Remembered implements Admissions {
    private final Map<TargetName, AdmittedServer> admitted = new HashMap<>();
    private final Set<ServerIdentity> sources = new HashSet<>();

    @Override
    public Optional<AdmittedServer> admitted(TargetName target) {
      return Optional.ofNullable(admitted.get(target));
    }

    @Override
    public void admit(TargetName target, AdmittedServer server, Actor actor) {
      admitted.put(target, server);
    }

    @Override
    public Set<ServerIdentity> knownSources() {
      return sources;
    }

    @Override
    public void sourceSeen(ServerIdentity server) {
      sources.add(server);
    }
  }
}
