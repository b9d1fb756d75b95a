package io.rehydrate.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/**
 * Tells whether it is this process that answers at a port: Camel goes on without a server whose
 * port is taken, and still tells that port for its own.
 */
final class OwnProbe implements Handler<RoutingContext> {
  private static final String HEADER = "Rehydrate-Probe";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String token = UUID.randomUUID().toString();

  @Override
  public void handle(RoutingContext context) {
    if (token.equals(context.request().getHeader(HEADER))) {
      context.response().putHeader(HEADER, token).end();
    } else {
      context.next();
    }
  }

  boolean answersAt(String host, int port) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + HttpServer.inAddress(host) + ":" + port + "/"))
            .header(HEADER, token)
            .timeout(PATIENCE)
            .build();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    try {
      return client
          .send(request, HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue(HEADER)
          .filter(token::equals)
          .isPresent();
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
