package io.rehydrate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.BusyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardsTest {
  private static final String SOUND = "{\"target\":\"dev-a\"}";

  @TempDir static Path folder;
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture(folder);
    api.publish("20261121T020000Z");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    assertSecurityHeaders(answer);
  }

  private static void assertSecurityHeaders(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
  }

  /** What a browser or a client library would not send. */
  private static String raw(int port, String... lines) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static BodyPublisher chunked(String text) {
    return BodyPublishers.fromPublisher(BodyPublishers.ofString(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "[::1]"})
  void own_hosts_are_served(String host) {
    assertThat(raw(api.port(), "GET /api/v1/targets HTTP/1.1", "Host: " + host + ":" + api.port()))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:18080", "127.0.0.1:1", "[::1]:65535", "localhost"})
  void the_end_of_a_tunnel_may_have_another_port(String host) {
    String[] own = {
      "POST /api/v1/refreshes HTTP/1.1", "Host: " + host, "Content-Type: application/json"
    };
    String page = "Origin: http://" + host;

    assertThat(raw(api.port(), "GET /api/v1/targets HTTP/1.1", "Host: " + host))
        .startsWith("HTTP/1.1 200");
    assertThat(raw(api.port(), own[0], own[1], own[2], page, "Content-Length: 0"))
        .contains(" 400 ");
    assertThat(raw(api.port(), own[0], own[1], own[2], page + "1", "Content-Length: 0"))
        .contains(" 403 ", "request.origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:PORT",
        "localhost.evil.example:PORT",
        "127.0.0.1.:PORT",
        "localhost.:PORT",
        "0.0.0.0:PORT",
        "127.1:PORT",
        ""
      })
  void foreign_hosts_are_refused(String host) {
    String answer =
        raw(
            api.port(),
            "GET /api/v1/targets HTTP/1.1",
            "Host: " + host.replace("PORT", "" + api.port()));

    assertThat(answer).startsWith("HTTP/1.1 403").contains("request.host").doesNotContain("dev-a");
  }

  @Test
  void a_request_without_a_host_or_with_two_is_refused() {
    String own = "Host: localhost:" + api.port();

    assertThat(raw(api.port(), "GET / HTTP/1.0")).contains(" 403 ");
    assertThat(raw(api.port(), "GET / HTTP/1.1", own, "Host: evil.example")).contains(" 403 ");
    assertThat(raw(api.port(), "GET http://evil.example/ HTTP/1.1", own)).contains(" 400 ");
  }

  @Test
  void a_host_that_is_none_is_refused() {
    String answer =
        raw(api.port(), "GET /api/v1/targets HTTP/1.1", "Host: user@localhost:" + api.port());

    assertThat(answer).contains(" 400 ", "request.invalid", "Content-Security-Policy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:", "localhost:1:2", "localhost:+1", "localhost:1234567"})
  void a_port_that_is_none_is_refused(String host) {
    String answer = raw(api.port(), "GET /api/v1/targets HTTP/1.1", "Host: " + host);

    assertThat(answer).containsPattern("^HTTP/1.1 40[03] ").doesNotContain("dev-a");
  }

  @Test
  void the_page_and_what_does_not_exist_are_guarded_too() {
    assertThat(raw(api.port(), "GET / HTTP/1.1", "Host: evil.example")).contains(" 403 ");
    assertThat(raw(api.port(), "GET /nothing HTTP/1.1", "Host: evil.example")).contains(" 403 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "https://127.0.0.1:PORT",
        "http://127.0.0.1:1",
        "http://localhost:PORT",
        "http://127.0.0.1"
      })
  void foreign_origins_are_refused(String origin) {
    int before = api.journal.newest(99).size();

    HttpResponse<String> answer =
        api.send(
            "POST",
            "/api/v1/refreshes",
            BodyPublishers.ofString(SOUND),
            "Content-Type",
            "application/json",
            "Origin",
            origin.replace("PORT", "" + api.port()));

    assertRefused(answer, 403, "request.origin");
    assertThat(api.journal.newest(99)).hasSize(before);
  }

  @Test
  void the_own_origin_is_served() {
    assertThat(api.get("/api/v1/targets", "Origin", "http://127.0.0.1:" + api.port()).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/json; charset=utf-16", "application/jsonp", "application/json, text/plain"
      })
  void bodies_that_are_not_json_are_refused(String type) {
    assertRefused(
        api.send("POST", "/api/v1/refreshes", BodyPublishers.ofString(SOUND), "Content-Type", type),
        415,
        "request.type");
    assertRefused(
        api.send("POST", "/api/v1/sweep", BodyPublishers.noBody(), "Content-Type", type),
        415,
        "request.type");
  }

  @Test
  void a_body_without_a_type_is_refused() {
    assertRefused(
        api.send("POST", "/api/v1/refreshes", BodyPublishers.ofString(SOUND)), 415, "request.type");
    assertRefused(api.send("POST", "/api/v1/refreshes", chunked(SOUND)), 415, "request.type");
  }

  @Test
  void a_large_body_is_refused_whichever_way_it_comes() {
    String large = "{\"target\":\"" + "x".repeat(70_000) + "\"}";

    assertRefused(api.post("/api/v1/refreshes", large), 413, "request.large");
    assertRefused(
        api.send("POST", "/api/v1/refreshes", chunked(large), "Content-Type", "application/json"),
        413,
        "request.large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "7",
        "{",
        "{\"target\":\"dev-a\"",
        "{\"target\":\"dev-a\"} {}",
        "{\"target\":\"dev-a\",\"target\":\"dev-b\"}",
        "{\"target\":\"dev-a\",\"mode\":\"in-place\"}",
        "{\"target\":7}",
        "{\"target\":null}",
        "{\"target\":[\"dev-a\"]}",
        "{\"target\":\"dev-a\",\"dump\":true}",
        "{\"target\":\"dev-a\",\"ref\":\"\"}",
        "{\"dump\":\"latest\"}",
        "{\"@class\":\"java.lang.Runtime\",\"target\":\"dev-a\"}"
      })
  void a_body_that_breaks_the_contract_is_a_400(String body) {
    int before = api.journal.newest(99).size();

    assertRefused(api.post("/api/v1/refreshes", body), 400, "request.invalid");

    assertThat(api.journal.newest(99)).hasSize(before);
  }

  @Test
  void deep_nesting_and_long_numbers_are_refused() {
    assertRefused(api.post("/api/v1/refreshes", "[".repeat(30_000)), 400, "request.invalid");
    assertRefused(
        api.post("/api/v1/refreshes", "{\"target\":" + "9".repeat(60_000) + "}"),
        400,
        "request.invalid");
    assertRefused(
        api.post("/api/v1/nights", "{\"asOf\":" + "{\"a\":".repeat(2000) + "1" + "}".repeat(2001)),
        400,
        "request.invalid");
  }

  @Test
  void other_methods_are_told_which_are_taken() {
    HttpResponse<String> answer = api.send("PUT", "/api/v1/runs", BodyPublishers.noBody());

    assertRefused(answer, 405, "request.method");
    assertThat(answer.headers().firstValue("Allow")).contains("GET");
    assertRefused(api.get("/api/v1/refreshes"), 405, "request.method");
    assertRefused(
        api.send("OPTIONS", "/api/v1/runs", BodyPublishers.noBody()), 405, "request.method");
    assertRefused(api.send("POST", "/", BodyPublishers.noBody()), 405, "request.method");
    assertRefused(
        api.send("TRACE", "/api/v1/runs", BodyPublishers.noBody()), 405, "request.method");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q",
        "/q/dev",
        "/q/upload/x",
        "/q/send",
        "/observe/jolokia",
        "/observe/health",
        "/nothing",
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v1/runs/",
        "/api/v2/runs",
        "/application.properties",
        "/pom.xml",
        "/logback.xml",
        "/io/rehydrate/http/openapi.yaml",
        "/..%2fpom.xml",
        "/web/index.html",
        "/index.html/../pom.xml"
      })
  void there_is_nothing_else(String path) {
    assertRefused(api.get(path), 404, "request.unknown");
  }

  @Test
  void credentials_in_an_address_are_refused() {
    assertRefused(api.get("/api/v1/runs?access_token=x"), 400, "request.credential");
    assertRefused(api.get("/api/v1/runs?Authorization=Basic%20x"), 400, "request.credential");
    assertRefused(api.get("/?apiKey=x"), 400, "request.credential");
  }

  @Test
  void parameters_that_an_operation_does_not_have_are_refused() {
    assertRefused(api.get("/api/v1/runs?id=1"), 400, "request.parameter");
    assertRefused(api.get("/api/v1/runs/1/log?offset=1&offset=2"), 400, "request.parameter");
  }

  @Test
  void nothing_of_a_request_comes_back_and_nothing_of_camel_gets_in() {
    HttpResponse<String> answer =
        api.get(
            "/api/v1/targets",
            "X-Evil",
            "echo",
            "CamelHttpResponseCode",
            "418",
            "Accept",
            "text/html");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map())
        .doesNotContainKeys("X-Evil", "CamelHttpResponseCode", "id", "offset");
  }

  @Test
  void the_api_is_never_cached() {
    assertThat(api.get("/api/v1/runs").headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void serves_the_contract_and_the_page() {
    HttpResponse<String> contract = api.get("/api/openapi.yaml");
    HttpResponse<String> page = api.get("/");

    assertThat(contract.body())
        .startsWith("openapi: 3.0.3")
        .contains("operationId: requestRefresh");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.body()).contains("Newest dump").doesNotContain("style=", "onclick");
    assertThat(api.get("/app.js").body())
        .doesNotContain("innerHTML", "insertAdjacent", "document.write");
    assertSecurityHeaders(page);
  }

  @Test
  void http_2_can_not_be_begun_unasked() throws IOException {
    int before = api.journal.newest(99).size();
    byte[] body = SOUND.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frames.writeBytes(frame(4, 0, 0, new byte[0]));
    frames.writeBytes(frame(1, 4, 1, post("/api/v1/refreshes", "localhost:" + api.port())));
    frames.writeBytes(frame(0, 1, 1, body));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(frames.toByteArray());

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).doesNotContain("202");
    }
    assertThat(api.journal.newest(99)).hasSize(before);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) 0)
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** The header block of a POST over http, each name out of HPACK's static table. */
  private static byte[] post(String path, String authority) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(new byte[] {(byte) 0x83, (byte) 0x86});
    block.write(0x04);
    block.write(path.length());
    block.writeBytes(path.getBytes(StandardCharsets.US_ASCII));
    block.write(0x01);
    block.write(authority.length());
    block.writeBytes(authority.getBytes(StandardCharsets.US_ASCII));
    return block.toByteArray();
  }

  @Test
  void a_connection_on_which_nothing_happens_is_closed(@TempDir Path other) throws IOException {
    try (ApiFixture impatient = new ApiFixture(other, 0, Duration.ofSeconds(1))) {
      for (int port : new int[] {impatient.port(), impatient.managementPort()}) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          socket.setSoTimeout(20_000);
          socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
          assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void a_port_in_use_is_told(@TempDir Path other) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> new ApiFixture(other, taken.getLocalPort()).close())
          .isInstanceOf(BusyException.class)
          .hasFieldOrPropertyWithValue("code", "http.port");
    }
  }

  @Test
  void the_management_port_serves_monitoring_alone() {
    int port = api.managementPort();
    String own = "Host: localhost:" + port;

    assertThat(raw(port, "GET /observe/health HTTP/1.1", own)).contains("\"status\":\"UP\"");
    assertThat(raw(port, "GET /observe/metrics HTTP/1.1", own)).contains("HTTP/1.1 200");
    assertThat(raw(port, "GET /observe/jolokia HTTP/1.1", own)).contains(" 404 ");
    assertThat(raw(port, "GET /q/dev HTTP/1.1", own)).contains(" 404 ");
    assertThat(raw(port, "POST /observe/health HTTP/1.1", own)).contains(" 404 ");
    assertThat(raw(port, "GET /observe/health HTTP/1.1", "Host: evil.example")).contains(" 403 ");
  }
}
