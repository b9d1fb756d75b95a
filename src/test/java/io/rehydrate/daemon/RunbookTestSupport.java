package io.rehydrate.daemon;

import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * One route file of the runbook as a unit: with the product's own beans and journal, and mock
 * endpoints in place of the routes that it calls.
 */
abstract class RunbookTestSupport extends CamelMainTestSupport {
  private static final Instant AS_OF = Instant.parse("2026-11-22T02:00:00Z");

  @TempDir static Path folder;
  private static int homes;

  /** Which endpoints were called, in order. */
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  private Beans beans;

  /** The route files under test, as in {@code nightly}. */
  abstract List<String> files();

  /** A regular expression of the endpoints that are under test, and not mocked. */
  abstract String entries();

  /** Beans in place of the product's own. */
  Map<String, Object> standIns() {
    return Map.of();
  }

  /** More settings of the home. */
  Map<String, String> settings() {
    return Map.of();
  }

  /** No class of this package is a route of the test. */
  @Override
  protected Class<?> getMainClass() {
    return null;
  }

  @Override
  public void configureContext(CamelContextConfiguration configuration) {
    super.configureContext(configuration);
    beans = open();
    Properties properties = new Properties();
    properties.putAll(Engine.properties(beans.settings()));
    configuration
        .withUseOverridePropertiesWithPropertiesComponent(properties)
        .withRegistryBinder(
            registry -> {
              Map<String, Object> all = new HashMap<>(beans.byName());
              all.putAll(standIns());
              all.forEach(registry::bind);
            })
        .withMockEndpointsAndSkip("direct:(//)?+(?!(" + entries() + ")($|\\?)).*");
  }

  private Beans open() {
    try {
      Path home = Files.createDirectory(folder.resolve("home-" + homes++));
      TestHome made =
          TestHome.reading(
              home,
              "shop",
              new ServerLogin(
                  ServerUrl.parse("jdbc:mysql://127.0.0.1:2"), "nobody", new Secret("x")));
      for (Map.Entry<String, String> setting : settings().entrySet()) {
        made.set(setting.getKey(), setting.getValue());
      }
      return new Beans(SettingsReader.read(home, Map.of()), Clock.systemUTC(), "test", List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void configure(MainConfigurationProperties configuration) {
    configuration.setRoutesIncludePattern(
        Stream.concat(Stream.of("engine/errors"), files().stream())
            .map(name -> "file:routes/" + name + ".camel.yaml")
            .collect(Collectors.joining(",")));
  }

  @AfterEach
  void close() {
    beans.close();
  }

  Beans beans() {
    return beans;
  }

  /** Notes each call of these endpoints; the mocks are named {@code mock:direct:...}. */
  void watch(String... endpoints) {
    for (String endpoint : endpoints) {
      mock(endpoint).whenAnyExchangeReceived(exchange -> calls.add(endpoint));
    }
  }

  MockEndpoint mock(String endpoint) {
    return getMockEndpoint("mock:direct:" + endpoint);
  }

  void failAt(String endpoint, Exception failure) {
    mock(endpoint)
        .whenAnyExchangeReceived(
            exchange -> {
              calls.add(endpoint);
              throw failure;
            });
  }

  /** The step that does what a run is for. */
  void accomplishAt(String endpoint) {
    mock(endpoint)
        .whenAnyExchangeReceived(
            exchange -> {
              calls.add(endpoint);
              exchange.getVariable("run", ActiveRun.class).accomplished();
            });
  }

  List<String> calls() {
    return calls;
  }

  Run queuedNight() {
    return beans.nights().queue(new Actor("tester", "cli"), AS_OF);
  }

  /** Sends a run's id, and gives what became of the exchange. */
  Exchange send(String endpoint, Object body) {
    return template().send(endpoint, exchange -> exchange.getMessage().setBody(body));
  }

  Run now(Run run) {
    return beans.journal().get(run.id());
  }
}
