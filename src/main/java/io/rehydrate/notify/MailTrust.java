package io.rehydrate.notify;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** Whom a mail server's certificate must come from. */
final class MailTrust {
  private MailTrust() {}

  /**
   * @param authorities a PEM file; empty: those of Java
   * @throws InvalidException {@code server.ca-file}
   */
  static SSLContextParameters of(Optional<Path> authorities) {
    SSLContextParameters parameters = new SSLContextParameters();
    authorities.ifPresent(
        pem -> {
          TrustManagersParameters trust = new TrustManagersParameters();
          trust.setTrustManager(manager(pem));
          parameters.setTrustManagers(trust);
        });
    return parameters;
  }

  private static X509TrustManager manager(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority" + number++, authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidException(
          ErrorCode.SERVER_CA_FILE,
          pem + " can't be read as certificates (" + e.getClass().getSimpleName() + ")",
          "Give notify.mail.ca-file a PEM file of authorities",
          e);
    }
  }
}
