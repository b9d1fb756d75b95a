package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.rehydrate.notify.Channels;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestPorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a running daemon shows to Prometheus, and what is made of it in {@code docs}. */
class DaemonMetricsTest {
  private static final Path ALERTS = Path.of("docs/alerts.yml");
  private static final Path DASHBOARD = Path.of("docs/dashboard.json");
  private static final String HOOK = "s3cr3t-hook";

  @TempDir static Path folder;
  private static int port;
  private static Beans beans;
  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    port = TestPorts.free();
    TestHome.reading(
            folder,
            "shop",
            new ServerLogin(ServerUrl.parse("jdbc:mysql://127.0.0.1:2"), "nobody", new Secret("x")))
        .set("camel.server.port", "0")
        .set("camel.management.port", String.valueOf(port))
        .set("notify.slack", "http://127.0.0.1:1/" + HOOK);
    Path channels = folder.resolve("routes/channels.camel.yaml");
    Files.writeString(
        channels, Files.readString(channels).replace("delay: \"3000\"", "delay: \"50\""));
    System.setProperty("camel.server.host", "0.0.0.0");
    System.setProperty("camel.management.host", "0.0.0.0");
    try {
      beans = new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "t", List.of());
      engine = Engine.daemon(beans);
    } finally {
      System.clearProperty("camel.server.host");
      System.clearProperty("camel.management.host");
    }
  }

  @AfterAll
  static void stop() {
    engine.close();
    beans.close();
  }

  private static PrometheusText metrics() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new PrometheusText(answer.body());
  }

  private static Stream<JsonNode> in(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  @Test
  void a_property_of_java_does_not_move_the_servers() {
    assertThat(engine.context().getRegistry().findByType(VertxPlatformHttpRouter.class))
        .hasSize(2)
        .allSatisfy(router -> assertThat(router.getServer().getHost()).isEqualTo("127.0.0.1"));
  }

  @Test
  void every_alert_asks_for_metrics_that_the_daemon_has() throws Exception {
    JsonNode rules =
        new ObjectMapper(new YAMLFactory()).readTree(ALERTS.toFile()).at("/groups/0/rules");
    PrometheusText metrics = metrics();

    assertThat(rules).hasSizeGreaterThan(10);
    assertThat(in(rules).flatMap(rule -> metrics.problems(rule.path("expr").asText()).stream()))
        .isEmpty();
    assertThat(in(rules))
        .allSatisfy(rule -> assertThat(rule.at("/annotations/summary").asText()).isNotEmpty())
        .allSatisfy(rule -> assertThat(rule.at("/labels/severity").asText()).isNotEmpty());
  }

  @Test
  void every_panel_of_the_dashboard_asks_for_metrics_that_the_daemon_has() throws Exception {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    List<String> queries =
        Stream.concat(
                in(dashboard.path("panels"))
                    .flatMap(panel -> in(panel.path("targets")))
                    .map(target -> target.path("expr").asText()),
                in(dashboard.at("/templating/list"))
                    .map(variable -> variable.at("/query/query").asText())
                    .filter(query -> !query.isEmpty()))
            .toList();
    PrometheusText metrics = metrics();

    assertThat(queries).hasSizeGreaterThan(10);
    assertThat(queries.stream().flatMap(query -> metrics.problems(query).stream())).isEmpty();
  }

  @Test
  void a_query_that_asks_for_something_else_is_found() throws Exception {
    PrometheusText metrics = metrics();

    assertThat(metrics.problems("sum by (kind) (rehydrate_runs_gone) > 0")).hasSize(1);
    assertThat(metrics.problems("rehydrate_runs_queued{kind=\"nights\"}")).hasSize(1);
    assertThat(metrics.problems("rehydrate_runs_queued{sort=\"night\"}")).hasSize(1);
    assertThat(metrics.problems("sum(rehydrate_runs_queued")).hasSize(1);
  }

  @Test
  void prometheus_itself_finds_the_rules_sound() throws Exception {
    Path promtool = Path.of("/usr/bin/promtool");
    assumeThat(promtool).as("SKIPPED: promtool is not installed (prometheus)").isExecutable();
    Process check =
        new ProcessBuilder(promtool.toString(), "check", "rules", ALERTS.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(check.exitValue()).as(said).isZero();
  }

  @Test
  void a_night_that_failed_is_counted_with_its_steps_and_no_label_holds_an_address()
      throws Exception {
    Map<String, String> acquire = Map.of("kind", "night", "step", "acquire");
    Run queued =
        beans.nights().queue(new Actor("tester", "cli"), Instant.parse("2026-11-22T02:00:00Z"));
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(logged);
    logged.start();
    engine.send("direct:night", queued.id());
    root.detachAppender(logged);
    for (String logger : List.of("news", Channels.class.getName(), "io.rehydrate.run")) {
      assertThat(List.copyOf(logged.list))
          .filteredOn(event -> event.getLoggerName().equals(logger))
          .isNotEmpty()
          .allSatisfy(
              event ->
                  assertThat(event.getMDCPropertyMap())
                      .as(event.getThreadName() + ": " + event)
                      .containsOnly(Map.entry("run", queued.id().value())));
    }

    PrometheusText after = metrics();
    assertThat(
            after.value("rehydrate_runs_ended_total", Map.of("kind", "night", "state", "failed")))
        .isEqualTo(1);
    assertThat(after.value("rehydrate_run_step_duration_seconds_count", acquire)).isEqualTo(1);
    assertThat(after.value("rehydrate_runs_in_progress", acquire)).isZero();
    assertThat(after.value("rehydrate_run_age_seconds", Map.of("kind", "night"))).isZero();
    assertThat(after.value("rehydrate_last_success_timestamp_seconds", Map.of("kind", "night")))
        .isNaN();
    assertThat(
            after.value(
                "camel_exchanges_failures_handled_total",
                Map.of(
                    "camelContext", "rehydrate",
                    "eventType", "route",
                    "kind", "CamelRoute",
                    "routeId", "notify-slack")))
        .isEqualTo(1);
    assertThat(after.labels().toString()).doesNotContain(HOOK, "127.0.0.1:1", queued.id().value());
    assertThat(after.names())
        .filteredOn(name -> name.startsWith("rehydrate_"))
        .allMatch(name -> name.matches("[a-z_]+"));
  }
}
