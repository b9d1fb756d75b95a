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
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.SimpleCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhookTest {
  private static final String SECRET = "T0/B0/s3cr3t-hook";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> signatures = new CopyOnWriteArrayList<>();
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
    signatures.add(
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Rehydrate-Signature"))
            .orElse(""));
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
    return webhook(address, Optional.empty());
  }

  private static Webhook webhook(String address, Optional<Secret> secret) {
    return new Webhook(
        Optional.of(new Secret(address)), secret, id -> Optional.empty(), Duration.ofSeconds(1));
  }

  private static Exchange exchange(String text) {
    Exchange exchange = new DefaultExchange(new SimpleCamelContext());
    exchange.getMessage().setBody(text);
    exchange.setVariable("event", "night-failed");
    return exchange;
  }

  private static StageFailedException failure(Webhook webhook) {
    StageFailedException failure =
        catchThrowableOfType(
            StageFailedException.class, () -> webhook.post(exchange("Night failed")));
    assertThat(failure.code()).isEqualTo("notify.webhook");
    assertThat(failure.getMessage()).doesNotContain("s3cr3t", "127.0.0.1");
    return failure;
  }

  @Test
  void an_address_with_a_query_is_posted_to_with_the_body() {
    String query = "?key=a%20b&httpMethod=GET&bridgeEndpoint=true&deleteWithBody=1";
    webhook(address(SECRET + query)).post(exchange("Night failed: größer \"x\""));

    assertThat(received)
        .singleElement()
        .asString()
        .startsWith("POST /" + SECRET + query + " application/json {\"id\":")
        .endsWith("\"event\":\"night-failed\",\"text\":\"Night failed: größer \\\"x\\\"\"}");
    assertThat(signatures).containsExactly("");
  }

  @Test
  void a_secret_signs_the_very_bytes_and_another_attempt_sends_the_same() {
    Secret secret = new Secret("ein Schlüssel, lang");
    Webhook webhook = webhook(address("x"), Optional.of(secret));
    Exchange exchange = exchange("Night failed: größer");
    webhook.post(exchange);
    webhook.post(exchange);
    webhook.post(exchange("Night failed: größer"));

    assertThat(received).hasSize(3);
    assertThat(received.get(1)).isEqualTo(received.get(0)).isNotEqualTo(received.get(2));
    byte[] body = received.get(0).replaceFirst("^[^{]*", "").getBytes(StandardCharsets.UTF_8);
    assertThat(signatures.get(0))
        .startsWith("sha256=")
        .isEqualTo(new Signature(secret).of(body))
        .isEqualTo(signatures.get(1));
  }

  @Test
  void the_signature_is_that_of_every_other_implementation() {
    assertThat(
            new Signature(new Secret("key"))
                .of("The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
  }

  @Test
  void without_an_address_nothing_happens() {
    assertThatCode(
            () ->
                new Webhook(
                        Optional.empty(),
                        Optional.empty(),
                        id -> Optional.empty(),
                        Duration.ofSeconds(1))
                    .post(exchange("Night failed")))
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

    assertThatCode(() -> webhook(address("endless")).post(exchange("Night succeeded")))
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
