package io.rehydrate.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

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

  boolean answersAt(String scheme, String host, int port) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(scheme + "://" + HttpServer.inAddress(host) + ":" + port + "/"))
            .header(HEADER, token)
            .timeout(PATIENCE)
            .build();
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(anyCertificate())
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

  /** It is asked for a secret of its own, so that the certificate proves nothing more. */
  private static SSLContext anyCertificate() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class AnyCertificate extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
