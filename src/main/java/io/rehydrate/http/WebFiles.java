package io.rehydrate.http;

import io.rehydrate.error.ErrorTexts;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Serves the pages' style and script and the contract, and not one file more: Camel's own way of
 * serving files takes any file of the working directory and of the class path.
 */
final class WebFiles implements Handler<RoutingContext> {
  static final String CONTRACT = "/api/openapi.yaml";

  private static final Set<String> STATIC = Set.of("/app.js", "/style.css", "/icon.svg");

  private record WebFile(String type, Buffer content) {}

  private final Map<String, WebFile> files = new HashMap<>();

  WebFiles() {
    files.put("/app.js", file("web/app.js", "text/javascript; charset=utf-8"));
    files.put("/style.css", file("web/style.css", "text/css; charset=utf-8"));
    files.put("/icon.svg", file("web/icon.svg", "image/svg+xml"));
    files.put(
        ErrorTexts.PAGE,
        new WebFile("text/markdown; charset=utf-8", Buffer.buffer(new ErrorTexts().page())));
    files.put(CONTRACT, file("openapi.yaml", "application/yaml; charset=utf-8"));
  }

  /** Whether a browser may keep it: it tells nothing of anybody's data. */
  static boolean isStatic(String path) {
    return STATIC.contains(path);
  }

  private static WebFile file(String name, String type) {
    try (InputStream in = WebFiles.class.getResourceAsStream(name)) {
      return new WebFile(type, Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void handle(RoutingContext context) {
    WebFile file = files.get(context.normalizedPath());
    if (file == null) {
      context.next();
      return;
    }
    HttpMethod method = context.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      RequestGuard.answer(
          context,
          Problem.of(405, "request.method", "This file is only read", "It takes GET and HEAD"));
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(file.content().length()));
    if (method.equals(HttpMethod.HEAD)) {
      context.response().end();
    } else {
      context.response().end(file.content());
    }
  }
}
