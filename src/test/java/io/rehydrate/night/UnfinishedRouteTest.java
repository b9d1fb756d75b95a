package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night ends with its exchange, whatever its route does or leaves out. */
class UnfinishedRouteTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final String DEHYDRATE = "              - to: { uri: direct:dehydrate }\n";
  private static final String END = "                - bean: { ref: runs, method: end }\n";
  private static final String NIGHT_ENDS = "        - to: { uri: direct:notify }\n";

  @TempDir Path folder;
  private String schema;
  private TestHome home;
  private Instant asOf = Instant.parse("2026-11-22T02:00:00Z");

  @BeforeEach
  void settle() throws Exception {
    schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE orders (id INT PRIMARY KEY)",
        "INSERT INTO orders VALUES (1), (2)");
    home =
        TestHome.in(folder, schema)
            .plan("version: 1\nunlisted: { tables: fail, columns: keep }\ncore: { orders: {} }\n");
  }

  private Run night(Beans beans, String old, String replacement) throws Exception {
    Path route = home.path().resolve("routes/nightly.camel.yaml");
    String shipped = Files.readString(Path.of("routes/nightly.camel.yaml"));
    assertThat(shipped).contains(old);
    Files.writeString(route, shipped.replace(old, replacement));
    asOf = asOf.plusSeconds(60);
    Run queued = beans.nights().queue(TESTER, asOf);
    try (Engine engine = Engine.foreground(beans)) {
      engine.send("direct:night", queued.id());
    }
    Run run = beans.journal().get(queued.id());
    assertThat(run.state().isEnded()).isTrue();
    assertThat(beans.runs().active()).isEmpty();
    assertThat(beans.leases().find(run.lease())).isEmpty();
    assertThat(beans.journal().resources(run.id())).isEmpty();
    assertThat(home.path().resolve("state/work")).isEmptyDirectory();
    assertThat(isOnScratch()).isFalse();
    return run;
  }

  private boolean isOnScratch() throws Exception {
    try (Connection scratch = Sessions.open(TestServers.scratch().root(), "scratch");
        ResultSet found =
            scratch.createStatement().executeQuery("SHOW DATABASES LIKE '" + schema + "'")) {
      return found.next();
    }
  }

  @Test
  void a_night_ends_and_is_released_though_its_route_stops_or_does_not_end_it() throws Exception {
    try (Beans beans =
        new Beans(
            SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of())) {
      Run stopped = night(beans, DEHYDRATE, "              - stop: {}\n" + DEHYDRATE);
      assertThat(stopped.state()).isEqualTo(RunState.FAILED);
      assertThat(stopped.failure().orElseThrow().code()).isEqualTo("run.unfinished");
      assertThat(beans.runs().log(stopped.id()).read(0).text())
          .contains("before its dump was published", "ended: failed");

      Run withoutEnd = night(beans, END, "");
      assertThat(withoutEnd.failure()).isEmpty();
      assertThat(withoutEnd.state()).isEqualTo(RunState.SUCCEEDED);

      Run stoppedLater = night(beans, END + NIGHT_ENDS, "                - stop: {}\n" + END);
      assertThat(stoppedLater.state()).isEqualTo(RunState.SUCCEEDED);

      Run unexpected =
          night(
              beans,
              DEHYDRATE,
              "              - setBody: { simple: \"${body.nothing.atAll()}\" }\n" + DEHYDRATE);
      assertThat(unexpected.state()).isEqualTo(RunState.FAILED);
      assertThat(unexpected.failure().orElseThrow().code()).isEqualTo("unexpected");
      assertThat(unexpected.failure().orElseThrow().message())
          .matches(".* in the route night, step setBody\\d+ \\(routes/nightly.camel.yaml:\\d+\\)");

      assertThat(night(beans, DEHYDRATE, DEHYDRATE).state()).isEqualTo(RunState.SUCCEEDED);
      Run again = beans.journal().queueNight(TESTER, Nights.lease(beans.settings()), asOf);
      try (Engine engine = Engine.foreground(beans)) {
        engine.send("direct:night", again.id());
      }
      Run unneeded = beans.journal().get(again.id());
      assertThat(unneeded.state()).isEqualTo(RunState.CANCELLED);
      assertThat(unneeded.failure().orElseThrow().code()).isEqualTo("dump.exists");
      assertThat(unneeded.step()).isEqualTo("acquire");
    }
  }
}
