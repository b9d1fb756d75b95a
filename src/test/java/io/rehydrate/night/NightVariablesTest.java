package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.daemon.RouteCheck;
import io.rehydrate.daemon.ShippedRoutes;
import io.rehydrate.dump.Manifest;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.EarlierTexts;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables of a night, for steps of a home's own and for copies of earlier routes. */
class NightVariablesTest {
  private static final String PUBLISH = "              - to: { uri: direct:publish }\n";

  @TempDir Path folder;
  private TestHome home;
  private final Probe probe = new Probe();

  /** Notes what a step after the publication sees. */
  public static final class Probe {
    private final List<Object> seen = new ArrayList<>();

    public void see(Exchange exchange) {
      for (String name : List.of("plan", "scratch", "dehydrated", "findings")) {
        seen.add(exchange.getVariable(name));
      }
    }

    public void note(String words) {
      seen.add(words);
    }
  }

  @BeforeEach
  void settle() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE orders (id INT PRIMARY KEY)",
        "INSERT INTO orders VALUES (1), (2)");
    home =
        TestHome.in(folder, schema)
            .set("dump.verify", "restore")
            .plan("version: 1\nunlisted: { tables: fail, columns: keep }\ncore: { orders: {} }\n");
  }

  private Path route(String name) {
    return home.path().resolve("routes/" + name + ".camel.yaml");
  }

  /** Of a night that the check finds nothing wrong with, and that succeeds. */
  private Manifest manifest() {
    try (Beans beans =
        new Beans(
            SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of())) {
      beans.byName().put("probe", probe);
      assertThat(RouteCheck.check(beans.settings(), beans.byName(), ShippedRoutes.installed()))
          .isEmpty();
      Run night =
          beans.nights().queue(new Actor("tester", "cli"), Instant.parse("2026-11-22T02:00:00Z"));
      try (Engine engine = Engine.foreground(beans)) {
        engine.send("direct:night", night.id());
      }
      assertThat(beans.journal().get(night.id()).failure()).isEmpty();
      return beans.store().latest().manifest();
    }
  }

  @Test
  void a_step_of_ones_own_sees_what_the_docs_name() throws Exception {
    String shipped = Files.readString(Path.of("routes/nightly.camel.yaml"));
    assertThat(shipped).contains(PUBLISH);
    Files.writeString(
        route("nightly"),
        shipped.replace(
            PUBLISH,
            PUBLISH
                + """
                              - bean: { ref: probe, method: see }
                              - setBody: { expression: { simple: "${variable.manifest.id} of ${variable.run.id}" } }
                              - bean: { ref: probe, method: note }
                """));

    Manifest manifest = manifest();

    assertThat(probe.seen).hasSize(5).doesNotContainNull();
    assertThat(probe.seen.get(3)).isEqualTo(List.of());
    assertThat(probe.seen.get(4)).asString().startsWith(manifest.id() + " of ");
  }

  @Test
  void a_night_runs_with_edited_copies_of_earlier_routes_that_set_variables() throws Exception {
    for (String name : List.of("dump", "source-server")) {
      Files.writeString(route(name), EarlierTexts.edited(name));
    }

    assertThat(manifest().restored().how()).isEqualTo("restore");
  }
}
