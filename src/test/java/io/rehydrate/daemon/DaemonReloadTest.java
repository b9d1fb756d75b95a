package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.settings.Settings;
import io.rehydrate.support.CopiedRoutes;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestPorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonReloadTest {
  @TempDir Path folder;

  @Test
  void the_daemon_takes_an_edit_of_its_routes_and_its_api_goes_on_answering() throws Exception {
    CopiedRoutes.into(folder);
    Path routes = folder.resolve("routes");
    Path queue = routes.resolve("queue.camel.yaml");
    Files.writeString(queue, Files.readString(queue).replace("delay: 5000", "delay: 3600000"));
    Settings settings =
        HomeFolder.in(folder)
            .with("camel.server.port", 0)
            .with("camel.management.port", TestPorts.free())
            .read();
    try (Beans beans = new Beans(settings, Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.daemon(beans)) {
      assertThat(ask(engine).statusCode()).isEqualTo(200);
      int before = engine.context().getRoutesSize();

      Files.writeString(
          routes.resolve("mine.camel.yaml"),
          """
          - route:
              id: mine
              from:
                uri: direct:mine
                steps:
                  - log: "here"
          """);
      await()
          .untilAsserted(
              () ->
                  assertThat(engine.context().getRoutes())
                      .hasSize(before + 1)
                      .extracting(Route::getId)
                      .contains("mine")
                      .allMatch(id -> isStarted(engine, id)));
      await().until(() -> ask(engine).statusCode() == 200);
      assertThat(ask(engine).body()).isEqualTo("[]");
    }
  }

  private static boolean isStarted(Engine engine, String id) {
    return engine.context().getRouteController().getRouteStatus(id).isStarted();
  }

  private static HttpResponse<String> ask(Engine engine) throws Exception {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(engine.address() + "/api/v1/runs"))
                .timeout(Duration.ofSeconds(20))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
