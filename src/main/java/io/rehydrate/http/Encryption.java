package io.rehydrate.http;

import io.rehydrate.settings.Settings;
import io.rehydrate.settings.TlsFiles;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS of the servers, by PEM files that are read again when they change. */
final class Encryption {
  private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
  private static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(5);

  private final Settings.Tls files;
  private String version;

  Encryption(Settings.Tls files) {
    this.files = files;
    this.version = version();
  }

  private PemKeyCertOptions keys() {
    return new PemKeyCertOptions()
        .setCertPath(files.certificate().toString())
        .setKeyPath(files.key().toString());
  }

  void applyTo(HttpServerOptions options) {
    options.setSsl(true).setKeyCertOptions(keys()).setEnabledSecureTransportProtocols(PROTOCOLS);
  }

  /** Has these servers take over files that have changed. */
  void watch(Vertx vertx, List<HttpServer> servers) {
    vertx.setPeriodic(
        LOOKED_AT_EVERY.toMillis(),
        timer -> vertx.executeBlocking(this::changed, true).onSuccess(is -> renew(is, servers)));
  }

  private boolean changed() {
    String now = version();
    if (now.equals(version)) {
      return false;
    }
    version = now;
    Optional<String> problem = TlsFiles.problem(files);
    problem.ifPresent(
        what ->
            LOG.error(
                "{} has changed and can't be used, the earlier certificate stays: {}",
                files.certificate(),
                what));
    return problem.isEmpty();
  }

  private void renew(boolean changed, List<HttpServer> servers) {
    if (changed) {
      SSLOptions options =
          new SSLOptions().setKeyCertOptions(keys()).setEnabledSecureTransportProtocols(PROTOCOLS);
      servers.forEach(
          server ->
              server
                  .updateSSLOptions(options, true)
                  .onSuccess(done -> LOG.info("The certificate was read again"))
                  .onFailure(
                      e -> LOG.error("The certificate can't be taken over: {}", e.toString())));
    }
  }

  /** Of both files; the same text: nothing has changed. */
  private String version() {
    try {
      return Files.getLastModifiedTime(files.certificate())
          + " "
          + Files.size(files.certificate())
          + " "
          + Files.getLastModifiedTime(files.key())
          + " "
          + Files.size(files.key());
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
