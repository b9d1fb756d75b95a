package io.rehydrate.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.settings.Role;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestPorts;
import io.rehydrate.support.UsersFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a real reverse proxy that signs people in; skipped where nginx is not installed. */
class ReverseProxyTest {
  private static final Path NGINX = Path.of("/usr/sbin/nginx");

  @TempDir Path folder;

  private static String basic(String name) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":secret").getBytes(US_ASCII));
  }

  private Process nginx(int port, String server) throws Exception {
    Files.writeString(folder.resolve("people"), "ann:{PLAIN}secret\neve:{PLAIN}secret\n");
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off; pid nginx.pid; error_log stderr; worker_processes 1;
        events { worker_connections 64; }
        http {
          access_log off; client_body_temp_path body; proxy_temp_path proxy;
          fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
          server {
            listen 127.0.0.1:%d;
            %s
          }
        }
        """
            .formatted(port, server));
    Process process =
        new ProcessBuilder(
                NGINX.toString(),
                "-p",
                folder.toString(),
                "-c",
                "nginx.conf",
                "-e",
                "stderr",
                "-g",
                "user root;")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    await().until(() -> listens(port));
    return process;
  }

  private static String withPasswords(int backend) {
    return """
    location / {
      auth_basic rehydrate; auth_basic_user_file people;
      proxy_pass http://127.0.0.1:%d;
      proxy_set_header Host $http_host;
      proxy_set_header Authorization "";
      proxy_set_header X-Forwarded-User $remote_user;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
    """
        .formatted(backend);
  }

  /** The locations of the page for people, with the addresses of here. */
  private static String documented(int backend, int signIn) throws Exception {
    String page = Files.readString(Path.of("docs/users.md"));
    int begin = page.indexOf("location /oauth2/ {");
    return page.substring(begin, page.indexOf("```", begin))
        .replace("http://127.0.0.1:4180", "http://127.0.0.1:" + signIn)
        .replace("http://10.0.0.4:8080", "http://127.0.0.1:" + backend);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void the_proxy_signs_people_in_and_nobody_else_names_them() throws Exception {
    assumeThat(NGINX)
        .as("SKIPPED: nginx is not installed (.ci/packages installs it)")
        .isExecutable();
    UsersFixture.in(folder).with("root", Role.OPERATOR).with("ann", Role.DEVELOPER);
    HomeFolder home =
        HomeFolder.in(folder)
            .withTarget("dev-a")
            .with("users.proxy-header", "X-Forwarded-User")
            .with("users.proxies", "127.0.0.1");
    int port = TestPorts.free();
    try (ApiFixture api =
        new ApiFixture(home.read(), Clock.systemUTC(), 0, Duration.ofMinutes(1))) {
      api.publish("20261121T020000Z");
      Process nginx = nginx(port, withPasswords(api.port()));
      try {
        Browser browser = new Browser("http://127.0.0.1:" + port);
        String[] ann = {"Authorization", basic("ann"), "X-Forwarded-User", "root"};

        HttpResponse<String> me = browser.get("/api/v1/me", ann);

        assertThat(me.body()).contains("\"ann\"", "\"developer\"");
        assertThat(api.signIns.last()).containsOnlyKeys("ann");
        assertThat(browser.get("/", ann).statusCode()).isEqualTo(200);
        String token = me.body().replaceFirst(".*\"formToken\":\"([^\"]*)\".*", "$1");
        HttpResponse<String> run =
            browser.json(
                "/api/v1/refreshes",
                "{\"target\":\"dev-a\"}",
                ann[0],
                ann[1],
                "Origin",
                "http://127.0.0.1:" + port,
                "X-CSRF-Token",
                token);
        assertThat(run.statusCode()).as(run.body()).isEqualTo(202);
        assertThat(run.body()).contains("\"actor\":\"ann\"", "\"origin\":\"proxy 127.0.0.1\"");
        assertThat(
                browser.json("/api/v1/refreshes", "{\"target\":\"dev-a\"}", ann[0], ann[1]).body())
            .contains("request.form");
        assertThat(browser.get("/api/v1/me", "Authorization", basic("eve")).body())
            .contains("login.unknown");
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
      } finally {
        nginx.destroy();
        nginx.waitFor(20, TimeUnit.SECONDS);
      }
    }
  }

  /** Answers as oauth2-proxy documents: who is signed in, by its cookie, in a header. */
  private static com.sun.net.httpserver.HttpServer signInServer() throws IOException {
    var server =
        com.sun.net.httpserver.HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/oauth2/auth",
        exchange -> {
          String cookie =
              String.join("; ", exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
          boolean known = cookie.contains("_oauth2_proxy=");
          if (known) {
            exchange
                .getResponseHeaders()
                .add(
                    "X-Auth-Request-Email", cookie.replaceFirst(".*_oauth2_proxy=([^;]*).*", "$1"));
          }
          exchange.sendResponseHeaders(known ? 202 : 401, -1);
          exchange.close();
        });
    server.createContext(
        "/oauth2/sign_in",
        exchange -> {
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void the_documented_locations_of_nginx_let_in_whom_the_sign_in_server_names() throws Exception {
    assumeThat(NGINX)
        .as("SKIPPED: nginx is not installed (.ci/packages installs it)")
        .isExecutable();
    UsersFixture.in(folder)
        .with("root@example.com", Role.OPERATOR)
        .with("ann@example.com", Role.DEVELOPER);
    HomeFolder home =
        HomeFolder.in(folder)
            .withTarget("dev-a")
            .with("users.proxy-header", "X-Forwarded-Email")
            .with("users.proxies", "127.0.0.1");
    int port = TestPorts.free();
    var signIn = signInServer();
    try (ApiFixture api =
        new ApiFixture(home.read(), Clock.systemUTC(), 0, Duration.ofMinutes(1))) {
      Process nginx = nginx(port, documented(api.port(), signIn.getAddress().getPort()));
      try {
        Browser browser = new Browser("http://127.0.0.1:" + port);
        String[] ann = {
          "Cookie", "_oauth2_proxy=ann@example.com", "X-Forwarded-Email", "root@example.com"
        };
        assertThat(browser.get("/api/v1/me", ann).body())
            .contains("\"ann@example.com\"", "\"developer\"");
        assertThat(browser.get("/", ann).statusCode()).isEqualTo(200);
        assertThat(browser.get("/", "X-Forwarded-Email", "root@example.com").statusCode())
            .isEqualTo(403);
        assertThat(browser.get("/", "Cookie", "_oauth2_proxy=eve@example.com").body())
            .contains("login.unknown");
        assertThat(
                browser
                    .get("/api/v1/me", "Cookie", ann[1], "Authorization", "Bearer nonsense")
                    .body())
            .contains("\"ann@example.com\"");
      } finally {
        nginx.destroy();
        nginx.waitFor(20, TimeUnit.SECONDS);
      }
    } finally {
      signIn.stop(0);
    }
  }

  @Test
  void a_header_from_elsewhere_is_ignored() {
    UsersFixture.in(folder).with("root", Role.OPERATOR);
    HomeFolder home =
        HomeFolder.in(folder)
            .withTarget("dev-a")
            .with("users.proxy-header", "X-Forwarded-User")
            .with("users.proxies", "192.0.2.7");
    try (ApiFixture api =
        new ApiFixture(home.read(), Clock.systemUTC(), 0, Duration.ofMinutes(1))) {
      assertThat(api.get("/api/v1/me", "X-Forwarded-User", "root").body())
          .contains("login.required");
    }
  }
}
