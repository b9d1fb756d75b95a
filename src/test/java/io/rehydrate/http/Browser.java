package io.rehydrate.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without JavaScript: it keeps cookies, and sends the forms that it was shown. */
public final class Browser {
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]*)\"");

  private final String base;
  final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();

  public Browser(String base) {
    this.base = base;
  }

  /** The token in the forms of a page; empty where it has none. */
  public static String formToken(HttpResponse<String> page) {
    Matcher matcher = TOKEN.matcher(page.body());
    return matcher.find() ? matcher.group(1) : "";
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  /** The fields are names and values in turn. */
  public HttpResponse<String> form(String path, String... fields) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(i == 0 ? "" : "&")
          .append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        request(path, "Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** As a browser of people sends it. */
  HttpResponse<String> formOfPage(String path, String csrf) {
    return send(
        request(
                path,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
            .POST(BodyPublishers.ofString("csrf=" + csrf)));
  }

  HttpResponse<String> json(String path, String json, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  public HttpResponse<String> signIn(String name, String password) {
    String token = formToken(get("/login"));
    return form("/login", "csrf", token, "name", name, "password", password, "next", "/");
  }

  /** What a script finds at /me. */
  String scriptToken() {
    Matcher matcher =
        Pattern.compile("\"formToken\":\"([^\"]*)\"").matcher(get("/api/v1/me").body());
    return matcher.find() ? matcher.group(1) : "";
  }

  List<String> cookieNames() {
    return cookies.getCookieStore().getCookies().stream().map(c -> c.getName()).sorted().toList();
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
