package io.rehydrate.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhookTest {
  private static final String SECRET = "T0/B0/s3cr3t-hook";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    received.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  private static Webhook webhook(String address) {
    return new Webhook(Optional.of(new Secret(address)), Duration.ofSeconds(1));
  }

  private static StageFailedException failure(Webhook webhook) {
    StageFailedException failure =
        catchThrowableOfType(StageFailedException.class, () -> webhook.post("Night failed"));
    assertThat(failure.code()).isEqualTo("notify.webhook");
    assertThat(failure.getMessage()).contains("127.0.0.1").doesNotContain("s3cr3t");
    return failure;
  }

  @Test
  void an_address_with_a_query_is_posted_to_with_the_body() {
    webhook(address(SECRET + "?key=a%20b&x=1")).post("Night succeeded: größer");

    assertThat(received)
        .containsExactly(
            "POST /" + SECRET + "?key=a%20b&x=1 text/plain; charset=utf-8 Night succeeded: größer");
  }

  @Test
  void without_an_address_nothing_happens() {
    assertThatCode(() -> new Webhook(Optional.empty()).post("Night failed"))
        .doesNotThrowAnyException();
  }

  @Test
  void a_redirect_is_not_followed() {
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", address("elsewhere"));
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });

    assertThat(failure(webhook(address("moved/" + SECRET)))).hasMessageContaining("status 307");
    assertThat(received).isEmpty();
  }

  @Test
  void an_error_is_told_by_its_status_alone() {
    server.createContext(
        "/broken",
        exchange -> {
          byte[] page = ("no such hook " + SECRET).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(500, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });

    assertThat(failure(webhook(address("broken/" + SECRET)))).hasMessageContaining("status 500");
  }

  @Test
  void an_endless_answer_is_not_read() {
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] megabyte = new byte[1 << 20];
          for (int i = 0; i < 4_000; i++) {
            exchange.getResponseBody().write(megabyte);
          }
        });

    assertThatCode(() -> webhook(address("endless")).post("Night succeeded"))
        .doesNotThrowAnyException();
  }

  @Test
  void a_server_that_never_answers_is_given_up() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(failure(webhook("http://127.0.0.1:" + silent.getLocalPort() + "/" + SECRET)))
          .hasMessageContaining("did not answer within 1 s");
    }
  }

  @Test
  void a_server_that_is_not_there_or_speaks_no_tls_is_told() {
    assertThat(failure(webhook("http://127.0.0.1:1/" + SECRET)))
        .hasMessageContaining("ConnectException");
    failure(webhook(address(SECRET).replace("http:", "https:")));
  }
}
